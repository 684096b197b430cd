package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.report.PipelineReading;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.routing.RouteList;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.settings.TableSettings;
import io.github.azuremonitor.appender.common.time.OwnThreads;
import io.github.azuremonitor.appender.common.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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

    /** Beyond the longest {@code shutdownTimeout}. */
    private static final Duration LONGEST_END = Duration.ofMinutes(6);

    private final Pipeline.Surroundings surroundings;
    private final Map<PipelineSettings, Shared> shared = new HashMap<>();
    /** Without an appender and on their way to the end. */
    private final Set<Shared> closing = new LinkedHashSet<>();

    private final ExitHook exitHook = new ExitHook(this::running);
    private int lastNumber;

    Pipelines(Pipeline.Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** As below, for an appender without routes. */
    Inlet open(
            PipelineSettings settings,
            TableSettings table,
            List<Column> columns,
            Reporter reporter,
            BooleanSupplier frameworkStops) {
        return open(settings, table, StreamColumns.same(columns), RouteList.NONE, reporter, frameworkStops);
    }

    /**
     * A place at the pipeline with these settings, which is started if there is none.
     *
     * @param frameworkStops asked when the JVM exits: whether somebody else stops the appender then
     */
    synchronized Inlet open(
            PipelineSettings settings,
            TableSettings table,
            StreamColumns columns,
            RouteList routes,
            Reporter reporter,
            BooleanSupplier frameworkStops) {
        Shared known = shared.get(settings);
        Shared entry = known != null ? known : create(settings, reporter);
        var seat = entry.reporter.add(reporter, frameworkStops);
        if (known == null) {
            // Not before somebody listens: the first thing that its threads say may be that there is no disk.
            start(entry);
        }
        entry.users++;
        entry.awaited.complete(null);
        return new Inlet(this, entry.pipeline, seat, entry.pipeline.router(routes, table, columns), columns);
    }

    /** One appender leaves; the last one waits for the pipeline's end. */
    void release(Pipeline pipeline, ForwardingReporter.Seat seat, Duration timeout) {
        Shared left = leave(pipeline, seat);
        if (left != null) {
            close(left, timeout);
        }
    }

    /** One appender leaves for another one to come; nobody waits. */
    synchronized void handOver(Pipeline pipeline, ForwardingReporter.Seat seat) {
        Shared entry = entry(pipeline);
        if (entry == null) {
            return;
        }
        entry.reporter.remove(seat);
        entry.users--;
        if (entry.users == 0) {
            var awaited = new CompletableFuture<Void>();
            entry.awaited = awaited;
            try {
                OwnThreads.create("azure-monitor-" + entry.number + "-closer", () -> closeUnlessTaken(entry, awaited))
                        .start();
            } catch (OutOfMemoryError noThread) {
                // Then it goes on without an appender, until an equal one comes or the JVM exits.
            }
        }
    }

    /** Waits for a pipeline that somebody else is closing, or that was handed over. */
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

    /** Ends pipelines that were handed over and not taken: all at once, or their deadlines would add up. */
    void closeOrphans() {
        List<Thread> closers;
        synchronized (this) {
            List<Shared> orphans =
                    shared.values().stream().filter(entry -> entry.users == 0).toList();
            orphans.forEach(this::retire);
            closers = orphans.stream()
                    .map(orphan -> OwnThreads.create("azure-monitor-" + orphan.number + "-closer", () -> end(orphan)))
                    .toList();
        }
        closers.forEach(Thread::start);
        closers.forEach(closer -> Waiting.join(closer, LONGEST_END.toNanos()));
    }

    private void end(Shared orphan) {
        close(orphan, orphan.pipeline.settings().shutdownTimeout());
        orphan.awaited.complete(null);
    }

    /** Flushes all pipelines, those that are closing too; true if there is one and everything before is accepted. */
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

    private Shared create(PipelineSettings settings, Reporter first) {
        if (!shared.isEmpty()) {
            first.info("a second pipeline starts, because its settings differ from those of the first one; "
                    + "appenders with equal settings share one");
        }
        var reporter = new ForwardingReporter();
        lastNumber++;
        return new Shared(lastNumber, new Pipeline(lastNumber, settings, reporter, surroundings), reporter);
    }

    private void start(Shared entry) {
        tellIfLowered(entry.pipeline, entry.reporter);
        entry.pipeline.start();
        shared.put(entry.pipeline.settings(), entry);
        exitHook.install();
    }

    /** Or somebody raises a setting that has no effect any more. */
    private static void tellIfLowered(Pipeline pipeline, Reporter reporter) {
        int asked = pipeline.settings().ring().size();
        int size = pipeline.ring().size();
        if (size < asked) {
            reporter.info(
                    "ringSize=" + asked + " is lowered to " + size + " slots, a quarter of what a pipeline may take:"
                            + " 64 MB, or an eighth of the heap if that is less");
        }
    }

    private synchronized @Nullable Shared leave(Pipeline pipeline, ForwardingReporter.Seat seat) {
        Shared entry = entry(pipeline);
        if (entry == null) {
            return null;
        }
        entry.reporter.remove(seat);
        entry.users--;
        if (entry.users > 0) {
            return null;
        }
        retire(entry);
        return entry;
    }

    private void closeUnlessTaken(Shared entry, CompletableFuture<Void> awaited) {
        Waiting.until(awaited, HAND_OVER);
        boolean last;
        synchronized (this) {
            if (entry.users > 0 || entry.awaited != awaited || shared.get(entry.pipeline.settings()) != entry) {
                return;
            }
            retire(entry);
            last = shared.isEmpty();
        }
        if (last) {
            // Whoever attached an appender by code would never learn why it is gone.
            entry.reporter.warn(NO_APPENDER_CAME_BACK);
        }
        close(entry, entry.pipeline.settings().shutdownTimeout());
    }

    /** From here on an equal appender starts a pipeline of its own; an exiting JVM still waits for this one. */
    private synchronized void retire(Shared entry) {
        shared.remove(entry.pipeline.settings());
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
        }
    }

    private synchronized @Nullable Shared entry(Pipeline pipeline) {
        Shared entry = shared.get(pipeline.settings());
        return entry != null && entry.pipeline == pipeline ? entry : null;
    }

    synchronized List<Shared> running() {
        var running = new ArrayList<>(shared.values());
        running.addAll(closing);
        return running;
    }

    /** A pipeline with those who use it; guarded by the registry's lock. */
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
