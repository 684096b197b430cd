package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.Source.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The writers of a table's columns, in three lists by who runs them. Any thread; nobody writes to the arrays.
 */
final class CompiledColumns {
    /** What may run the throwable's own code and makes long texts. */
    private static final Set<Kind> OF_THROWABLE = EnumSet.of(
            Kind.EXCEPTION_TYPE,
            Kind.EXCEPTION_MESSAGE,
            Kind.STACK_TRACE,
            Kind.ROOT_CAUSE_TYPE,
            Kind.ROOT_CAUSE_MESSAGE);

    /** What has nothing to do with the event: a number in the order of rows, and chance that locks. */
    private static final Set<Kind> OF_ROW = EnumSet.of(Kind.SEQUENCE, Kind.EVENT_ID);

    /** What a column's writer reads of an event, and so what has to come to whoever runs it; a later one is more. */
    enum Need {
        /** Nothing. */
        NOTHING,
        /** The throwable, or the stack trace that came as text. */
        THROWABLE,
        /** Anything. */
        EVENT;

        Need and(Need other) {
            return compareTo(other) > 0 ? this : other;
        }
    }

    private final NamedWriter[] all;
    private final NamedWriter[] callers;
    private final FixedMembers fixed;
    private final NamedWriter[] flushers;
    private final Need need;

    CompiledColumns(
            List<NamedWriter> all,
            List<NamedWriter> callers,
            FixedMembers fixed,
            List<NamedWriter> flushers,
            Need need) {
        this.all = all.toArray(NamedWriter[]::new);
        this.callers = callers.toArray(NamedWriter[]::new);
        this.fixed = fixed;
        this.flushers = flushers.toArray(NamedWriter[]::new);
        this.need = need;
    }

    /** In the order of the columns. */
    NamedWriter[] all() {
        return all;
    }

    /** Run by the thread that logs, which has what they read in its cache. */
    NamedWriter[] callers() {
        return callers;
    }

    /** Members that are the same in every row. */
    FixedMembers fixed() {
        return fixed;
    }

    /** What is expensive and can wait. */
    NamedWriter[] flushers() {
        return flushers;
    }

    /** What the flusher's read of an event. */
    Need need() {
        return need;
    }

    /** Whether the column can wait for the flusher: an expression may take long, and so may a stack trace. */
    static boolean isForFlusher(Column column) {
        return !column.finish().redactions().isEmpty()
                || column.content().sources().stream()
                        .anyMatch(source -> OF_THROWABLE.contains(source.kind()) || OF_ROW.contains(source.kind()));
    }

    static Need need(Column column) {
        return column.content().sources().stream()
                .map(source -> need(source.kind(), ValueSources.isFixed(source)))
                .reduce(Need.NOTHING, Need::and);
    }

    private static Need need(Kind kind, boolean isFixed) {
        if (isFixed || OF_ROW.contains(kind)) {
            return Need.NOTHING;
        }
        return OF_THROWABLE.contains(kind) ? Need.THROWABLE : Need.EVENT;
    }
}
