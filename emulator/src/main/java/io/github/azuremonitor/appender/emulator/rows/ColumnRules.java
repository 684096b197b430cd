package io.github.azuremonitor.appender.emulator.rows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.azuremonitor.appender.emulator.dcr.ColumnType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a sent object into a row of the stream. Names are case-sensitive, an undeclared property is ignored, a missing
 * column is null, and so is a value of the wrong type (for Azure Monitor that last one is concluded from the Data
 * Explorer docs, "Ingestion of invalid data"; that it does not refuse the request is known). Immutable.
 */
final class ColumnRules {
    /** Longer values are cut (Azure Monitor docs, "Service limits"); bytes is the safe reading of "64 KB". */
    static final int MAX_VALUE_BYTES = 64 * 1024;

    /** Older times are replaced by the received time (Azure Monitor docs, "Log data ingestion time"). */
    private static final Duration OLDEST = Duration.ofDays(2);

    private static final Duration FARTHEST_AHEAD = Duration.ofDays(1);
    private static final String TIME_COLUMN = "TimeGenerated";
    private static final Set<String> LEVELS =
            Set.of("level", "severitytext", "severity", "severitylevel", "loglevel", "log_level");

    private final Map<String, ColumnType> columns;

    ColumnRules(Map<String, ColumnType> columns) {
        this.columns = columns;
    }

    /** The names of the columns. */
    Set<String> names() {
        return columns.keySet();
    }

    /** The column that tells how bad it is, empty if none has a name of that kind. */
    String levelColumn() {
        return columns.keySet().stream()
                .filter(name -> LEVELS.contains(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse("");
    }

    /** A column's type, null if the stream does not declare it. */
    @Nullable ColumnType type(String column) {
        return columns.get(column);
    }

    /** The row's columns; what {@code TimeGenerated} was is left in {@code sent}. */
    Map<String, JsonNode> apply(ObjectNode sent, Instant receivedAt, RowCounts counts) {
        Map<String, JsonNode> row = new LinkedHashMap<>(columns.size() * 2);
        int known = 0;
        for (Map.Entry<String, ColumnType> column : columns.entrySet()) {
            JsonNode value = sent.get(column.getKey());
            if (value == null) {
                value = NullNode.getInstance();
            } else {
                known++;
                value = fitted(column.getKey(), value, column.getValue(), counts);
            }
            row.put(column.getKey(), value);
        }
        if (sent.size() > known) {
            for (Map.Entry<String, JsonNode> property : sent.properties()) {
                if (!columns.containsKey(property.getKey())) {
                    counts.ignoredProperty(property.getKey(), property.getValue());
                }
            }
        }
        if (replacesTime(row, receivedAt)) {
            counts.replacedTime(TIME_COLUMN, sent.get(TIME_COLUMN));
            row.put(TIME_COLUMN, TextNode.valueOf(receivedAt.toString()));
        }
        return row;
    }

    /** What was sent as time if {@code row} does not hold it any more, else null. */
    static @Nullable JsonNode sentTime(ObjectNode sent, Map<String, JsonNode> row) {
        JsonNode stored = row.get(TIME_COLUMN);
        if (stored == null) {
            return null;
        }
        JsonNode was = sent.path(TIME_COLUMN);
        if (was.isMissingNode()) {
            return NullNode.getInstance();
        }
        return was.equals(stored) ? null : was;
    }

    private static boolean replacesTime(Map<String, JsonNode> row, Instant receivedAt) {
        JsonNode time = row.get(TIME_COLUMN);
        if (time == null) {
            return false; // the stream leaves it to the transformation
        }
        Instant at = time.isTextual() ? Times.parse(time.textValue()) : null;
        return at == null || isReplaced(at, receivedAt);
    }

    /** Whether the service puts the received time in place of this one. */
    static boolean isReplaced(Instant at, Instant receivedAt) {
        return at.isBefore(receivedAt.minus(OLDEST)) || at.isAfter(receivedAt.plus(FARTHEST_AHEAD));
    }

    private static JsonNode fitted(String column, JsonNode value, ColumnType type, RowCounts counts) {
        if (value.isNull()) {
            return value;
        }
        if (!fits(value, type)) {
            counts.wrongType(column, value);
            return NullNode.getInstance();
        }
        return switch (type) {
            case STRING -> cut(column, value, value.textValue(), counts);
            case DYNAMIC ->
                value.isContainerNode() || value.isTextual()
                        ? cut(column, value, value.isTextual() ? value.textValue() : value.toString(), counts)
                        : value;
            default -> value;
        };
    }

    private static boolean fits(JsonNode value, ColumnType type) {
        return switch (type) {
            case STRING -> value.isTextual();
            case INT -> value.isIntegralNumber() && value.canConvertToInt();
            case LONG -> value.isIntegralNumber() && value.canConvertToLong();
            case REAL -> value.isNumber();
            case BOOLEAN -> value.isBoolean();
            case DYNAMIC -> true;
            case DATETIME -> value.isTextual() && Times.parse(value.textValue()) != null;
        };
    }

    /** A string, or any value of a dynamic column, cut where the service cuts it. */
    static JsonNode cut(JsonNode value) {
        JsonNode shortened = value.isContainerNode() || value.isTextual()
                ? shortened(value.isTextual() ? value.textValue() : value.toString())
                : null;
        return shortened == null ? value : shortened;
    }

    private static JsonNode cut(String column, JsonNode value, String text, RowCounts counts) {
        JsonNode shortened = shortened(text);
        if (shortened == null) {
            return value;
        }
        counts.cutValue(column, value);
        return shortened;
    }

    /** What is left of a text; null if it is short enough. */
    private static @Nullable JsonNode shortened(String text) {
        if (text.length() * 3L <= MAX_VALUE_BYTES) {
            return null; // a char takes at most three bytes of UTF-8
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_VALUE_BYTES) {
            return null;
        }
        int end = MAX_VALUE_BYTES;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--; // not through a character
        }
        return TextNode.valueOf(new String(bytes, 0, end, StandardCharsets.UTF_8));
    }
}
