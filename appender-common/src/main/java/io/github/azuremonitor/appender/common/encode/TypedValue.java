package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.column.ColumnType;
import io.github.azuremonitor.appender.common.event.Structure;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** Fits a value to its column's type. What does not fit becomes null: the row is kept, the column stays empty. */
final class TypedValue {
    /** What a datetime of Azure holds begins here and ends with year 9999. */
    private static final Instant YEAR_1 = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant YEAR_10000 = Instant.parse("+10000-01-01T00:00:00Z");

    /** Characters of the longest text that is read as a whole number: reading takes the square of the digits' number. */
    private static final int LONGEST_WHOLE = 100;

    private TypedValue() {}

    static @Nullable Object of(ColumnType type, Object value) {
        return switch (type) {
            case STRING -> value instanceof Structure structure ? JsonRow.text(structure) : value.toString();
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
        String text = value.toString().strip();
        if (text.length() > LONGEST_WHOLE) {
            return null;
        }
        try {
            return text.indexOf('.') < 0 ? Long.valueOf(text) : new BigDecimal(text).longValueExact();
        } catch (NumberFormatException e) {
            return null;
        } catch (ArithmeticException e) {
            // Beyond a long, or with decimals that are not zero.
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
        try {
            Instant instant = instant(value);
            if (instant.isBefore(YEAR_1) || !instant.isBefore(YEAR_10000)) {
                return null;
            }
            return TimestampText.of(instant.getEpochSecond(), instant.getNano());
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    /** What knows no offset is meant in the zone of the JVM, as that of {@code java.sql} is. */
    private static Instant instant(Object value) {
        if (value instanceof Instant instant) {
            return instant;
        }
        if (value instanceof ZonedDateTime zoned) {
            return zoned.toInstant();
        }
        if (value instanceof LocalDateTime local) {
            return local.atZone(ZoneId.systemDefault()).toInstant();
        }
        if (value instanceof LocalDate day) {
            return day.atStartOfDay(ZoneId.systemDefault()).toInstant();
        }
        String text = value.toString();
        return text.endsWith("Z")
                ? Instant.parse(text)
                : OffsetDateTime.parse(text).toInstant();
    }
}
