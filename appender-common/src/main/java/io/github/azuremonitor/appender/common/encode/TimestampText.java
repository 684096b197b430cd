package io.github.azuremonitor.appender.common.encode;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * ISO-8601 in UTC with exactly six decimals, which is the one form that tables of the Auxiliary plan take (Azure Monitor
 * docs, log data ingestion time). Any thread; all share the text of the second that was asked for last.
 */
final class TimestampText {
    /** Length of {@code 2026-11-20T08:03:21.123456Z}. */
    static final int LENGTH = 27;

    private static final int LENGTH_OF_SECONDS = 19;

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    private static volatile Second last = second(0);

    private TimestampText() {}

    /** The text of that instant. */
    static String of(long epochSecond, int nanoOfSecond) {
        byte[] text = new byte[LENGTH];
        write(epochSecond, nanoOfSecond, text, 0);
        return new String(text, StandardCharsets.US_ASCII);
    }

    /** Writes {@link #LENGTH} bytes to {@code target}. */
    static void write(long epochSecond, int nanoOfSecond, byte[] target, int offset) {
        Second second = last;
        if (second.epochSecond != epochSecond) {
            second = second(epochSecond);
            last = second;
        }
        System.arraycopy(second.text, 0, target, offset, LENGTH_OF_SECONDS);
        target[offset + LENGTH_OF_SECONDS] = '.';
        int micros = nanoOfSecond / 1000;
        for (int i = offset + LENGTH - 2; i > offset + LENGTH_OF_SECONDS; i--) {
            target[i] = (byte) ('0' + micros % 10);
            micros /= 10;
        }
        target[offset + LENGTH - 1] = 'Z';
    }

    private static Second second(long epochSecond) {
        return new Second(
                epochSecond, SECONDS.format(Instant.ofEpochSecond(epochSecond)).getBytes(StandardCharsets.US_ASCII));
    }

    /** A second and its text, to which nobody writes. */
    private static final class Second {
        private final long epochSecond;
        private final byte[] text;

        private Second(long epochSecond, byte[] text) {
            this.epochSecond = epochSecond;
            this.text = text;
        }
    }
}
