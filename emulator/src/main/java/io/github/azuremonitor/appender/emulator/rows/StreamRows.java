package io.github.azuremonitor.appender.emulator.rows;

import java.util.ArrayList;
import java.util.List;

/** One stream's kept bodies and counts. Guarded by the store's lock. */
final class StreamRows {
    /** A body and how many rows come before it. */
    record Kept(Submission submission, long firstRow, int rows) {}

    private final List<Kept> kept = new ArrayList<>();
    private final KeySet keys = new KeySet();
    private final Tally tally = new Tally();

    void add(Submission submission, Tally added, boolean keep) {
        if (keep && added.rows > 0) {
            kept.add(new Kept(submission, tally.rows, (int) added.rows));
        }
        tally.add(added);
        added.keysInto(keys);
    }

    long count() {
        return tally.rows;
    }

    StreamStats stats() {
        return tally.stats(keys);
    }

    List<String> complaints() {
        return tally.complaints;
    }

    /** The bodies that hold rows of this range. */
    List<Kept> range(long from, long to) {
        int low = 0;
        int high = kept.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            Kept body = kept.get(middle);
            if (body.firstRow() + body.rows() <= from) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        int end = low;
        while (end < kept.size() && kept.get(end).firstRow() < to) {
            end++;
        }
        return List.copyOf(kept.subList(low, end));
    }
}
