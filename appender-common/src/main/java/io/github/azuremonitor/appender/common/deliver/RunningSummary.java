package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.report.Summary;
import java.time.Duration;

/** Sums up values and keeps the largest of the last one to two minutes. Not thread-safe. */
final class RunningSummary {
    private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();

    private long count;
    private long total;
    private long windowStart;
    private long max;
    private long maxBefore;

    RunningSummary(long nowNanos) {
        windowStart = nowNanos;
    }

    void add(long value, long nowNanos) {
        roll(nowNanos);
        count++;
        total += value;
        max = Math.max(max, value);
    }

    Summary read(long nowNanos) {
        roll(nowNanos);
        return new Summary(count, total, Math.max(max, maxBefore));
    }

    private void roll(long nowNanos) {
        long windows = (nowNanos - windowStart) / WINDOW_NANOS;
        if (windows > 0) {
            maxBefore = windows == 1 ? max : 0;
            max = 0;
            windowStart += windows * WINDOW_NANOS;
        }
    }
}
