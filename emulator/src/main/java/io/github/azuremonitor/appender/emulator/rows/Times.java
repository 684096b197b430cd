package io.github.azuremonitor.appender.emulator.rows;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Reads times as ISO-8601. */
final class Times {
    private static final int SIX_DECIMALS_LENGTH = "2026-01-02T03:04:05.123456Z".length();

    private Times() {}

    /** The point in time, null if the text is not one; without an offset it is UTC. */
    static @Nullable Instant parse(String text) {
        Instant usual = usual(text);
        if (usual != null) {
            return usual;
        }
        try {
            return text.endsWith("Z")
                    ? Instant.parse(text)
                    : DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from)
                                    instanceof OffsetDateTime at
                            ? at.toInstant()
                            : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** The form in which nearly all times come, {@code 2026-01-02T03:04:05.123456Z}, read by hand; null for any other. */
    private static @Nullable Instant usual(String text) {
        int end = text.length() - 1;
        boolean fits = end >= 19
                && end <= 29
                && text.charAt(end) == 'Z'
                && text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':'
                && (end == 19 || (text.charAt(19) == '.' && end > 20));
        if (!fits) {
            return null;
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        int second = digits(text, 17, 19);
        int nanos = end == 19 ? 0 : digits(text, 20, end);
        boolean there = year > 0 && month > 0 && month < 13 && day > 0 && hour >= 0 && minute >= 0 && second >= 0;
        if (!there || hour > 23 || minute > 59 || second > 59 || nanos < 0) {
            return null;
        }
        if (day > 28 && day > Month.of(month).length(Year.isLeap(year))) {
            return null;
        }
        for (int i = end; i > 19 && i < 29; i++) {
            nanos *= 10;
        }
        long days = LocalDate.of(year, month, day).toEpochDay();
        return Instant.ofEpochSecond(days * 86_400 + hour * 3_600L + minute * 60L + second, nanos);
    }

    /** The number, -1 if it is not one. */
    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + c - '0';
        }
        return number;
    }

    /** Whether it is UTC with exactly six decimals, the only form the Auxiliary plan takes ("Log data ingestion time"). */
    static boolean hasSixDecimals(String text) {
        return text.length() == SIX_DECIMALS_LENGTH && text.charAt(19) == '.' && text.endsWith("Z");
    }
}
