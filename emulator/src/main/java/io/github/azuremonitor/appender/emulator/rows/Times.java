package io.github.azuremonitor.appender.emulator.rows;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Reads times as ISO-8601. */
final class Times {
    private static final int SIX_DECIMALS_LENGTH = "2026-01-02T03:04:05.123456Z".length();

    private Times() {}

    /** The point in time; a text without an offset is read as UTC; null if it is no time. */
    static @Nullable Instant parse(String text) {
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

    /** Whether it is UTC with exactly six decimals, the only form the Auxiliary plan takes ("Log data ingestion time"). */
    static boolean hasSixDecimals(String text) {
        return text.length() == SIX_DECIMALS_LENGTH && text.charAt(19) == '.' && text.endsWith("Z");
    }
}
