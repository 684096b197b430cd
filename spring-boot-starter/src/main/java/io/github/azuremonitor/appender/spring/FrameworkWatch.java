package io.github.azuremonitor.appender.spring;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Checks once a second, as long as an application ships, for changes that the logging framework does not announce. Not
 * thread-safe.
 */
final class FrameworkWatch {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Runnable look;
    private final Duration period;
    private final Reattachment reattachment;
    private @Nullable ScheduledExecutorService thread;

    FrameworkWatch(Runnable look) {
        this(look, PERIOD, new Reattachment());
    }

    FrameworkWatch(Runnable look, Duration period, Reattachment reattachment) {
        this.look = look;
        this.period = period;
        this.reattachment = reattachment;
    }

    void start() {
        if (thread == null) {
            var one = new ScheduledThreadPoolExecutor(1, work -> {
                var named = new Thread(work, "azure-monitor-lookout");
                named.setDaemon(true);
                return named;
            });
            var unused = one.scheduleWithFixedDelay(
                    () -> reattachment.attempt(look), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
            thread = one;
        }
    }

    void stop() {
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
        }
    }
}
