package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.column.ColumnType;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Fits a value to its column's type. What does not fit becomes null: the row is kept, the column stays empty. */
final class TypedValue {
    private TypedValue() {}

    static @Nullable Object of(ColumnType type, Object value) {
        return switch (type) {
            case STRING -> value.toString();
            case DYNAMIC -> value;
            case INT -> {
                Long whole = whole(value);
                yield whole != null && whole == whole.intValue() ? whole : null;
            }
            case LONG -> whole(value);
            case REAL -> real(value);
            case BOOLEAN -> bool(value);
            case DATETIME -> datetime(value);
        };
    }

    private static @Nullable Long whole(Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        try {
            return Long.valueOf(value.toString().strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Double real(Object value) {
        try {
            double number = Double.parseDouble(value.toString());
            return Double.isFinite(number) ? number : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Boolean bool(Object value) {
        String text = value.toString();
        if (text.equalsIgnoreCase("true")) {
            return true;
        }
        return text.equalsIgnoreCase("false") ? false : null;
    }

    private static @Nullable String datetime(Object value) {
        String text = value.toString();
        try {
            Instant instant = text.endsWith("Z")
                    ? Instant.parse(text)
                    : OffsetDateTime.parse(text).toInstant();
            return new String(
                    new TimestampText().of(instant.getEpochSecond(), instant.getNano()),
                    java.nio.charset.StandardCharsets.US_ASCII);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
