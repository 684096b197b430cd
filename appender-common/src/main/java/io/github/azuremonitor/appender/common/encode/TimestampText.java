package io.github.azuremonitor.appender.common.encode;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * ISO-8601 in UTC with exactly six decimals, which is the one form that tables of the Auxiliary plan take (Azure Monitor
 * docs, log data ingestion time). Keeps the text of the current second. Not thread-safe.
 */
final class TimestampText {
    /** Length of {@code 2026-11-20T08:03:21.123456Z}. */
    static final int LENGTH = 27;

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    private final byte[] text = "0000-00-00T00:00:00.000000Z".getBytes(StandardCharsets.US_ASCII);
    private long second = Long.MIN_VALUE;

    /** The text of that instant; the array is used again for the next one. */
    byte[] of(long epochSecond, int nanoOfSecond) {
        if (epochSecond != second) {
            byte[] seconds = SECONDS.format(Instant.ofEpochSecond(epochSecond)).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(seconds, 0, text, 0, 19);
            second = epochSecond;
        }
        int micros = nanoOfSecond / 1000;
        for (int i = 25; i >= 20; i--) {
            text[i] = (byte) ('0' + micros % 10);
            micros /= 10;
        }
        return text;
    }
}
