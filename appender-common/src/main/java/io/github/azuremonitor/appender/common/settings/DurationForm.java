package io.github.azuremonitor.appender.common.settings;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Durations: {@code 500ms}, {@code 2s}, {@code 5m}, {@code 1h}, {@code 7d}, {@code 2 seconds}, {@code PT2S}.
 *
 * @param least smallest value taken
 * @param most largest value taken
 * @param zeroIsOff whether {@code 0s} and {@code off} are taken too
 * @param range all that is taken, as a message says it
 */
record DurationForm(Duration least, Duration most, boolean zeroIsOff, String range) implements Form<Duration> {
    private static final Pattern BARE = Pattern.compile("\\d+([.,]\\d+)?");
    private static final Pattern WITH_UNIT = Pattern.compile("(-?)(\\d+)\\s*([A-Za-z]+)");
    private static final Pattern ISO = Pattern.compile("[+-]?P.+", Pattern.CASE_INSENSITIVE);

    static DurationForm between(String least, String most) {
        return new DurationForm(known(least), known(most), false, least + " to " + most);
    }

    static DurationForm offOrBetween(String least, String most) {
        return new DurationForm(known(least), known(most), true, least + " to " + most + ", or off");
    }

    @Override
    public Duration read(String text) throws Refused {
        if (zeroIsOff && text.equalsIgnoreCase("off")) {
            return Duration.ZERO;
        }
        if (BARE.matcher(text).matches()) {
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

    /** What the bare number may have meant, as far as it would be taken. */
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

    /** Null where the text has no form of a duration; what is too large for a long is as large as it gets. */
    private static @Nullable Duration parse(String text) {
        Matcher matcher = WITH_UNIT.matcher(text);
        if (!matcher.matches()) {
            return iso(text);
        }
        ChronoUnit unit = unit(matcher.group(3).toLowerCase(Locale.ROOT));
        if (unit == null) {
            return null;
        }
        Duration amount;
        try {
            amount = Duration.of(Long.parseLong(matcher.group(2)), unit);
        } catch (ArithmeticException | NumberFormatException tooLarge) {
            amount = ChronoUnit.FOREVER.getDuration();
        }
        return matcher.group(1).isEmpty() ? amount : amount.negated();
    }

    private static @Nullable Duration iso(String text) {
        if (!ISO.matcher(text).matches()) {
            return null;
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException broken) {
            return null;
        }
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
