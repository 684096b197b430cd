package io.github.azuremonitor.appender.emulator.rows;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.azuremonitor.appender.emulator.kql.KqlColumn;
import io.github.azuremonitor.appender.emulator.kql.KqlType;
import io.github.azuremonitor.appender.emulator.kql.KqlValues;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads only the columns of a row that a query uses, and skips the others: the values are those of {@link ColumnRules},
 * made without a tree. Used by one thread.
 */
final class ValueReader {
    private final Map<String, Integer> places = new HashMap<>();
    private final KqlType[] types;
    private final @Nullable Object[] empty;

    ValueReader(List<KqlColumn> columns, Set<String> wanted) {
        types = columns.stream().map(KqlColumn::type).toArray(KqlType[]::new);
        empty = new Object[types.length + 1];
        for (int i = 0; i < types.length; i++) {
            empty[i] = types[i] == KqlType.STRING ? "" : null;
            if (wanted.contains(columns.get(i).name())) {
                places.put(columns.get(i).name(), i);
            }
        }
    }

    /** The row whose object has just begun, with a place at its end for the time of its arrival. */
    @Nullable Object[] read(JsonParser json) throws IOException {
        @Nullable Object[] row = Arrays.copyOf(empty, empty.length);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            Integer place = places.get(json.currentName());
            JsonToken value = json.nextToken();
            if (place == null) {
                json.skipChildren();
            } else {
                Object read = value(json, value, types[place]);
                row[place] = read == null ? empty[place] : read;
            }
        }
        return row;
    }

    private static @Nullable Object value(JsonParser json, JsonToken token, KqlType type) throws IOException {
        if (type == KqlType.DYNAMIC) {
            return slow(json, type);
        }
        if (type == KqlType.STRING && token == JsonToken.VALUE_STRING) {
            String text = json.getText();
            return text.length() * 3L <= ColumnRules.MAX_VALUE_BYTES ? text : slow(json, type);
        }
        if (type == KqlType.DATETIME && token == JsonToken.VALUE_STRING) {
            Instant at = Times.parse(json.getText());
            return at == null ? null : KqlValues.read(at);
        }
        if (type == KqlType.REAL && token.isNumeric()) {
            return json.getDoubleValue();
        }
        if (type == KqlType.BOOL && token.isBoolean()) {
            return token == JsonToken.VALUE_TRUE;
        }
        if (token == JsonToken.VALUE_NUMBER_INT && (type == KqlType.LONG || type == KqlType.INT)) {
            return whole(json, type);
        }
        json.skipChildren();
        return null;
    }

    private static @Nullable Object whole(JsonParser json, KqlType type) throws IOException {
        boolean narrow = json.getNumberType() == JsonParser.NumberType.INT;
        if (type == KqlType.INT) {
            return narrow ? (Object) json.getIntValue() : null;
        }
        return narrow || json.getNumberType() == JsonParser.NumberType.LONG ? (Object) json.getLongValue() : null;
    }

    private static @Nullable Object slow(JsonParser json, KqlType type) throws IOException {
        JsonNode node = json.readValueAsTree();

        return KqlValues.read(type, ColumnRules.cut(node));
    }
}
