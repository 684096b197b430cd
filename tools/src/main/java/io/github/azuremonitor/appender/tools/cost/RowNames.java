package io.github.azuremonitor.appender.tools.cost;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.Source;
import java.util.List;

/**
 * What the columns of rows are called; empty for one that is not there.
 *
 * @param template of the message
 */
record RowNames(String time, String level, String logger, String message, String template, String stackTrace) {
    /** Of a configuration, whose columns have been read without a fault. */
    static RowNames of(List<Column> columns) {
        return new RowNames(
                name(columns, Source.Kind.TIMESTAMP),
                name(columns, Source.Kind.LEVEL),
                name(columns, Source.Kind.LOGGER),
                name(columns, Source.Kind.MESSAGE),
                name(columns, Source.Kind.MESSAGE_TEMPLATE),
                name(columns, Source.Kind.STACK_TRACE));
    }

    private static String name(List<Column> columns, Source.Kind kind) {
        return columns.stream()
                .filter(column -> column.shows(kind))
                .map(Column::name)
                .findFirst()
                .orElse("");
    }
}
