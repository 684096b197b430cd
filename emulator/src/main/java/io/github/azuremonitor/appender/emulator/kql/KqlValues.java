package io.github.azuremonitor.appender.emulator.kql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values on their way in and out. */
public final class KqlValues {
    private KqlValues() {}

    /** The value of a column that a row has as JSON; null if it does not fit, the empty text for a string. */
    public static @Nullable Object read(KqlType type, @Nullable JsonNode value) {
        JsonNode node = Json.orNull(value);
        return node == null || type != KqlType.DYNAMIC ? Convert.to(type, node) : node;
    }

    /** A point in time. */
    public static Object read(Instant instant) {
        return Moment.of(instant);
    }

    /** The point in time that a value is, null if it is none. */
    public static @Nullable Instant instant(@Nullable Object value) {
        return value instanceof Moment moment ? moment.instant() : null;
    }

    /** A value as one of another type; null if it cannot be, the empty text for a string. */
    public static @Nullable Object cast(KqlType type, @Nullable Object value) {
        return Convert.to(type, value);
    }

    /** A row as answers of the query API have it: times as ISO-8601, what is dynamic as a text of JSON. */
    static ArrayNode answer(List<KqlColumn> columns, @Nullable Object[] row) {
        ArrayNode values = Json.NODES.arrayNode(row.length);
        for (int i = 0; i < row.length; i++) {
            Object value = row[i];
            if (value instanceof Moment moment) {
                values.add(moment.trimmed());
            } else if (value instanceof JsonNode node) {
                values.add(node.isTextual() ? node.textValue() : node.toString());
            } else if (value == null && columns.get(i).type() == KqlType.STRING) {
                values.add("");
            } else {
                values.add(Json.of(value));
            }
        }
        return values;
    }

    /** A value as JSON has it. */
    static JsonNode stored(@Nullable Object value) {
        return value instanceof Moment moment ? Json.NODES.textNode(moment.trimmed()) : Json.of(value);
    }
}
