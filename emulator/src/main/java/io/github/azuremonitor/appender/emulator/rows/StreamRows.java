package io.github.azuremonitor.appender.emulator.rows;

import java.util.List;

/** What was counted of one stream of one rule. Guarded by the store's lock. */
final class StreamRows {
    private final KeySet keys = new KeySet();
    private final Tally tally = new Tally();
    private long kept;

    void add(Tally added, boolean keep) {
        tally.add(added);
        added.keysInto(keys);
        kept += keep ? added.rows : 0;
    }

    /** Rows that are not kept any longer. */
    void forget(int rows) {
        kept -= rows;
        tally.forgottenRows += rows;
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
