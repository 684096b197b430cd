package io.github.azuremonitor.appender.common.report;

import java.util.TreeSet;

/**
 * Remembers which of many ascending numbers were lost, exactly for the last thousand losses; for older ones it rather
 * reports too many than too few. Not thread-safe.
 */
public final class LossMarks {
    private static final int REMEMBERED = 1000;

    private final TreeSet<Long> lost = new TreeSet<>();

    /** Any number up to this one may have been lost. */
    private long forgotten = Long.MIN_VALUE;

    /** Nothing was lost. */
    public LossMarks() {}

    /** Marks a number as lost. */
    public void add(long number) {
        try {
            if (number > forgotten && lost.add(number) && lost.size() > REMEMBERED) {
                forgotten = lost.first();
                lost.remove(forgotten);
            }
        } catch (OutOfMemoryError full) {
            // Rather too many: no loss may be overlooked because there was no memory to record it.
            forgotten = Math.max(forgotten, number);
        }
    }

    /** Whether any number in the range was lost. */
    public boolean anyIn(long first, long last) {
        if (first > last) {
            return false;
        }
        Long next = lost.ceiling(first);
        return first <= forgotten || (next != null && next <= last);
    }
}
