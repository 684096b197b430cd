package io.github.azuremonitor.appender.tools.template;

import io.github.azuremonitor.appender.common.column.AzureTable;
import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table with the names that a configuration gives its columns, for queries.
 *
 * @param name as queries call it
 * @param stream by which rows come into it
 * @param heartbeats where its applications say that they live, or null if they do not
 */
record TableColumns(
        String name,
        String stream,
        List<Column> columns,
        @Nullable Heartbeats heartbeats) {
    /**
     * Rows at regular intervals.
     *
     * @param table in which they are
     * @param period between two of them
     */
    record Heartbeats(String table, Duration period) {}

    /** The senders' own streams, but for Azure's tables. */
    static List<TableColumns> of(List<Sender> senders) {
        var tables = new ArrayList<TableColumns>();
        for (Sender sender : senders) {
            String stream = sender.configured();
            String table = table(stream);
            boolean known = tables.stream().anyMatch(other -> other.name().equals(table));
            if (AzureTable.ofStream(stream) == null && !known) {
                tables.add(
                        new TableColumns(table, Stream.declared(stream), sender.columns(), heartbeats(sender, table)));
            }
        }
        return tables;
    }

    private static String table(String stream) {
        return new Stream(Stream.declared(stream), Map.of()).table();
    }

    private static @Nullable Heartbeats heartbeats(Sender sender, String own) {
        String stream = sender.heartbeatStream();
        return sender.heartbeat().isZero()
                ? null
                : new Heartbeats(stream.isEmpty() ? own : table(stream), sender.heartbeat());
    }

    boolean has(Source.Kind... kinds) {
        return Arrays.stream(kinds).allMatch(kind -> columns.stream().anyMatch(column -> column.shows(kind)));
    }

    /** The column that shows that; it is there. */
    String column(Source.Kind kind) {
        return columns.stream()
                .filter(column -> column.shows(kind))
                .map(Column::name)
                .findFirst()
                .orElseThrow();
    }

    /** Those of the kinds that are there, with commas. */
    String by(Source.Kind... kinds) {
        return Arrays.stream(kinds).filter(this::has).map(this::column).collect(Collectors.joining(", "));
    }

    /** Errors as a condition. */
    String isError() {
        return column(Source.Kind.LEVEL) + " in (\"ERROR\", \"FATAL\")";
    }

    /** {@code by …}, or nothing. */
    String grouped(Source.Kind... kinds) {
        String names = by(kinds);
        return names.isEmpty() ? "" : " by " + names;
    }
}
