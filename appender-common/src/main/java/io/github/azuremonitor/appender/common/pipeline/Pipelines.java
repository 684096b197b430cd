package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.flush.Flush;
import io.github.azuremonitor.appender.common.flush.StreamColumns;
import io.github.azuremonitor.appender.common.report.PipelineReading;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.routing.RouteList;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.settings.TableSettings;
import io.github.azuremonitor.appender.common.time.OwnThreads;
import io.github.azuremonitor.appender.common.time.Time;
import io.github.azuremonitor.appender.common.time.UninterruptedWait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The pipelines of this copy of the library, shared by reference count between appenders whose pipeline settings are
 * equal. Any thread.
 */
final class Pipelines {
    /** How long a pipeline without an appender waits for the next one before it ends. */
    private static final Duration HAND_OVER = Duration.ofSeconds(5);

    private static final String NO_APPENDER_CAME_BACK =
            "the logging configuration was read anew and has no appender of this library any more; one that code had"
                    + " attached has to be attached again";

    /** More than the longest {@code shutdownTimeout}. */
    private static final Duration LONGEST_END = Duration.ofMinutes(6);

    private final Pipeline.Dependencies dependencies;
    /** Not a map by settings: their hash code would be half of the first start's loading of classes. */
    private final List<Shared> shared = new ArrayList<>();

    /** Without an appender, and about to end. */
    private final Set<Shared> closing = new LinkedHashSet<>();

    private final ExitHook exitHook = new ExitHook(this::running);
    private int lastNumber;

    Pipelines(Pipeline.Dependencies dependencies) {
        this.dependencies = dependencies;
    }

    /**
     * A handle on the pipeline with these settings, which is started if there is none.
     *
     * @param frameworkStops called when the JVM exits: whether the framework stops the appender then
     */
    synchronized PipelineHandle open(
            PipelineSettings settings,
            TableSettings table,
            StreamColumns columns,
            RouteList routes,
            Reporter reporter,
            BooleanSupplier frameworkStops) {
        Shared known = shared(settings);
        Shared entry = known != null ? known : create(settings, reporter);
        var listener = entry.reporter.add(reporter, frameworkStops);
        if (known == null) {
            // Not before a listener is there: the first thing that its threads report may be that there is no disk.
            start(entry);
        }
        entry.users++;
        entry.awaited.complete(null);
        return new PipelineHandle(
                this, entry.pipeline, listener, entry.pipeline.router(routes, table, columns), columns);
    }

    /** One appender leaves; the last one waits for the pipeline's end. */
    void release(Pipeline pipeline, ForwardingReporter.Listener listener, Duration timeout) {
        Shared left = leave(pipeline, listener);
        if (left != null) {
            close(left, timeout);
        }
    }

    /** One appender leaves to be replaced by another; does not wait. */
    synchronized void handOver(Pipeline pipeline, ForwardingReporter.Listener listener) {
        Shared entry = entry(pipeline);
        if (entry == null) {
            return;
        }
        entry.reporter.remove(listener);
        entry.users--;
        if (entry.users == 0) {
            var awaited = new CompletableFuture<Void>();
            entry.awaited = awaited;
            try {
                OwnThreads.create("azure-monitor-" + entry.number + "-closer", () -> closeUnlessTaken(entry, awaited))
                        .start();
            } catch (OutOfMemoryError noThread) {
                // Then it continues without an appender, until an equal one comes or the JVM exits.
            }
        }
    }

    /** Waits for a pipeline that another thread is closing, or that was handed over. */
    void awaitClosed(Pipeline pipeline, Duration timeout) {
        boolean asSet = timeout.isZero() || timeout.isNegative();
        Duration patience = asSet ? pipeline.settings().shutdownTimeout() : timeout;
        Shared orphan;
        synchronized (this) {
            orphan = entry(pipeline);
            if (orphan != null && orphan.users > 0) {
                return;
            }
            if (orphan != null) {
                retire(orphan);
            }
        }
        if (orphan == null) {
            pipeline.close(patience);
        } else {
            close(orphan, patience);
            orphan.awaited.complete(null);
        }
    }

    /** Closes pipelines that were handed over and not taken: all at once, or their deadlines would add up. */
    void closeOrphans() {
        List<Thread> closers;
        synchronized (this) {
            List<Shared> orphans =
                    shared.stream().filter(entry -> entry.users == 0).toList();
            orphans.forEach(this::retire);
            closers = orphans.stream()
                    .map(orphan -> OwnThreads.create("azure-monitor-" + orphan.number + "-closer", () -> end(orphan)))
                    .toList();
        }
        closers.forEach(Thread::start);
        closers.forEach(closer -> UninterruptedWait.join(closer, LONGEST_END.toNanos()));
    }

