package io.github.azuremonitor.appender.emulator.kql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What stands between the parentheses of {@code datetime(…)}, {@code dynamic(…)} and the like, or between quotes. */
final class Literals {
    private static final JsonMapper DYNAMIC = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Literals() {}

    /** Where the parenthesis closes that opens at {@code open}; quotes hide others. */
    static int close(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\'') {
                int end = stringEnd(text, i, false);
                if (end < 0) {
                    break;
                }
                i = end - 1;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return i;
            }
        }
        throw KqlException.syntax(open, "The parenthesis is not closed");
    }

    /** The place after the closing quote, -1 if there is none; a string may not span lines. */
    static int stringEnd(String text, int open, boolean verbatim) {
        char quote = text.charAt(open);
        for (int i = open + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                return -1;
            }
            if (c == quote) {
                if (!verbatim || i + 1 == text.length() || text.charAt(i + 1) != quote) {
                    return i + 1;
                }
                i++;
            } else if (c == '\\' && !verbatim) {
                i++;
            }
        }
        return -1;
    }

    static String unescaped(String inner, int at) {
        if (inner.indexOf('\\') < 0) {
            return inner;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < inner.length(); i++) {
            char c = inner.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char escaped = inner.charAt(++i);
            switch (escaped) {
                case 'n' -> text.append('\n');
                case 't' -> text.append('\t');
                case 'r' -> text.append('\r');
                case '0' -> text.append('\0');
                case '\\', '"', '\'' -> text.append(escaped);
                case 'u' -> {
                    if (i + 4 >= inner.length()
                            || !inner.substring(i + 1, i + 5).matches("[0-9a-fA-F]{4}")) {
                        throw KqlException.syntax(at + i, "\\u takes four hexadecimal digits");
                    }
                    text.append((char) Integer.parseInt(inner.substring(i + 1, i + 5), 16));
                    i += 4;
                }
                default ->
                    throw KqlException.syntax(at + i - 1, "There is no escape \\" + escaped + "; a backslash is \\\\");
            }
        }
        return text.toString();
    }

    static @Nullable Object value(KqlType type, String inner, int at) {
        String text = inner.strip();
        if (text.equals("null")) {
            return null;
        }
        Object value = switch (type) {
            case DYNAMIC -> dynamic(text, at);
            case DATETIME -> TimeTexts.moment(unquoted(text));
            case TIMESPAN -> TimeTexts.span(unquoted(text));
            case BOOL -> bool(text);
            default -> number(type, text);
        };
        if (value == null) {
            throw KqlException.syntax(at, "'" + text + "' is no " + type.keyword());
        }
        return value instanceof JsonNode json ? Json.orNull(json) : value;
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2
                && (text.charAt(0) == '"' || text.charAt(0) == '\'')
                && text.charAt(text.length() - 1) == text.charAt(0);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private static @Nullable Object bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> null;
        };
    }

    private static @Nullable Object number(KqlType type, String text) {
        try {
            if (type == KqlType.REAL) {
                return switch (text) {
                    case "nan", "NaN" -> Double.NaN;
                    case "+inf" -> Double.POSITIVE_INFINITY;
                    case "-inf" -> Double.NEGATIVE_INFINITY;
                    default -> text.matches("-?[0-9.]+([eE][+-]?[0-9]+)?") ? (Object) Double.valueOf(text) : null;
                };
            }
            long value = text.startsWith("0x") ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text);
            return type == KqlType.INT ? (Object) Math.toIntExact(value) : (Object) value;
        } catch (ArithmeticException | NumberFormatException e) {
            return null;
        }
    }

    private static Object dynamic(String text, int at) {
        try {
            return DYNAMIC.readTree(text);
        } catch (JsonProcessingException e) {
            throw KqlException.syntax(at, "dynamic(…) takes JSON here, nothing else: " + e.getOriginalMessage());
        }
    }
}
