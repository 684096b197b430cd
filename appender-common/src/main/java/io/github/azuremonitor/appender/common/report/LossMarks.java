package io.github.azuremonitor.appender.common.report;

import java.util.TreeSet;

/**
 * Which of things that are numbered in rising order were lost. Remembers the youngest thousand; of what is older it says
 * rather too much than too little. Not thread-safe.
 */
public final class LossMarks {
    private static final int REMEMBERED = 1000;

    private final TreeSet<Long> lost = new TreeSet<>();

    /** Up to that number anything may have been lost. */
    private long forgotten = Long.MIN_VALUE;

    /** Nothing was lost. */
    public LossMarks() {}

    /** That one was lost. */
    public void add(long number) {
        try {
            if (number > forgotten && lost.add(number) && lost.size() > REMEMBERED) {
                forgotten = lost.first();
                lost.remove(forgotten);
            }
        } catch (OutOfMemoryError full) {
            // Rather too much: no loss may be overlooked because there was no memory to note it.
            forgotten = Math.max(forgotten, number);
        }
    }

    /** Whether one of them was lost. */
    public boolean anyIn(long first, long last) {
        if (first > last) {
            return false;
        }
        Long next = lost.ceiling(first);
        return first <= forgotten || (next != null && next <= last);
    }
}
