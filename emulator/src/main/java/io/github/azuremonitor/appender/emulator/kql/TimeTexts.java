package io.github.azuremonitor.appender.emulator.kql;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads times and lengths of time. */
final class TimeTexts {
    private static final Pattern DATE = Pattern.compile("(\\d{4})-(\\d{1,2})(?:-(\\d{1,2}))?");
    private static final Pattern AMERICAN_DATE = Pattern.compile("(\\d{1,2})/(\\d{1,2})/(\\d{4})");
    private static final Pattern TIME =
            Pattern.compile("(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9}))?)?\\s*(Z|[+-]\\d{2}:?\\d{2})?");
    private static final Pattern CLOCK =
            Pattern.compile("(-)?(?:(\\d+)\\.)?(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d{1,7}))?)?");
    private static final Pattern AMOUNT = Pattern.compile("(-?\\d+(?:\\.\\d+)?)\\s*([a-z]*)");

    private TimeTexts() {}

    /** The point in time of a text such as {@code 2026-01-02T03:04:05.678Z}; null if it is none. */
    static @Nullable Moment moment(String text) {
        String[] parts = text.strip().split("[ T]+", 2);
        LocalDate day = day(parts[0]);
        if (day == null || parts.length == 1) {
            return day == null ? null : checked(day.atStartOfDay(), ZoneOffset.UTC);
        }
        Matcher time = TIME.matcher(parts[1]);
        if (!time.matches()) {
            return null;
        }
        try {
            String fraction = time.group(4) == null ? "" : time.group(4);
            LocalTime at = LocalTime.of(
                    Integer.parseInt(time.group(1)),
                    Integer.parseInt(time.group(2)),
                    time.group(3) == null ? 0 : Integer.parseInt(time.group(3)),
                    Integer.parseInt((fraction + "000000000").substring(0, 9)));
            ZoneOffset offset = time.group(5) == null ? ZoneOffset.UTC : ZoneOffset.of(time.group(5));
            return checked(day.atTime(at), offset);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Moment checked(LocalDateTime local, ZoneOffset offset) {
        return Moment.checked(Moment.of(local.toInstant(offset)).ticks());
    }

    private static @Nullable LocalDate day(String text) {
        Matcher date = DATE.matcher(text);
        Matcher american = AMERICAN_DATE.matcher(text);
        try {
            if (date.matches()) {
                return LocalDate.of(
                        Integer.parseInt(date.group(1)),
                        Integer.parseInt(date.group(2)),
                        date.group(3) == null ? 1 : Integer.parseInt(date.group(3)));
            }
            return american.matches()
                    ? LocalDate.of(
                            Integer.parseInt(american.group(3)),
                            Integer.parseInt(american.group(1)),
                            Integer.parseInt(american.group(2)))
                    : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The length of time of a text such as {@code 1.02:03:04}, {@code 2h} or {@code 3}, in days; null if it is none. */
    static @Nullable Span span(String text) {
        Matcher clock = CLOCK.matcher(text.strip());
        if (clock.matches()) {
            long hours = Long.parseLong(clock.group(3));
            long minutes = Long.parseLong(clock.group(4));
            long seconds = clock.group(5) == null ? 0 : Long.parseLong(clock.group(5));
            if (hours > 23 || minutes > 59 || seconds > 59) {
                return null;
            }
            String days = clock.group(2) == null ? "0" : clock.group(2);
            if (days.length() > 7) {
                return null;
            }
            String fraction = clock.group(6) == null ? "" : clock.group(6);
            long ticks = Long.parseLong(days) * Span.DAY
                    + hours * Span.HOUR
                    + minutes * Span.MINUTE
                    + seconds * Span.SECOND
                    + Long.parseLong((fraction + "0000000").substring(0, 7));
            return new Span(clock.group(1) == null ? ticks : -ticks);
        }
        Matcher amount = AMOUNT.matcher(text.strip().toLowerCase(Locale.ROOT));
        return amount.matches() ? span(amount.group(1), amount.group(2).isEmpty() ? "d" : amount.group(2)) : null;
    }

    /** So many of a unit; null if there is no such unit. */
    static @Nullable Span span(String amount, String unit) {
        double ticks = switch (unit) {
            case "d", "day", "days" -> Span.DAY;
            case "h", "hr", "hrs", "hour", "hours" -> Span.HOUR;
            case "m", "min", "minute", "minutes" -> Span.MINUTE;
            case "s", "sec", "second", "seconds" -> Span.SECOND;
            case "ms", "milli", "millis", "millisecond", "milliseconds" -> 10_000;
            case "microsecond", "microseconds" -> 10;
            case "tick", "ticks" -> 1;
            default -> 0;
        };
        return ticks == 0 ? null : new Span(Math.round(Double.parseDouble(amount) * ticks));
    }
}
