package io.github.azuremonitor.appender.common.batch;

import java.util.TreeMap;

/** Time of the oldest row among batches that come and go. One thread at a time changes it, any thread reads. */
public final class OldestRow {
    /** What {@link #millis()} says when there is no row. */
    public static final long NONE = Long.MAX_VALUE;

    /** How many batches have their oldest row then. */
    private final TreeMap<Long, Integer> times = new TreeMap<>();

    private volatile long oldest = NONE;

    /** Nothing yet. */
    public OldestRow() {}

    /** A batch came whose oldest row is of that time, in milliseconds since 1970. */
    public void add(long millis) {
        times.merge(millis, 1, Integer::sum);
        tell();
    }

    /** One of the batches of that time went. */
    public void remove(long millis) {
        times.computeIfPresent(millis, (time, count) -> count > 1 ? count - 1 : null);
        tell();
    }

    /** All went. */
    public void clear() {
        times.clear();
        tell();
    }

    /** Milliseconds since 1970, or {@link #NONE}; any thread. */
    public long millis() {
        return oldest;
    }

    private void tell() {
        oldest = times.isEmpty() ? NONE : times.firstKey();
    }
}
