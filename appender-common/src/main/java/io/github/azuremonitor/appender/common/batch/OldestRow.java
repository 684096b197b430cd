package io.github.azuremonitor.appender.common.batch;

import java.util.Arrays;

/**
 * Time of the oldest row among batches that come and go. One thread at a time changes it, any thread reads. Only
 * {@link #add} needs memory, and without it changes nothing.
 */
public final class OldestRow {
    /** What {@link #millis()} says when there is no row. */
    public static final long NONE = Long.MAX_VALUE;

    /** Of each batch the time of its oldest row, in rising order. */
    private long[] times = new long[16];

    private int count;
    private volatile long oldest = NONE;

    /** Nothing yet. */
    public OldestRow() {}

    /** A batch came whose oldest row is of that time, in milliseconds since 1970. */
    public void add(long millis) {
        if (count == times.length) {
            times = Arrays.copyOf(times, 2 * count);
        }
        int found = Arrays.binarySearch(times, 0, count, millis);
        int place = found < 0 ? -found - 1 : found;
        System.arraycopy(times, place, times, place + 1, count - place);
        times[place] = millis;
        count++;
        tell();
    }

    /** One of the batches of that time went. */
    public void remove(long millis) {
        int place = Arrays.binarySearch(times, 0, count, millis);
        if (place >= 0) {
            count--;
            System.arraycopy(times, place + 1, times, place, count - place);
            tell();
        }
    }

    /** All went. */
    public void clear() {
        count = 0;
        tell();
    }

    /** Milliseconds since 1970, or {@link #NONE}; any thread. */
    public long millis() {
        return oldest;
    }

    private void tell() {
        oldest = count == 0 ? NONE : times[0];
    }
}
