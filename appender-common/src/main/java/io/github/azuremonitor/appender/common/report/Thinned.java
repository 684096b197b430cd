package io.github.azuremonitor.appender.common.report;

import io.github.azuremonitor.appender.common.time.Time;
import java.time.Duration;

/**
 * Says one kind of line at once, then at most once an interval with the number of repeats held back. Safe for any
 * thread.
 */
public final class Thinned {
    private final long intervalNanos;
    private final Time time;
    private boolean spoken;
    private long lastNanos;
    private long heldBack;

    /** At most one line in {@code interval}. */
    public Thinned(Duration interval, Time time) {
        this.intervalNanos = interval.toNanos();
        this.time = time;
    }

    /**
     * Whether to speak now.
     *
     * @return repeats held back since the last line, or -1 to stay silent
     */
    public synchronized long repeatsToReport() {
        long now = time.nanos();
        if (spoken && now - lastNanos < intervalNanos) {
            heldBack++;
            return -1;
        }
        spoken = true;
        lastNanos = now;
        long held = heldBack;
        heldBack = 0;
        return held;
    }

    /** The line of {@link #repeatsToReport} could not be said, so the next one is not held back. */
    public synchronized void unsaid() {
        spoken = false;
    }
}
