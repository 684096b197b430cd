package io.github.azuremonitor.appender.emulator.kql;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code tolong} and its kin: null, or the empty string, where a value cannot be converted. */
final class Convert {
    private Convert() {}

    static @Nullable Object to(KqlType type, @Nullable Object value) {
        Object plain = value instanceof JsonNode node ? plain(node) : value;
        return switch (type) {
            case STRING -> Texts.of(value);
            case DYNAMIC -> value == null ? null : Json.of(value);
            case LONG -> toLong(plain);
            case INT -> toInt(plain);
            case REAL -> toReal(plain);
            case BOOL -> toBool(plain);
            case DATETIME -> toMoment(plain);
            case TIMESPAN -> toSpan(plain);
        };
    }

    /** The value of a JSON scalar; objects and arrays stay as they are. */
    static @Nullable Object plain(JsonNode node) {
        if (node.isTextual()) {
            return node.textValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isIntegralNumber()) {
            return node.canConvertToLong() ? (Object) node.longValue() : (Object) node.doubleValue();
        }
        return node.isNumber() ? (Object) node.doubleValue() : node.isNull() ? null : node;
    }

    private static @Nullable Long toLong(@Nullable Object value) {
        if (value instanceof Double real) {
            return real.isNaN() || Math.abs(real) > Long.MAX_VALUE ? null : (Long) real.longValue();
        }
        if (value instanceof Number number) {
            return number.longValue();
        }
        if (value instanceof Boolean bool) {
            return bool ? 1L : 0L;
        }
        if (value instanceof Moment moment) {
            return moment.ticks();
        }
        if (value instanceof Span span) {
            return span.ticks();
        }
        return value instanceof String text ? wholeNumber(text.strip()) : null;
    }

    private static @Nullable Long wholeNumber(String text) {
        try {
            boolean hex = text.startsWith("0x") || text.startsWith("0X");
            return hex ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Integer toInt(@Nullable Object value) {
        Long number = toLong(value);
        return number == null || number != number.intValue() ? null : (Integer) number.intValue();
    }

    private static @Nullable Double toReal(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof Boolean bool) {
            return bool ? 1.0 : 0.0;
        }
        if (value instanceof String text
                && text.strip().matches("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?")) {
            return Double.valueOf(text.strip());
        }
        return null;
    }

    private static @Nullable Boolean toBool(@Nullable Object value) {
        if (value instanceof Boolean bool) {
            return bool;
        }
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        if (value instanceof String text) {
            Long number = text.strip().matches("[-+]?\\d+") ? wholeNumber(text.strip()) : null;
            return switch (text.strip().toLowerCase(Locale.ROOT)) {
                case "true" -> true;
                case "false" -> false;
                default -> number == null ? null : (Boolean) (number != 0);
            };
        }
        return null;
    }

    private static @Nullable Moment toMoment(@Nullable Object value) {
        if (value instanceof Moment moment) {
            return moment;
        }
        if (value instanceof String text) {
            return TimeTexts.moment(text);
        }
        return null;
    }

    private static @Nullable Span toSpan(@Nullable Object value) {
        if (value instanceof Span span) {
            return span;
        }
        return value instanceof String text ? TimeTexts.span(text) : null;
    }
}
