package io.github.azuremonitor.appender.common.pipeline;

/**
 * How long the flusher sleeps: until the ring should be a little full, at the pace at which it filled since the last time.
 * Waking a thread costs 50 to 180 microseconds of CPU, so that a clock that wakes it for nothing, or for a single event,
 * costs more than the events. Flusher only.
 */
final class Nap {
    /** Of an application that logs nothing, or next to nothing. */
    static final long LONGEST_NANOS = 250_000_000;

    /** With a journal: what is in the ring dies with the process. */
    static final long LONGEST_JOURNALLED_NANOS = 100_000_000;

    /** Shorter ones would be paid for with more CPU than they save. */
    static final long SHORTEST_NANOS = 500_000;

    /** With a journal, unless the ring fills faster than that. */
    static final long CALM_NANOS = 2_000_000;

    /** With a journal, a nap is meant to end after so many slots. */
    private static final int MEANT_JOURNALLED = 10;

    /** The pace is that of one nap, which may have been a quiet one, or cut short: so many times as long at most. */
    private static final int GROWTH = 4;

    private final int share;
    private final int quarter;
    private final boolean journalled;
    private long last = SHORTEST_NANOS;

    Nap(int ringSlots, boolean journalled) {
        this.share = Math.max(1, ringSlots / 32);
        this.quarter = Math.max(1, ringSlots / 4);
        this.journalled = journalled;
    }

    /**
     * Length of the next nap in nanoseconds.
     *
     * @param slots that were read since the last one began
     * @param passed nanoseconds since the last one began
     * @param work nanoseconds since it ended
     */
    long next(long slots, long passed, long work) {
        long wanted = nanosFor(share, slots, passed);
        if (journalled) {
            wanted = Math.min(wanted, Math.max(CALM_NANOS, nanosFor(MEANT_JOURNALLED, slots, passed)));
        }
        // At least as long as the work took: at most half of a core is spent on short naps.
        long shortest = Math.max(SHORTEST_NANOS, work);
        long longest = journalled ? LONGEST_JOURNALLED_NANOS : LONGEST_NANOS;
        last = Math.min(longest, Math.max(shortest, Math.min(wanted, GROWTH * last)));
        return last;
    }

    /** How many slots may be taken during the last nap before a caller ends it. */
    int slots() {
        // A caller that wakes somebody pays for it: not for a nap that ends by itself at once.
        return journalled && last > CALM_NANOS ? Math.min(quarter, 2 * MEANT_JOURNALLED) : quarter;
    }

    private static long nanosFor(int wanted, long slots, long passed) {
        // A process may have been suspended for a year.
        return slots == 0 ? LONGEST_NANOS : Math.min(passed, 64 * LONGEST_NANOS) * wanted / slots;
    }
}
