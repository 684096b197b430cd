package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.Source.Kind;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.event.SpanIds;
import io.github.azuremonitor.appender.common.flush.StreamColumns;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.ring.EventRing;
import io.github.azuremonitor.appender.common.ring.RingEntry;
import io.github.azuremonitor.appender.common.time.OwnThreads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where one appender puts its events. Any thread; nothing here throws.
 *
 * <pre>{@code
 * if (handle.isForeign()) {                     // not one of the library's own threads
 *     int table = handle.table(severity, ...);
 *     if (table >= 0) {                        // not left out by a route
 *         ...                                  // formats the message: runs the application's code
 *         LogCall call = handle.begin(severity, table);
 *         if (call != null) {
 *             call.event()...                  // plain assignments
 *             handle.log(call);
 *         }
 *     }
 * }
 * }</pre>
 */
public final class PipelineHandle {
    private final Pipelines pipelines;
    private final Pipeline pipeline;
    private final ForwardingReporter.Listener listener;
    private final Router router;
    private final boolean wantsCaller;
    private final boolean wantsTemplate;
    private final boolean wantsContextStack;
    private final boolean wantsSpan;
    private final List<String> patterns;
    private final AtomicBoolean released = new AtomicBoolean();
    private volatile String inForce = "";

    PipelineHandle(
            Pipelines pipelines,
            Pipeline pipeline,
            ForwardingReporter.Listener listener,
            Router router,
            StreamColumns columns) {
        this.pipelines = pipelines;
        this.pipeline = pipeline;
        this.listener = listener;
        this.router = router;
        List<Column> read = columns.all();
        this.wantsCaller = isRead(read, Kind.CALLER_CLASS, Kind.CALLER_METHOD, Kind.CALLER_FILE, Kind.CALLER_LINE);
        this.wantsTemplate = isRead(read, Kind.MESSAGE_TEMPLATE);
        this.wantsContextStack = isRead(read, Kind.CONTEXT_STACK);
        this.wantsSpan = SpanIds.CAN_BE_KNOWN && isRead(read, Kind.TRACE_ID, Kind.SPAN_ID);
        this.patterns = columns.patterns();
    }

