package io.github.azuremonitor.appender.emulator.query;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAmount;
import org.jspecify.annotations.Nullable;

/**
 * The interval of a request: ISO 8601, as a duration before now, or as two of start, duration and end.
 *
 * @param from null for no start
 * @param to null for no end
 */
record Timespan(@Nullable Instant from, @Nullable Instant to) {
    /** Throws {@link IllegalArgumentException} if it cannot be understood. */
    static Timespan parse(@Nullable String text, Instant now) {
        if (text == null || text.isBlank()) {
            return new Timespan(null, null);
        }
        String[] parts = text.strip().split("/", -1);
        try {
            if (parts.length == 1) {
                return new Timespan(moved(now, parts[0], -1), now);
            }
            if (parts.length == 2 && parts[0].startsWith("P")) {
                Instant end = instant(parts[1]);
                return new Timespan(moved(end, parts[0], -1), end);
            }
            if (parts.length == 2) {
                Instant start = instant(parts[0]);
                return new Timespan(start, parts[1].startsWith("P") ? moved(start, parts[1], 1) : instant(parts[1]));
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw wrong(text, e);
        }
        throw wrong(text, null);
    }

    private static IllegalArgumentException wrong(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "timespan '" + text + "' is no ISO 8601 interval, such as PT1H or 2026-01-01T00:00:00Z/P1D", cause);
    }

    private static Instant moved(Instant from, String duration, int sign) {
        int time = duration.indexOf('T');
        Period days = time == 1 ? Period.ZERO : Period.parse(time < 0 ? duration : duration.substring(0, time));
        TemporalAmount hours = time < 0 ? Duration.ZERO : Duration.parse("P" + duration.substring(time));
        OffsetDateTime at = from.atOffset(ZoneOffset.UTC);
        return (sign < 0 ? at.minus(days).minus(hours) : at.plus(days).plus(hours)).toInstant();
    }

    private static Instant instant(String text) {
        return text.length() == "2026-01-01".length()
                ? OffsetDateTime.parse(text + "T00:00:00Z").toInstant()
                : OffsetDateTime.parse(text).toInstant();
    }

    boolean isOpen() {
        return from == null && to == null;
    }

    boolean has(Instant at) {
        return (from == null || !at.isBefore(from)) && (to == null || !at.isAfter(to));
    }
}
