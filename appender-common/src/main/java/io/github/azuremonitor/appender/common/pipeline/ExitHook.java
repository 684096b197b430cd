package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.time.OwnThreads;
import io.github.azuremonitor.appender.common.time.Time;
import io.github.azuremonitor.appender.common.time.UninterruptedWait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Saves the last seconds of a JVM that exits: plain Logback never stops its appenders. Where Spring Boot or Log4j2
 * stops them, this hook only flushes, because log events of a graceful shutdown are still to come.
 */
final class ExitHook {
    private static final Duration LONGEST_EXIT = Duration.ofMinutes(6);

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
            // Too late for a hook: an application that logs now must stop the appender itself or lose its last events.
        }
    }

    synchronized void remove() {
        Thread thread = hook;
        hook = null;
        if (thread != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(thread);
            } catch (IllegalStateException exiting) {
                // It is already running.
            }
        }
    }

    /** All pipelines at once: their deadlines must not add up to more than a container's grace period. */
    void runNow() {
        var savers = new ArrayList<Thread>();
        for (Pipelines.Shared shared : running.get()) {
            Runnable work = () -> save(shared);
            try {
                Thread saver = OwnThreads.create("azure-monitor-exit-" + shared.number, work);
                saver.start();
                savers.add(saver);
            } catch (OutOfMemoryError noThread) {
                // One after the other is better than not at all.
                work.run();
            }
        }
        savers.forEach(saver -> UninterruptedWait.join(saver, LONGEST_EXIT.toNanos()));
    }

    private static void save(Pipelines.Shared shared) {
        Pipeline pipeline = shared.pipeline;
        Duration timeout = pipeline.settings().shutdownTimeout();
        if (!shared.reporter.someFrameworkStops()) {
            pipeline.close(timeout);
            return;
        }
        boolean all = shared.reporter.frameworksStopAll();
        long start = Time.SYSTEM.nanos();
        // The other half is left for a stop, which is what puts rows on disk.
        pipeline.flush().await(timeout.dividedBy(2), pipeline::isHeldUp);
        if (!all) {
            // One appender is stopped by its framework, another is not: ours comes last.
            UninterruptedWait.until(shared.reporter.frameworksGone(), timeout);
            pipeline.close(timeout);
        } else {
            Duration left = timeout.minusNanos(Time.SYSTEM.nanos() - start);
            if (SpringHook.isOver(shared.reporter.frameworksGone(), LONGEST_EXIT)) {
                pipeline.close(left);
            }
        }
    }
}
