package io.github.azuremonitor.appender.examples.quickstart;

import io.github.azuremonitor.appender.common.AzureMonitorLogs;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;

/**
 * Holds a replay back while many rows wait for Azure. A service must not wait for its log, so the appender keeps what
 * the network cannot take and in the end drops; a file can wait. Not thread-safe.
 */
final class Patience {
    private static final long MAX_HELD_ROWS = 100_000;
    private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long GIVE_UP_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private Patience() {}

    /** Returns once few enough rows wait; false if Azure has not taken any for five minutes. */
    static boolean whileManyWait() {
        long accepted = -1;
        long progress = System.nanoTime();
        long told = progress;
        while (sum(PipelineStats::held) > MAX_HELD_ROWS) {
            long now = System.nanoTime();
            if (sum(PipelineStats::accepted) != accepted) {
                accepted = sum(PipelineStats::accepted);
                progress = now;
            } else if (now - progress > GIVE_UP_NANOS) {
                return false;
            }
            if (now - told > TELL_NANOS) {
                told = now;
                System.out.printf("  %,d rows wait for Azure%n", sum(PipelineStats::held));
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    private static long sum(ToLongFunction<PipelineStats> part) {
        return AzureMonitorLogs.stats().stream().mapToLong(part).sum();
    }
}
