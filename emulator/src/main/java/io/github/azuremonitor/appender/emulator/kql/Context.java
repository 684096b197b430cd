package io.github.azuremonitor.appender.emulator.kql;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a query knows besides its columns: tables, names of its own, the time, and when it has to end. */
final class Context {
    /** What {@code let} gave a name to. */
    record Named(@Nullable Typed value, @Nullable Relation rows) {}

    final Moment now;
    final Watch watch;
    final Dialect dialect;
    private final Map<String, KqlTable> tables = new LinkedHashMap<>();
    private final Map<String, Named> names = new HashMap<>();

    Context(Iterable<? extends KqlTable> tables, Moment now, Watch watch, Dialect dialect) {
        tables.forEach(table -> this.tables.put(table.name(), table));
        this.now = now;
        this.watch = watch;
        this.dialect = dialect;
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
