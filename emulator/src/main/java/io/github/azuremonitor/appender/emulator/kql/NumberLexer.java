package io.github.azuremonitor.appender.emulator.kql;

import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Literals that begin with a digit: numbers and lengths of time. */
final class NumberLexer {
    private static final Pattern NUMBER =
            Pattern.compile("0[xX]([0-9a-fA-F]+)|([0-9]+(?:\\.[0-9]+)?)([eE][+-]?[0-9]+)?([A-Za-z_0-9]*)");

    private NumberLexer() {}

    static Token number(String text, int at, IntConsumer moveTo) {
        Matcher number = NUMBER.matcher(text).region(at, text.length());
        if (!number.lookingAt()) {
            throw KqlException.syntax(at, "A number is expected here");
        }
        int end = number.end();
        moveTo.accept(end);
        String all = number.group();
        String unit = number.group(4) == null ? "" : number.group(4).toLowerCase(Locale.ROOT);
        if (number.group(1) == null && number.group(3) == null && !unit.isEmpty()) {
            Span span = TimeTexts.span(number.group(2), unit);
            if (span == null || !unit.equals(number.group(4))) {
                throw KqlException.syntax(
                        at, "'" + all + "' is neither a number, nor a timespan such as 1d, 2h, 3m, 4s");
            }
            return literal(at, end, all, KqlType.TIMESPAN, span);
        }
        if (!unit.isEmpty()) {
            throw KqlException.syntax(at, "'" + all + "' is no number");
        }
        try {
            if (number.group(1) != null) {
                return literal(at, end, all, KqlType.LONG, Long.parseUnsignedLong(number.group(1), 16));
            }
            return number.group(3) == null && all.indexOf('.') < 0
                    ? literal(at, end, all, KqlType.LONG, Long.parseLong(all))
                    : literal(at, end, all, KqlType.REAL, Double.parseDouble(all));
        } catch (NumberFormatException e) {
            throw KqlException.syntax(at, "'" + all + "' does not fit into 64 bits");
        }
    }

    private static Token literal(int at, int end, String text, KqlType type, Object value) {
        return new Token(Token.Kind.LITERAL, at, end, text, type, value);
    }
}
