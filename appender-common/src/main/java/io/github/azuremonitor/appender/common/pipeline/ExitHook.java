package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.time.OwnThreads;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Saves the last seconds of a JVM that exits: plain Logback never stops its appenders. Where Spring Boot or Log4j2 stops
 * them, this hook only flushes, because lines of a graceful shutdown are still to come.
 */
final class ExitHook {
    private final Supplier<List<Pipelines.Shared>> running;
    private @Nullable Thread hook;

    ExitHook(Supplier<List<Pipelines.Shared>> running) {
        this.running = running;
    }

    synchronized void install() {
        if (hook != null) {
            return;
        }
        Thread thread = OwnThreads.create("azure-monitor-exit", this::runNow);
        try {
            Runtime.getRuntime().addShutdownHook(thread);
            hook = thread;
        } catch (IllegalStateException exiting) {
            // Too late for a hook: whoever logs now stops the appender or loses the last lines.
        }
    }

    synchronized void remove() {
        Thread thread = hook;
        hook = null;
        if (thread != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(thread);
            } catch (IllegalStateException exiting) {
                // It runs already.
            }
        }
    }

    void runNow() {
        for (Pipelines.Shared shared : running.get()) {
            Duration timeout = shared.pipeline.settings().shutdownTimeout();
            if (shared.frameworkStops.getAsBoolean()) {
                Waiting.until(shared.pipeline.flush(), timeout);
            } else {
                shared.pipeline.close(timeout);
            }
        }
    }
}
