package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.event.Values;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Texts as strings of JSON, in UTF-8. Nearly all that is logged is {@link PlainText}; the rest is copied eight bytes at a
 * time as long as nothing needs escaping. Any thread.
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
    private static final int QUOTES = 2;

    private JsonString() {}

    /**
     * Appends {@code text} in quotes: well-formed, and cut to {@code maxBytes} of UTF-8.
     *
     * @return whether it was cut, here or when it was logged
     */
    static boolean write(CharSequence text, int maxBytes, RowBuffer out) {
        int length = text.length();
        if (length <= maxBytes) {
            int at = out.length();
            byte[] target = out.room(length + QUOTES);
            if (out.plainText().copy(text, target, at + 1)) {
                target[at] = '"';
                target[at + 1 + length] = '"';
                out.length(at + length + QUOTES);
                return Values.mayBeCut(length) && Values.isCut(text);
            }
        }
        return escaped(text.toString(), maxBytes, out);
    }

    private static boolean escaped(String text, int maxBytes, RowBuffer out) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        boolean isCut = Values.isCut(text);
        // As many bytes as characters: all ASCII, but for lone surrogates, which have become question marks.
        if (utf8.length > maxBytes || utf8.length != text.length() || hasSurrogate(text, utf8)) {
            String fit = FieldText.fit(text, maxBytes);
            isCut |= FieldText.isCut(fit, maxBytes);
            utf8 = fit.getBytes(StandardCharsets.UTF_8);
        }
        int from = 0;
        int at = out.length();
        byte[] target;
        do {
            int to = Math.min(utf8.length, from + PIECE);
            target = out.room((to - from) * LONGEST_ESCAPE + QUOTES);
            if (from == 0) {
                target[at++] = '"';
            }
            at = piece(utf8, from, to, target, at);
            out.length(at);
            from = to;
        } while (from < utf8.length);
        target[at++] = '"';
        out.length(at);
        return isCut;
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

    private static int piece(byte[] utf8, int from, int to, byte[] target, int offset) {
        int at = offset;
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
        return at;
    }

    /** Whether one of the eight bytes is a control character, a quote or a backslash. */
    private static boolean isEscaped(long eight) {
        long zeroWhereQuote = eight ^ '"' * ONES;
        long zeroWhereBackslash = eight ^ '\\' * ONES;
        long highestWhereIs = ((eight - 0x20 * ONES) & ~eight)
                | ((zeroWhereQuote - ONES) & ~zeroWhereQuote)
                | ((zeroWhereBackslash - ONES) & ~zeroWhereBackslash);
        return (highestWhereIs & HIGHEST_BITS) != 0;
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
