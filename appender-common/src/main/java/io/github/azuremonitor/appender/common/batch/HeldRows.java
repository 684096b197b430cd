package io.github.azuremonitor.appender.common.batch;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts held batches, rows and bytes, and knows the time of the oldest row, while batches come and go. One thread at a
 * time changes it, any thread reads it. Only {@link #add} and {@link #reserve} need memory, and change nothing if there
 * is none.
 */
public final class HeldRows {
    /** Value of {@link #oldestMillis()} when there is no row. */
    public static final long NONE = Long.MAX_VALUE;

    private final AtomicLong batches = new AtomicLong();
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    /** The time of each batch's oldest row, in ascending order. */
    private long[] times = new long[16];

    private int count;
    private volatile long oldest = NONE;

    /** Nothing yet. */
    public HeldRows() {}

    /** A batch was added that keeps all its rows in memory. */
    public void add(Batch batch) {
        add(batch.rows(), batch.heapBytes(), batch.oldestMillis());
    }

    /** Such a batch was removed. */
    public void remove(Batch batch) {
        remove(batch.rows(), batch.heapBytes(), batch.oldestMillis());
    }

    /**
     * A batch came.
     *
     * @param batchBytes bytes that it takes, in memory or on disk
     * @param oldestMillis time of its oldest row, in milliseconds since 1970
     */
    public void add(int batchRows, long batchBytes, long oldestMillis) {
        reserve();
        addTime(oldestMillis);
        batches.incrementAndGet();
        rows.addAndGet(batchRows);
        bytes.addAndGet(batchBytes);
    }

    /** Makes sure that the next {@link #add} needs no memory. */
    void reserve() {
        if (count == times.length) {
            times = Arrays.copyOf(times, 2 * count);
        }
    }

    /** A batch that counts here got one more row, which may be older than {@code oldestMillis}, its oldest so far. */
    void addRow(long epochMillis, long oldestMillis) {
        int place = epochMillis < oldestMillis ? Arrays.binarySearch(times, 0, count, oldestMillis) : -1;
        if (place >= 0) {
            int found = Arrays.binarySearch(times, 0, place, epochMillis);
            int earlier = found < 0 ? -found - 1 : found;
            System.arraycopy(times, earlier, times, earlier + 1, place - earlier);
            times[earlier] = epochMillis;
            oldest = times[0];
        }
        rows.incrementAndGet();
    }

    /** A batch added with the same values was removed. */
    public void remove(int batchRows, long batchBytes, long oldestMillis) {
        removeRows(batchRows, oldestMillis);
        removeBytes(batchBytes);
    }

    /** From now on the rows of a batch are counted elsewhere; its bytes still count here. */
    public void removeRows(int batchRows, long oldestMillis) {
        rows.addAndGet(-batchRows);
        removeTime(oldestMillis);
    }

    /** Removes the bytes of a batch whose rows were removed before. */
    public void removeBytes(long batchBytes) {
        batches.decrementAndGet();
        bytes.addAndGet(-batchBytes);
    }

    /** Removes everything. */
    public void clear() {
        batches.set(0);
        rows.set(0);
        bytes.set(0);
        count = 0;
        oldest = NONE;
    }

    /** Batches whose bytes count; any thread. */
    public long batches() {
        return batches.get();
    }

    /** Rows; any thread. */
    public long rows() {
        return rows.get();
    }

    /** Bytes; any thread. */
    public long bytes() {
        return bytes.get();
    }

    /** Time of the oldest row in milliseconds since 1970, or {@link #NONE}; any thread. */
    public long oldestMillis() {
        return oldest;
    }

    private void addTime(long millis) {
        int found = Arrays.binarySearch(times, 0, count, millis);
        int place = found < 0 ? -found - 1 : found;
        System.arraycopy(times, place, times, place + 1, count - place);
        times[place] = millis;
        count++;
        oldest = times[0];
    }

    private void removeTime(long millis) {
        int place = Arrays.binarySearch(times, 0, count, millis);
        if (place >= 0) {
            count--;
            System.arraycopy(times, place + 1, times, place, count - place);
            oldest = count == 0 ? NONE : times[0];
        }
    }
}
