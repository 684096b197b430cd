package io.github.azuremonitor.appender.emulator.kql;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads times and lengths of time. */
final class TimeTexts {
    private static final Pattern DATE = Pattern.compile("(\\d{4})-(\\d{1,2})(?:-(\\d{1,2}))?");
    private static final Pattern AMERICAN_DATE = Pattern.compile("(\\d{1,2})([/-])(\\d{1,2})\\2(\\d{4})");
    /** As in RFC 822 and RFC 850, with or without the day of the week. */
    private static final Pattern MAIL_DATE =
            Pattern.compile("(?:[A-Za-z]{3,9}, *)?(\\d{1,2})([ -])([A-Za-z]{3})\\2(\\d{4}|\\d{2})(?: +(\\S.*))?");

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final Pattern TIME =
            Pattern.compile("(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9}))?)?\\s*(Z|GMT|UTC|[+-]\\d{2}:?\\d{2})?");
    private static final Pattern CLOCK =
            Pattern.compile("(-)?(?:(\\d+)\\.)?(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d{1,7}))?)?");
    private static final Pattern AMOUNT = Pattern.compile("(-?\\d+(?:\\.\\d+)?)\\s*([a-z]*)");

    private TimeTexts() {}

    /** The point in time of a text such as {@code 2026-01-02T03:04:05.678Z}; null if it is none. */
    static @Nullable Moment moment(String text) {
        Matcher mail = MAIL_DATE.matcher(text.strip());
        if (mail.matches()) {
            return at(mailDay(mail), mail.group(5));
        }
        String[] parts = text.strip().split("[ T]+", 2);
        return at(day(parts[0]), parts.length == 1 ? null : parts[1]);
    }

    private static @Nullable LocalDate mailDay(Matcher mail) {
        String year = mail.group(4);
        int number = Integer.parseInt(year);
        if (year.length() == 2 && number >= 30 && number < 69) {
            return null; // ambiguous: parsers disagree about the century
        }
        int month = MONTHS.indexOf(mail.group(3).toLowerCase(Locale.ROOT));
        try {
            return month < 0
                    ? null
                    : LocalDate.of(
                            year.length() == 4 ? number : number + (number < 69 ? 2000 : 1900),
                            month + 1,
                            Integer.parseInt(mail.group(1)));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Moment at(@Nullable LocalDate day, @Nullable String timeOfDay) {
        if (day == null || timeOfDay == null) {
            return day == null ? null : checked(day.atStartOfDay(), ZoneOffset.UTC);
        }
        Matcher time = TIME.matcher(timeOfDay);
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
            String zone = time.group(5);
            boolean utc = zone == null || zone.equals("GMT") || zone.equals("UTC");
            return checked(day.atTime(at), utc ? ZoneOffset.UTC : ZoneOffset.of(zone));
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
                            Integer.parseInt(american.group(4)),
                            Integer.parseInt(american.group(1)),
                            Integer.parseInt(american.group(3)))
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
