package io.github.azuremonitor.appender.emulator.rows;

import java.time.Instant;
import java.util.List;

/** What was counted of one stream of one rule. Guarded by the store's lock. */
final class StreamRows {
    private final KeySet keys = new KeySet();
    private final Tally tally = new Tally();
    private final Arrivals arrivals = new Arrivals();
    private long kept;

    void add(Tally added, Instant time, boolean keep) {
        tally.add(added);
        arrivals.add(time, added.levels);
        added.keysInto(keys);
        kept += keep ? added.rows : 0;
    }

    /** Rows that are not kept any longer. */
    void forget(int rows) {
        kept -= rows;
        tally.forgottenRows += rows;
    }

    Arrivals arrivals() {
        return arrivals;
    }

    long count() {
        return tally.rows;
    }

    long kept() {
        return kept;
    }

    StreamStats stats() {
        return tally.stats(keys);
    }

    List<String> complaints() {
        return tally.complaints;
    }
}