    private void end(Shared orphan) {
        close(orphan, orphan.pipeline.settings().shutdownTimeout());
        orphan.awaited.complete(null);
    }

    /** Flushes all pipelines, closing ones too; true if there is one and everything logged before is accepted. */
    boolean flush(Duration timeout) {
        List<Flush> all =
                running().stream().map(shared -> shared.pipeline.flush()).toList();
        long end = Time.SYSTEM.nanos() + TimeUnit.NANOSECONDS.convert(timeout);
        boolean accepted = !all.isEmpty();
        for (Flush flush : all) {
            accepted &= flush.await(Duration.ofNanos(Math.max(0, end - Time.SYSTEM.nanos())));
        }
        return accepted;
    }

    List<PipelineStats> stats() {
        return running().stream().map(shared -> shared.pipeline.stats()).toList();
    }

    List<PipelineReading> readings() {
        return running().stream().map(shared -> shared.pipeline.reading()).toList();
    }

    private @Nullable Shared shared(PipelineSettings settings) {
        for (Shared entry : shared) {
            if (entry.pipeline.settings().equals(settings)) {
                return entry;
            }
        }
        return null;
    }

    private Shared create(PipelineSettings settings, Reporter first) {
        if (!shared.isEmpty()) {
            first.info("a second pipeline starts, because its settings differ from those of the first one; "
                    + "appenders with equal settings share one");
        }
        var reporter = new ForwardingReporter();
        lastNumber++;
        return new Shared(lastNumber, new Pipeline(lastNumber, settings, reporter, dependencies), reporter);
    }

    private void start(Shared entry) {
        tellIfLowered(entry.pipeline, entry.reporter);
        OwnThreads.keepIdle(true);
        entry.pipeline.start();
        shared.add(entry);
        exitHook.install();
    }

    /** Otherwise people would raise a setting that no longer has an effect. */
    private static void tellIfLowered(Pipeline pipeline, Reporter reporter) {
        int asked = pipeline.settings().ring().size();
        int size = pipeline.ring().size();
        if (size < asked) {
            reporter.info(
                    "ringSize=" + asked + " is lowered to " + size + " slots, a quarter of what a pipeline may take:"
                            + " 64 MB, or an eighth of the heap if that is less");
        }
    }

    private synchronized @Nullable Shared leave(Pipeline pipeline, ForwardingReporter.Listener listener) {
        Shared entry = entry(pipeline);
        if (entry == null) {
            return null;
        }
        entry.reporter.remove(listener);
        entry.users--;
        if (entry.users > 0) {
            return null;
        }
        retire(entry);
        return entry;
    }

    private void closeUnlessTaken(Shared entry, CompletableFuture<Void> awaited) {
        UninterruptedWait.until(awaited, HAND_OVER);
        boolean last;
        synchronized (this) {
            if (entry.users > 0 || entry.awaited != awaited || !shared.contains(entry)) {
                return;
            }
            retire(entry);
            last = shared.isEmpty();
        }
        if (last) {
            // Someone who attached an appender in code would never learn why it is gone.
            entry.reporter.warn(NO_APPENDER_CAME_BACK);
        }
        close(entry, entry.pipeline.settings().shutdownTimeout());
    }

    /** From now on an equal appender starts a pipeline of its own; an exiting JVM still waits for this one. */
    private synchronized void retire(Shared entry) {
        shared.remove(entry);
        closing.add(entry);
    }

    private void close(Shared entry, Duration timeout) {
        try {
            entry.pipeline.close(timeout);
        } finally {
            forget(entry);
        }
    }

    private synchronized void forget(Shared entry) {
        closing.remove(entry);
        if (shared.isEmpty() && closing.isEmpty()) {
            exitHook.remove();
            OwnThreads.keepIdle(false);
        }
    }

    private synchronized @Nullable Shared entry(Pipeline pipeline) {
        for (Shared entry : shared) {
            if (entry.pipeline == pipeline) {
                return entry;
            }
        }
        return null;
    }

    synchronized List<Shared> running() {
        var running = new ArrayList<>(shared);
        running.addAll(closing);
        return running;
    }

    /** A pipeline and its users; guarded by the registry's lock. */
    static final class Shared {
        final int number;
        final Pipeline pipeline;
        final ForwardingReporter reporter;
        private int users;
        private CompletableFuture<Void> awaited = new CompletableFuture<>();

        Shared(int number, Pipeline pipeline, ForwardingReporter reporter) {
            this.number = number;
            this.pipeline = pipeline;
            this.reporter = reporter;
        }
    }
}
