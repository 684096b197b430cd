package io.github.azuremonitor.appender.emulator.kql;

import java.util.List;
import java.util.function.Supplier;

/**
 * A call of an aggregate function.
 *
 * @param columns what it gives; a name is what the column is called if the query does not say
 * @param fresh begins a group
 */
record Aggregate(List<KqlColumn> columns, Supplier<Accumulator> fresh) {
    static Aggregate of(String name, KqlType type, Supplier<Accumulator> fresh) {
        return new Aggregate(List.of(new KqlColumn(name, type)), fresh);
    }
}
