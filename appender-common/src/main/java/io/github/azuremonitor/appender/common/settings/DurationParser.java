package io.github.azuremonitor.appender.common.settings;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Durations: {@code 500ms}, {@code 2s}, {@code 5m}, {@code 1h}, {@code 7d}, {@code 2 seconds}, {@code PT2S}.
 *
 * @param least smallest accepted value
 * @param most largest accepted value
 * @param zeroIsOff whether {@code 0s} and {@code off} are accepted too, and {@code false}, which YAML makes of an
 *     {@code off} without quotes
 * @param range the accepted range, for messages
 */
record DurationParser(Duration least, Duration most, boolean zeroIsOff, String range) implements ValueParser<Duration> {
    static DurationParser between(String least, String most) {
        return new DurationParser(known(least), known(most), false, least + " to " + most);
    }

    static DurationParser offOrBetween(String least, String most) {
        return new DurationParser(known(least), known(most), true, least + " to " + most + ", or off");
    }

    @Override
    public Duration read(String text) throws Refused {
        if (zeroIsOff && (text.equalsIgnoreCase("off") || text.equalsIgnoreCase("false"))) {
            return Duration.ZERO;
        }
        if (isBareNumber(text)) {
            throw new Refused("a bare number has no unit; write " + proposals(text));
        }
        Duration value = parse(text);
        if (value == null) {
            throw new Refused("is not a duration; write a whole number with ms, s, m, h or d, " + range);
        }
        if (!(zeroIsOff && value.isZero()) && !inRange(value)) {
            throw new Refused("is out of range; write " + range);
        }
        return value;
    }

    private boolean inRange(Duration value) {
        return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
    }

    /** What a bare number may have meant, if that would be accepted. */
    private String proposals(String number) {
        String seconds = number + "s";
        String millis = number + "ms";
        Duration asSeconds = parse(seconds);
        Duration asMillis = parse(millis);
        boolean secondsFit = asSeconds != null && inRange(asSeconds);
        boolean millisFit = asMillis != null && inRange(asMillis);
        if (secondsFit) {
            return seconds + " or " + (millisFit ? millis : "500ms");
        }
        return millisFit ? millis : range;
    }

    /** Null if the text is not a duration; values too large for a long are saturated. */
    private static @Nullable Duration parse(String text) {
        int start = text.startsWith("-") ? 1 : 0;
        int end = digitsFrom(text, start);
        if (end == start) {
            return iso(text);
        }
        ChronoUnit unit = unit(text.substring(end).stripLeading().toLowerCase(Locale.ROOT));
        if (unit == null) {
            return null;
        }
        Duration amount;
        try {
            amount = Duration.of(Long.parseLong(text.substring(start, end)), unit);
        } catch (ArithmeticException | NumberFormatException tooLarge) {
            amount = ChronoUnit.FOREVER.getDuration();
        }
        return start == 0 ? amount : amount.negated();
    }

    private static @Nullable Duration iso(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException broken) {
            return null;
        }
    }

    /** Digits, and perhaps more of them behind a dot or a comma. */
    private static boolean isBareNumber(String text) {
        int end = digitsFrom(text, 0);
        boolean fraction = end > 0 && end < text.length() && (text.charAt(end) == '.' || text.charAt(end) == ',');
        int last = fraction ? digitsFrom(text, end + 1) : end;
        return end > 0 && last == text.length() && (!fraction || last > end + 1);
    }

    /** Where the digits end that begin there; without expressions, whose classes a start would wait for. */
    private static int digitsFrom(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static @Nullable ChronoUnit unit(String word) {
        return switch (word) {
            case "ms", "milli", "millis", "millisecond", "milliseconds" -> ChronoUnit.MILLIS;
            case "s", "sec", "secs", "second", "seconds" -> ChronoUnit.SECONDS;
            case "m", "min", "mins", "minute", "minutes" -> ChronoUnit.MINUTES;
            case "h", "hour", "hours" -> ChronoUnit.HOURS;
            case "d", "day", "days" -> ChronoUnit.DAYS;
            default -> null;
        };
    }

    private static Duration known(String text) {
        Duration value = parse(text);
        if (value == null) {
            throw new IllegalArgumentException(text);
        }
        return value;
    }
}