    private static boolean isRead(List<Column> columns, Kind... kinds) {
        for (Column column : columns) {
            for (Kind kind : kinds) {
                if (column.reads(kind)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a column needs the location of the log call. Finding it means walking the stack, so only if needed. */
    public boolean wantsCaller() {
        return wantsCaller;
    }

    /** Whether a column needs the message before its arguments are inserted. */
    public boolean wantsTemplate() {
        return wantsTemplate;
    }

    /** Whether a column needs the context stack. */
    public boolean wantsContextStack() {
        return wantsContextStack;
    }

    /** Whether a column needs the span of the log call, and something on the class path can provide it. */
    public boolean wantsSpan() {
        return wantsSpan;
    }

    /** The patterns that columns ask for, in the order in which an event takes their texts; mostly none. */
    public List<String> patterns() {
        return patterns;
    }

    /**
     * Whether the calling thread is the application's. Events of the library's own threads are counted and must go no
     * further, or a failing token would feed itself.
     */
    public boolean isForeign() {
        return isForeign(OwnThreads.isCurrent());
    }

    /**
     * As {@link #isForeign()}, for frameworks that pass events on from a thread of their own.
     *
     * @param loggedBy name of the thread that logged the event
     */
    public boolean isForeign(@Nullable String loggedBy) {
        return isForeign(OwnThreads.isCurrent() || (loggedBy != null && OwnThreads.isName(loggedBy)));
    }

    private boolean isForeign(boolean own) {
        if (own) {
            pipeline.ledger().self();
        }
        return !own;
    }

    /**
     * Which table the event goes to by the setting {@code routes}. Call it before formatting anything.
     *
     * @param logger name of the logger or null
     * @param event the framework's event, for {@code hasMarker} alone
     * @param hasMarker whether an event has a marker of that name, directly or through another marker
     * @return a number for {@link #begin}, or less than 0 if the event is left out, which is counted
     */
    public <E> int table(Severity severity, @Nullable String logger, E event, BiPredicate<E, String> hasMarker) {
        return router.table(severity, logger == null ? "" : logger, event, hasMarker);
    }

    /**
     * The same for a framework that can tell the trace of a log call.
     *
     * @param traceId of the event, or null for none; asked only if a rule samples by it
     */
    public <E> int table(
            Severity severity,
            @Nullable String logger,
            E event,
            BiPredicate<E, String> hasMarker,
            Function<E, @Nullable String> traceId) {
        return router.table(severity, logger == null ? "" : logger, event, hasMarker, traceId);
    }

    /**
     * Memory to write an event into, or null if the event is dropped and counted. Never waits. A caller that cannot log
     * after all, because something threw, need not give it back.
     *
     * @param table the number that {@link #table} returned
     */
    public @Nullable LogCall begin(Severity severity, int table) {
        if (pipeline.ring().refuses(severity)) {
            pipeline.lookAfterThreads();
            return null;
        }
        LogCall call = pipeline.calls().take();
        router.note(call, table);
        return call;
    }

    /** Hands the event on, once it is filled, or drops and counts it. Waits only as {@code whenFull} says. */
    public void log(LogCall call) {
        EventRing ring = pipeline.ring();
        RingEntry entry = call.entry(pipeline.encoders().shown(call.table()), ring.longestRow());
        if (ring.offer(entry)) {
            giveBack(call);
            return;
        }
        // Thousands of threads may wait here, so each keeps only as much memory as its row needs.
        RingEntry waiting = entry.copy();
        giveBack(call);
        if (!ring.put(waiting)) {
            pipeline.lookAfterThreads();
        }
    }

    EventRing ring() {
        return pipeline.ring();
    }

    private void giveBack(LogCall call) {
        call.end();
        pipeline.calls().give(call);
    }

    /** Counts an event whose fields could not be read. */
    public void captureFailed() {
        pipeline.ledger().droppedAtDoor(DropReason.CAPTURE_FAILED);
    }

    /** Counts a part of an event that threw when it was read, and is missing from its row. */
    public void partUnreadable() {
        pipeline.ledger().unreadableValue();
    }

    /** Counts an event logged within the formatting of too many others, which is why it is not shipped. */
    public void nestedTooDeep() {
        pipeline.ledger().droppedAtDoor(DropReason.NESTED);
    }

    /** What became of all events of the pipeline, which other appenders may share. */
    public PipelineStats stats() {
        return pipeline.stats();
    }

    /**
     * Waits until everything logged before this call is accepted.
     *
     * @return false if time ran out, or if rows were lost since the calling thread's last flush that got an answer; a
     *     thread's first flush covers the last hour
     */
    public boolean flush(Duration timeout) {
        return !OwnThreads.isCurrent() && pipeline.flush().await(timeout);
    }

    /** Records what this appender ships and leaves out; returns whether the line is new in this pipeline. */
    boolean inForce(String line) {
        inForce = line;
        return pipeline.inForce().enter(line);
    }

    /** Whether the pipeline has ended. */
    public boolean isOver() {
        return pipeline.isClosed();
    }

    /** The setting {@code shutdownTimeout}. */
    public Duration shutdownTimeout() {
        return pipeline.settings().shutdownTimeout();
    }

    /**
     * Releases the pipeline; the last appender to do so stops it and waits up to {@code timeout}.
     *
     * @param timeout zero or less means the setting {@code shutdownTimeout}
     */
    public void close(Duration timeout) {
        if (released.compareAndSet(false, true)) {
            pipeline.inForce().leave(inForce);
            boolean asSet = timeout.isZero() || timeout.isNegative();
            pipelines.release(pipeline, listener, asSet ? pipeline.settings().shutdownTimeout() : timeout);
        } else {
            pipelines.awaitClosed(pipeline, timeout);
        }
    }

    /**
     * Releases the pipeline without waiting, for a reconfiguration: an equal appender that opens within seconds takes
     * it over; otherwise the pipeline delivers what it has and ends by itself.
     */
    public void handOver() {
        if (released.compareAndSet(false, true)) {
            pipeline.inForce().leave(inForce);
            pipelines.handOver(pipeline, listener);
        }
    }
}
