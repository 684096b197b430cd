package io.github.azuremonitor.appender.emulator.kql;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a query knows besides its columns: tables, names of its own, the time, and its deadline. */
final class Context {
    private static final int MOST_CALLS = 10_000;

    /** What {@code let} has named. */
    record Named(
            @Nullable Typed value,
            @Nullable Relation rows,
            @Nullable LambdaCalls function) {

        static Named value(Typed value) {
            return new Named(value, null, null);
        }

        static Named rows(Relation rows) {
            return new Named(null, rows, null);
        }

        static Named function(LambdaCalls function) {
            return new Named(null, null, function);
        }
    }

    final Moment now;
    final Watch watch;
    final Dialect dialect;
    private final Map<String, KqlTable> tables = new LinkedHashMap<>();
    private final Map<String, KqlFunction> functions = new LinkedHashMap<>();
    private final Map<String, Named> names = new HashMap<>();
    private final int[] calls; // counted for the whole query
    private int depth;

    Context(Iterable<? extends KqlTable> tables, Moment now, Watch watch, Dialect dialect) {
        this(tables, now, watch, dialect, new int[1]);
    }

    private Context(Iterable<? extends KqlTable> tables, Moment now, Watch watch, Dialect dialect, int[] calls) {
        tables.forEach(table -> this.tables.put(table.name(), table));
        this.now = now;
        this.watch = watch;
        this.dialect = dialect;
        this.calls = calls;
    }

    /** Adds the workspace's functions. */
    Context with(Iterable<KqlFunction> more) {
        more.forEach(function -> functions.put(function.name(), function));
        return this;
    }

    /** The same workspace, time and end for the text of a function, without the query's names. */
    Context within() {
        Context inner = new Context(tables.values(), now, watch, dialect, calls).with(functions.values());
        inner.depth = depth + 1;
        return inner;
    }

    /** The same for the body of a function that the query declares: it sees the names declared before it. */
    Context inside() {
        Context inner = within();
        inner.names.putAll(names);
        return inner;
    }

    /** Counts a call of a function: functions that call each other twice would grow exponentially. */
    void countCall(int at) {
        if (++calls[0] > MOST_CALLS) {
            throw KqlException.semantic(at, "The functions make more than " + MOST_CALLS + " calls");
        }
    }

    /** How many functions deep this is. */
    int depth() {
        return depth;
    }

    Map<String, KqlFunction> functions() {
        return functions;
    }

    Map<String, KqlTable> tables() {
        return tables;
    }

    @Nullable Named named(String name) {
        return names.get(name);
    }

    void name(String name, Named what) {
        names.put(name, what);
    }
}
