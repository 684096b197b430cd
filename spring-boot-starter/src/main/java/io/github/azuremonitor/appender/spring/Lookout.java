package io.github.azuremonitor.appender.spring;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** Looks once a second, as long as an application ships, for what the logging framework tells nobody. Not thread-safe. */
final class Lookout {
    private static final long SECONDS = 1;

    private static final Log LOG = LogFactory.getLog(Lookout.class);

    private final Runnable look;
    private @Nullable ScheduledExecutorService thread;
    private @Nullable String told;

    Lookout(Runnable look) {
        this.look = look;
    }

    void start() {
        if (thread == null) {
            var one = new ScheduledThreadPoolExecutor(1, work -> {
                var named = new Thread(work, "azure-monitor-lookout");
                named.setDaemon(true);
                return named;
            });
            var unused = one.scheduleWithFixedDelay(this::look, SECONDS, SECONDS, TimeUnit.SECONDS);
            thread = one;
        }
    }

    void stop() {
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
        }
    }

    private void look() {
        try {
            look.run();
        } catch (RuntimeException | LinkageError broken) {
            String why = broken.toString();
            if (!why.equals(told)) {
                told = why;
                LOG.warn(
                        "The logging system was set up anew, and log events are not sent to Azure Monitor: the appender"
                                + " cannot be attached again, which is tried every second (" + why + ")");
            }
        }
    }
}
