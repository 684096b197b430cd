package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.Source.Kind;
import io.github.azuremonitor.appender.common.event.EventSlot;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.event.SpanIds;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.time.OwnThreads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where one appender puts its events. Any thread; nothing here throws.
 *
 * <pre>{@code
 * if (inlet.isForeign()) {                     // not one of the library's own threads
 *     int table = inlet.table(severity, ...);
 *     if (table >= 0) {                        // not left out by a route
 *         int chars = ...;                     // formats the message: runs the application's code
 *         EventSlot slot = inlet.claim(chars, severity, table);
 *         if (slot != null) {
 *             try {
 *                 ...                          // plain assignments
 *                 slot.complete();
 *             } finally {
 *                 inlet.publish(slot);         // or the ring stands still
 *             }
 *         }
 *     }
 * }
 * }</pre>
 */
public final class Inlet {
    private final Pipelines pipelines;
    private final Pipeline pipeline;
    private final ForwardingReporter.Seat seat;
    private final Router router;
    private final boolean wantsCaller;
    private final boolean wantsTemplate;
    private final boolean wantsContextStack;
    private final boolean wantsSpan;
    private final List<String> patterns;
    private final AtomicBoolean released = new AtomicBoolean();
    private volatile String inForce = "";

    Inlet(Pipelines pipelines, Pipeline pipeline, ForwardingReporter.Seat seat, Router router, StreamColumns columns) {
        this.pipelines = pipelines;
        this.pipeline = pipeline;
        this.seat = seat;
        this.router = router;
        List<Column> read = columns.all();
        this.wantsCaller = isRead(read, Kind.CALLER_CLASS, Kind.CALLER_METHOD, Kind.CALLER_FILE, Kind.CALLER_LINE);
        this.wantsTemplate = isRead(read, Kind.MESSAGE_TEMPLATE);
        this.wantsContextStack = isRead(read, Kind.CONTEXT_STACK);
        this.wantsSpan = SpanIds.CAN_BE_KNOWN && isRead(read, Kind.TRACE_ID, Kind.SPAN_ID);
        this.patterns = columns.patterns();
    }

    private static boolean isRead(List<Column> columns, Kind... kinds) {
        return columns.stream().anyMatch(column -> Stream.of(kinds).anyMatch(column::reads));
    }

    /** Whether a column asks where the log call stands. Finding out walks the stack: not to be done for nothing. */
    public boolean wantsCaller() {
        return wantsCaller;
    }

    /** Whether a column asks for the message before its arguments are put in. */
    public boolean wantsTemplate() {
        return wantsTemplate;
    }

    /** Whether a column asks for the context stack. */
    public boolean wantsContextStack() {
        return wantsContextStack;
    }

    /** Whether a column asks for the span of the log call, and the class path has somebody who knows it. */
    public boolean wantsSpan() {
        return wantsSpan;
    }

    /** The patterns that columns ask for, in the order in which a slot takes their texts; mostly none. */
    public List<String> patterns() {
        return patterns;
    }

    /**
     * Whether the calling thread is the application's. What the library's own threads log is counted and must not go
     * further, or a failing token would feed itself.
     */
    public boolean isForeign() {
        return isForeign(OwnThreads.isCurrent());
    }

    /**
     * As {@link #isForeign()}, for frameworks that hand events over on a thread of theirs.
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
     * Which table the event goes to by the setting {@code routes}. To be asked before anything is formatted.
     *
     * @param logger name of the logger or null
     * @param event the framework's event, for {@code hasMarker} alone
     * @param hasMarker whether an event has a marker of that name, be it by another marker that stands for it
     * @return a number for {@link #claim}, or less than 0 if the event is left out, which is counted
     */
    public <E> int table(Severity severity, @Nullable String logger, E event, BiPredicate<E, String> hasMarker) {
        return router.table(severity, logger == null ? "" : logger, event, hasMarker);
    }

    /** As below, for the appender's own table. */
    public @Nullable EventSlot claim(int chars, Severity severity) {
        return claim(chars, severity, router.own());
    }

    /**
     * A slot to write into, or null if the event is dropped and counted. Waits only as {@code whenFull} says.
     *
     * @param chars characters of all texts of the event together
     * @param table what {@link #table} said
     */
    public @Nullable EventSlot claim(int chars, Severity severity, int table) {
        EventSlot slot = pipeline.ring().claim(chars, severity);
        if (slot != null) {
            slot.table(table);
        } else {
            pipeline.lookAfterThreads();
        }
        return slot;
    }

    /** Hands the slot on; belongs into a {@code finally}. */
    public void publish(EventSlot slot) {
        pipeline.ring().publish(slot);
    }

    /** Counts an event whose fields could not be read. */
    public void captureFailed() {
        pipeline.ledger().droppedAtDoor(DropReason.CAPTURE_FAILED);
    }

    /** Counts a part of an event that threw when it was read, and is missing in its row. */
    public void partUnreadable() {
        pipeline.ledger().unfitValue();
    }

    /** Counts an event that came from within the formatting of too many others, and is not shipped for that. */
    public void nestedTooDeep() {
        pipeline.ledger().droppedAtDoor(DropReason.NESTED);
    }

    /** What became of the events of the whole pipeline, which other appenders may share. */
    public PipelineStats stats() {
        return pipeline.stats();
    }

    /**
     * Waits until everything logged before this call is accepted.
     *
     * @return false if the time was over before, or if rows were lost since the calling thread's last flush that had an
     *     answer; a thread's first flush answers for the last hour
     */
    public boolean flush(Duration timeout) {
        return !OwnThreads.isCurrent() && pipeline.flush().await(timeout);
    }

    /** Keeps what this appender ships and leaves out; returns whether no appender of this pipeline said so before. */
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
     * Lets go of the pipeline; the last one to do so stops it and waits up to {@code timeout}.
     *
     * @param timeout zero or less takes the setting {@code shutdownTimeout}
     */
    public void close(Duration timeout) {
        if (released.compareAndSet(false, true)) {
            pipeline.inForce().leave(inForce);
            boolean asSet = timeout.isZero() || timeout.isNegative();
            pipelines.release(pipeline, seat, asSet ? pipeline.settings().shutdownTimeout() : timeout);
        } else {
            pipelines.awaitClosed(pipeline, timeout);
        }
    }

    /**
     * Lets go of the pipeline without waiting, for a reconfiguration: an equal appender that opens within seconds goes on
     * with it, else it delivers what it has and ends by itself.
     */
    public void handOver() {
        if (released.compareAndSet(false, true)) {
            pipeline.inForce().leave(inForce);
            pipelines.handOver(pipeline, seat);
        }
    }
}
