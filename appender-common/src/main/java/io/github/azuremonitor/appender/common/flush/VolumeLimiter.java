package io.github.azuremonitor.appender.common.flush;

import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.report.Reporter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Limits each stream to {@code maxBytesPerHour}: beyond it rows below WARN are refused until the hour, which begins
 * with the stream's first row, is over. Each stream has a budget of its own, so that a noisy one does not affect the
 * others. Flusher only.
 */
final class VolumeLimiter {
    private static final long HOUR_NANOS = Duration.ofHours(1).toNanos();
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final long maxBytes;
    private final Reporter reporter;
    private final Map<String, Hour> hours = new HashMap<>();

    /** @param maxBytes bytes of rows for each stream and hour; 0 takes everything */
    VolumeLimiter(long maxBytes, Reporter reporter) {
        this.maxBytes = maxBytes;
        this.reporter = reporter;
    }

    /** Whether the row may be sent; if so, it is counted. */
    boolean takes(String stream, Severity severity, int bytes, long nowNanos) {
        if (maxBytes == 0) {
            return true;
        }
        Hour hour = hours.computeIfAbsent(stream, name -> new Hour(nowNanos));
        if (nowNanos - hour.startNanos >= HOUR_NANOS) {
            hour.end(stream);
            hour.start(nowNanos);
        }
        // Once a row was too much, shorter ones that would still fit are dropped as well.
        if (!severity.atLeast(Severity.WARN) && (hour.dropped > 0 || hour.bytes + bytes > maxBytes)) {
            hour.drop(stream, nowNanos);
            return false;
        }
        hour.bytes += bytes;
        return true;
    }

    /** Ends hours that are over, whether or not another row comes. */
    void tick(long nowNanos) {
        hours.forEach((stream, hour) -> {
            if (hour.dropped > 0 && nowNanos - hour.startNanos >= HOUR_NANOS) {
                hour.end(stream);
                hour.start(nowNanos);
            }
        });
    }

    /** What one stream has used since its hour began. */
    private final class Hour {
        private long startNanos;
        private long bytes;
        private long dropped;

        private Hour(long startNanos) {
            this.startNanos = startNanos;
        }

        private void start(long nowNanos) {
            startNanos = nowNanos;
            bytes = 0;
            dropped = 0;
        }

        private void drop(String stream, long nowNanos) {
            if (dropped == 0) {
                long left = startNanos + HOUR_NANOS - nowNanos;
                reporter.warn("stream " + stream + " has had its maxBytesPerHour: for "
                        + (left + MINUTE_NANOS - 1) / MINUTE_NANOS + " minutes its rows below WARN are dropped; raise"
                        + " maxBytesPerHour, or log less");
            }
            dropped++;
        }

        private void end(String stream) {
            if (dropped > 0) {
                reporter.warn("stream " + stream + " takes all rows again; " + dropped
                        + " rows below WARN were dropped for maxBytesPerHour");
            }
        }
    }
}
