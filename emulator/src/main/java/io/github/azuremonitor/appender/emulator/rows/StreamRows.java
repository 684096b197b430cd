package io.github.azuremonitor.appender.emulator.rows;

import java.time.Instant;
import java.util.List;

/** What was counted of one stream of one rule. Guarded by the store's lock. */
final class StreamRows {
    private final KeySet keys = new KeySet();
    private final RowCounts counts = new RowCounts();
    private final Arrivals arrivals = new Arrivals();
    private long kept;

    void add(RowCounts added, Instant time, boolean keep) {
        counts.add(added);
        arrivals.add(time, added.levels);
        added.keysInto(keys);
        kept += keep ? added.rows : 0;
    }

    /** Rows that are no longer kept. */
    void forget(int rows) {
        kept -= rows;
        counts.forgottenRows += rows;
    }

    Arrivals arrivals() {
        return arrivals;
    }

    long count() {
        return counts.rows;
    }

    long kept() {
        return kept;
    }

    StreamStats stats() {
        return counts.stats(keys);
    }

    List<String> complaints() {
        return counts.complaints;
    }
}
