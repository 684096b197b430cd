package io.github.azuremonitor.appender.common.flush;

/**
 * How long the flusher sleeps: until the ring should be a little full, at the rate at which it has filled since the
 * last time. Waking a thread costs 50 to 180 microseconds of CPU, so a timer that wakes it for nothing or for a single
 * event costs more than the events. Flusher only.
 */
final class SleepPolicy {
    /** For an application that logs nothing, or next to nothing. */
    static final long LONGEST_NANOS = 250_000_000;

    /** With a journal: events in the ring die with the process. */
    static final long LONGEST_JOURNALLED_NANOS = 100_000_000;

    /** Shorter ones would cost more CPU than they save. */
    static final long SHORTEST_NANOS = 500_000;

    /** With a journal, unless the ring fills faster than that. */
    static final long CALM_NANOS = 2_000_000;

    /** With a journal, a nap is meant to end after so many cells: ten rows of usual length. */
    private static final int MEANT_JOURNALLED = 20;

    /**
     * The rate is that of one nap, which may have been quiet or cut short: the next is at most this many times as long.
     */
    private static final int GROWTH = 4;

    private final int share;
    private final int quarter;
    private final boolean journalled;
    private long last = SHORTEST_NANOS;

    SleepPolicy(int ringCells, boolean journalled) {
        this.share = Math.max(1, ringCells / 32);
        this.quarter = Math.max(1, ringCells / 4);
        this.journalled = journalled;
    }

    /**
     * Length of the next nap in nanoseconds.
     *
     * @param cells that were read since the last one began
     * @param passed nanoseconds since the last one began
     * @param work nanoseconds since it ended
     */
    long next(long cells, long passed, long work) {
        long wanted = nanosFor(share, cells, passed);
        if (journalled) {
            wanted = Math.min(wanted, Math.max(CALM_NANOS, nanosFor(MEANT_JOURNALLED, cells, passed)));
        }
        // At least as long as the work took, so that short naps take at most half of a core.
        long shortest = Math.max(SHORTEST_NANOS, work);
        long longest = journalled ? LONGEST_JOURNALLED_NANOS : LONGEST_NANOS;
        last = Math.min(longest, Math.max(shortest, Math.min(wanted, GROWTH * last)));
        return last;
    }

    /** How many cells may be taken during the last nap before a caller ends it. */
    int cells() {
        // A caller that wakes somebody pays for it: not for a nap that ends by itself at once.
        return journalled && last > CALM_NANOS ? Math.min(quarter, 2 * MEANT_JOURNALLED) : quarter;
    }

    private static long nanosFor(int wanted, long cells, long passed) {
        // A process may have been suspended for a year.
        return cells == 0 ? LONGEST_NANOS : Math.min(passed, 64 * LONGEST_NANOS) * wanted / cells;
    }
}
