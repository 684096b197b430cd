package io.github.azuremonitor.appender.tools.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.OpenBatch;
import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.ColumnType;
import io.github.azuremonitor.appender.common.column.Source;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row that can be found again: the times, and a text in the message. */
final class Probe {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final String stream;
    private final List<Column> columns;
    private final Instant now;
    private final UUID id;

    Probe(String stream, List<Column> columns, Instant now, UUID id) {
        this.stream = stream;
        this.columns = columns;
        this.now = now;
        this.id = id;
    }

    /** Which the request is sent with, and the row has in it. */
    UUID id() {
        return id;
    }

    Batch batch() {
        ObjectNode row = JSON.createObjectNode();
        String marked = marked();
        for (Column column : columns) {
            if (column.type() == ColumnType.DATETIME) {
                row.put(column.name(), TIME.format(now));
            } else if (column.name().equals(marked)) {
                row.put(marked, text());
            }
        }
        byte[] bytes = row.toString().getBytes(StandardCharsets.UTF_8);
        try (var batch = new OpenBatch(stream, 1)) {
            batch.add(bytes, bytes.length, now.toEpochMilli(), 0);
            return batch.finish(1, id);
        }
    }

    /** The columns that have a value in the row. */
    List<String> filled() {
        String marked = marked();
        return columns.stream()
                .filter(column ->
                        column.type() == ColumnType.DATETIME || column.name().equals(marked))
                .map(Column::name)
                .toList();
    }

    /** Finds the row. */
    String kql(String table) {
        String marked = marked();
        return marked == null
                ? table + " | where ingestion_time() > ago(1h)"
                : table + " | where " + marked + " == '" + text() + "'";
    }

    private String text() {
        // Used between quotes in the query.
        return "probe " + id;
    }

    private @Nullable String marked() {
        String first = null;
        for (Column column : columns) {
            if (column.type() == ColumnType.STRING) {
                if (column.shows(Source.Kind.MESSAGE)) {
                    return column.name();
                }
                first = first == null ? column.name() : first;
            }
        }
        return first;
    }
}
