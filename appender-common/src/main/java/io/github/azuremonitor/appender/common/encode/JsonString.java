package io.github.azuremonitor.appender.common.encode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Texts as strings of JSON, in UTF-8. Nearly all that is logged is ASCII without a character that JSON escapes: that is
 * found out and copied eight bytes at a time; the rest goes byte by byte. Any thread.
 */
final class JsonString {
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHEST_BITS = ONES << 7;

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    /** Room is made for so many bytes at once, as long as each may become. */
    private static final int PIECE = 512;

    private static final int LONGEST_ESCAPE = 6;

    private JsonString() {}

    /** Appends {@code text} in quotes: well-formed, and cut to {@code maxBytes} of UTF-8. */
    static void write(String text, int maxBytes, RowBuffer out) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.add((byte) '"');
        // As many bytes as characters: all ASCII, but for lone surrogates, which have become question marks.
        if (utf8.length > maxBytes || utf8.length != text.length() || hasSurrogate(text, utf8)) {
            utf8 = FieldText.fit(text, maxBytes).getBytes(StandardCharsets.UTF_8);
        }
        for (int from = 0; from < utf8.length; from += PIECE) {
            piece(utf8, from, Math.min(utf8.length, from + PIECE), out);
        }
        out.add((byte) '"');
    }

    /** Whether one of the question marks is none, in a text that has one byte for each character. */
    private static boolean hasSurrogate(String text, byte[] utf8) {
        int i = 0;
        for (; i <= utf8.length - Long.BYTES; i += Long.BYTES) {
            if (has((long) EIGHT_BYTES.get(utf8, i), '?') && hasSurrogate(text, i, i + Long.BYTES)) {
                return true;
            }
        }
        return hasSurrogate(text, i, utf8.length);
    }

    private static boolean hasSurrogate(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static void piece(byte[] utf8, int from, int to, RowBuffer out) {
        byte[] target = out.room((to - from) * LONGEST_ESCAPE);
        int at = out.length();
        int i = from;
        while (i < to) {
            while (i <= to - Long.BYTES) {
                long eight = (long) EIGHT_BYTES.get(utf8, i);
                if (isEscaped(eight)) {
                    break;
                }
                EIGHT_BYTES.set(target, at, eight);
                i += Long.BYTES;
                at += Long.BYTES;
            }
            for (int stop = Math.min(to, i + Long.BYTES); i < stop; i++) {
                at = one(utf8[i], target, at);
            }
        }
        out.length(at);
    }

    /** Whether one of the eight bytes is a control character, a quote or a backslash. */
    private static boolean isEscaped(long eight) {
        boolean hasControl = ((eight - 0x20 * ONES) & ~eight & HIGHEST_BITS) != 0;
        return hasControl || has(eight, '"') || has(eight, '\\');
    }

    /** Whether one of the eight bytes is that character. */
    private static boolean has(long eight, char ascii) {
        long zeroWhereIs = eight ^ ascii * ONES;
        return ((zeroWhereIs - ONES) & ~zeroWhereIs & HIGHEST_BITS) != 0;
    }

    private static int one(byte value, byte[] target, int offset) {
        int at = offset;
        // What is below 0 is part of a character that is not ASCII.
        if ((value >= 0 && value < 0x20) || value == '"' || value == '\\') {
            target[at++] = '\\';
            switch (value) {
                case '"', '\\' -> target[at++] = value;
                case '\b' -> target[at++] = 'b';
                case '\t' -> target[at++] = 't';
                case '\n' -> target[at++] = 'n';
                case '\f' -> target[at++] = 'f';
                case '\r' -> target[at++] = 'r';
                default -> {
                    target[at++] = 'u';
                    target[at++] = '0';
                    target[at++] = '0';
                    target[at++] = HEX[value >> 4];
                    target[at++] = HEX[value & 15];
                }
            }
        } else {
            target[at++] = value;
        }
        return at;
    }
}
