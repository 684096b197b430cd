package io.github.azuremonitor.appender.common.ring;

import java.time.Duration;

/**
 * Notices slots that were claimed and never published: the stack of a thread that logs within an endless recursion can
 * overflow between the two, in a place where no {@code finally} helps. Flusher only.
 */
final class Stall {
    /** Long enough for any thread to get through a few assignments. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();

    /** A clock alone would blame the callers when the whole process was suspended. */
    private static final int LOOKS = 20;

    private long sequence = -1;
    private long claimedThen;
    private long sinceNanos;
    private int looks;

    /** Every slot up to here was claimed long enough ago. */
    private long outOfPatienceUpTo = -1;

    /**
     * Called whenever the next slot is claimed and cannot be read.
     *
     * @param next sequence of that slot
     * @param claimed sequence of the youngest claimed slot
     * @return up to where unpublished slots are lost, or -1 while there is hope
     */
    long lostUpTo(long next, long claimed, long nowNanos) {
        if (next <= outOfPatienceUpTo) {
            // Claimed before the slot that patience was spent on: waiting again for each would silence everybody
            // longer.
            return outOfPatienceUpTo;
        }
        if (next != sequence) {
            sequence = next;
            claimedThen = claimed;
            sinceNanos = nowNanos;
            looks = 0;
            return -1;
        }
        looks++;
        if (looks < LOOKS || nowNanos - sinceNanos < PATIENCE_NANOS) {
            return -1;
        }
        outOfPatienceUpTo = claimedThen;
        return claimedThen;
    }
}
