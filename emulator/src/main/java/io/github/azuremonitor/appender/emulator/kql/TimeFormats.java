package io.github.azuremonitor.appender.emulator.kql;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** {@code format_datetime}: a format is read once, then applied to each row. */
final class TimeFormats {
    private static final String DELIMITERS = " /-:,._[]";

    private TimeFormats() {}

    static Typed bind(Arguments call) {
        Eval of = call.count(2, 2).of(0, KqlType.DATETIME);
        String format = call.literalText(1);
        if (format.isEmpty()) {
            throw KqlException.semantic(call.at(1), "The format is empty");
        }
        for (int i = 0; i < format.length(); i += length(format, i)) {
            if (DELIMITERS.indexOf(format.charAt(i)) < 0 && part(format, i, new Moment(0)) == null) {
                throw KqlException.semantic(
                        call.at(1), "'" + format.substring(i, i + length(format, i)) + "' is no part of a format");
            }
        }
        return call.givesAsFirst(KqlType.STRING, row -> of.of(row) instanceof Moment at ? text(format, at) : "");
    }

    private static String text(String format, Moment at) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < format.length(); i += length(format, i)) {
            String part = part(format, i, at);
            text.append(part == null ? String.valueOf(format.charAt(i)) : part);
        }
        return text.toString();
    }

    /** How many letters of a kind stand together; delimiters stand alone. */
    private static int length(String format, int at) {
        int end = at + 1;
        while (DELIMITERS.indexOf(format.charAt(at)) < 0
                && end < format.length()
                && format.charAt(end) == format.charAt(at)) {
            end++;
        }
        return end - at;
    }

    /** What a specifier gives; null if it is none. */
    private static @Nullable String part(String format, int from, Moment moment) {
        LocalDateTime at = moment.utc();
        int length = length(format, from);
        String specifier = format.substring(from, from + length);
        int twelve = at.getHour() % 12 == 0 ? 12 : at.getHour() % 12;
        return switch (specifier) {
            case "d", "dd" -> padded(at.getDayOfMonth(), length);
            case "h", "hh" -> padded(twelve, length);
            case "H", "HH" -> padded(at.getHour(), length);
            case "m", "mm" -> padded(at.getMinute(), length);
            case "M", "MM" -> padded(at.getMonthValue(), length);
            case "s", "ss" -> padded(at.getSecond(), length);
            case "y", "yy" -> padded(at.getYear() % 100, length);
            case "yyyy" -> padded(at.getYear(), length);
            case "tt" -> at.getHour() < 12 ? "AM" : "PM";
            default -> fraction(specifier, moment);
        };
    }

    private static @Nullable String fraction(String specifier, Moment moment) {
        if (specifier.length() > 7 || !specifier.matches("f+|F+")) {
            return null;
        }
        String digits = "%07d"
                .formatted(Math.floorMod(moment.ticks(), Moment.TICKS_PER_SECOND))
                .substring(0, specifier.length());
        return specifier.startsWith("F") ? digits.replaceAll("0+$", "") : digits;
    }

    private static String padded(int number, int length) {
        return ("%0" + Math.max(1, length) + "d").formatted(number);
    }
}
