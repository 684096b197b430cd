package io.github.azuremonitor.appender.common.report;

import io.github.azuremonitor.appender.common.time.Time;
import java.time.Duration;

/** Lets one line of a kind through at once, then at most one an interval, and counts what it holds back. Any thread. */
public final class RateLimiter {
    private final long intervalNanos;
    private final Time time;
    private boolean spoken;
    private long lastNanos;
    private long heldBack;
    private long repeats;

    /** At most one line in {@code interval}. */
    public RateLimiter(Duration interval, Time time) {
        this.intervalNanos = interval.toNanos();
        this.time = time;
    }

    /** Whether a line may be written now; one that may not is counted. */
    public synchronized boolean tryAcquire() {
        long now = time.nanos();
        if (spoken && now - lastNanos < intervalNanos) {
            heldBack++;
            return false;
        }
        spoken = true;
        lastNanos = now;
        repeats = heldBack;
        heldBack = 0;
        return true;
    }

    /** Lines that were held back before the last one that was let through. */
    public synchronized long repeats() {
        return repeats;
    }

    /** The line that was let through could not be written after all, so the next one is not held back. */
    public synchronized void release() {
        spoken = false;
    }
}
