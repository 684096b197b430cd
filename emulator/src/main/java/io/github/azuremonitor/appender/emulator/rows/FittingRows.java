package io.github.azuremonitor.appender.emulator.rows;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.azuremonitor.appender.emulator.dcr.ColumnType;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rows of a body that fits its stream in every value, as nearly all bodies do, without making trees of them.
 * What does not fit is left to {@link ColumnRules}, which says what becomes of it. Used by one thread.
 */
final class FittingRows {
    private final ColumnRules rules;
    private final String levelColumn;
    private final Instant receivedAt;
    private final boolean strict;
    private final SeenNames names = new SeenNames();

    FittingRows(ColumnRules rules, Instant receivedAt, boolean strict) {
        this.rules = rules;
        this.levelColumn = rules.levelColumn();
        this.receivedAt = receivedAt;
        this.strict = strict;
    }

    /** The counts; null if anything does not fit. */
    @Nullable RowCounts count(RowCursor rows) throws UnreadableBodyException {
        RowCounts counts = new RowCounts();
        for (Boolean fits = rows.next(json -> fits(json, counts)); fits != null; ) {
            if (!fits) {
                return null;
            }
            counts.rows++;
            fits = rows.next(json -> fits(json, counts));
        }
        return rows.skipped() == 0 ? counts : null;
    }

    private boolean fits(JsonParser json, RowCounts counts) throws IOException {
        boolean hasTime = false;
        String level = "";
        names.reset(0);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            ColumnType type = rules.type(name);
            JsonToken token = json.nextToken();
            boolean time = name.equals(StoredTable.TIME) && token == JsonToken.VALUE_STRING;
            boolean readBelow = time && type == ColumnType.DATETIME;
            if (type == null || !names.add(name, 0) || (!readBelow && !fits(json, token, type))) {
                return false;
            }
            if (time) {
                if (!isKept(json.getText())) {
                    return false;
                }
                hasTime = true;
            } else if (name.equals(levelColumn) && token == JsonToken.VALUE_STRING) {
                level = json.getText();
            }
        }
        counts.level(level);
        return hasTime || rules.type(StoredTable.TIME) == null;
    }

    private boolean isKept(String time) {
        Instant at = Times.parse(time);
        return at != null && !ColumnRules.isReplaced(at, receivedAt) && (!strict || Times.hasSixDecimals(time));
    }

    private boolean fits(JsonParser json, JsonToken token, ColumnType type) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return true;
        }
        return switch (type) {
            case STRING -> token == JsonToken.VALUE_STRING && isShort(json);
            case INT -> token == JsonToken.VALUE_NUMBER_INT && json.getNumberType() == JsonParser.NumberType.INT;
            case LONG ->
                token == JsonToken.VALUE_NUMBER_INT && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
            case REAL -> token.isNumeric();
            case BOOLEAN -> token.isBoolean();
            case DATETIME -> token == JsonToken.VALUE_STRING && Times.parse(json.getText()) != null;
            case DYNAMIC -> token.isStructStart() ? isShortTree(json) : isShortScalar(json, token);
        };
    }

    private static boolean isShortScalar(JsonParser json, JsonToken token) throws IOException {
        return token != JsonToken.VALUE_STRING || isShort(json);
    }

    /** Surely short enough: a char takes at most three bytes of UTF-8. */
    private static boolean isShort(JsonParser json) throws IOException {
        return json.getTextLength() * 3L <= ColumnRules.MAX_VALUE_BYTES;
    }

    /** The same of an object or array, written as text: an escape takes six characters, a number is hardly ever longer. */
    private boolean isShortTree(JsonParser json) throws IOException {
        long bytes = shortTree(json, 0);
        return bytes >= 0 && bytes <= ColumnRules.MAX_VALUE_BYTES;
    }

    /** The bytes of the object or array that has just begun, added to those before; negative if a name occurs twice. */
    private long shortTree(JsonParser json, long before) throws IOException {
        int mark = names.mark();
        long bytes = before + 4;
        while (true) {
            JsonToken token = json.nextToken();
            if (token == null) {
                return -1;
            }
            if (token.isStructEnd()) {
                names.reset(mark);
                return bytes + 4;
            }
            if (token.isStructStart()) {
                bytes = shortTree(json, bytes);
                if (bytes < 0) {
                    return bytes;
                }
                continue;
            }
            if (token == JsonToken.FIELD_NAME && !names.add(json.currentName(), mark)) {
                return -1;
            }
            bytes += 4 + 6L * json.getTextLength();
        }
    }
}
