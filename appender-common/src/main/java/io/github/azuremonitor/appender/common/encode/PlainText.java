package io.github.azuremonitor.appender.common.encode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Copies texts that need no JSON escaping: ASCII without control characters, quotes and backslashes, as nearly all that is
 * logged. The JVM has intrinsics for getting the characters of a text and for making them bytes, which are then checked
 * eight at a time, without a branch. Makes no garbage; not thread-safe.
 */
final class PlainText {
    /** Characters at once, so that a text that is not plain is given up early. */
    private static final int PIECE = 256;

    /** Up to here a loop takes less than calling the encoder. */
    private static final int SHORT = 48;

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHEST_BITS = ONES << 7;

    private final char[] piece = new char[PIECE];
    private final CharBuffer characters = CharBuffer.wrap(piece);
    private final CharsetEncoder encoder = StandardCharsets.ISO_8859_1.newEncoder();
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    /**
     * Copies {@code text} to {@code target}, where there is room for it.
     *
     * @return whether it is plain; if not, what is at {@code target} from {@code offset} on means nothing
     */
    boolean copy(CharSequence text, byte[] target, int offset) {
        int length = text.length();
        int from = 0;
        while (from < length) {
            int to = Math.min(length, from + PIECE);
            characters(text, from, to);
            if (!narrow(to - from, target, offset + from) || !isPlain(target, offset + from, offset + to)) {
                return false;
            }
            from = to;
        }
        return true;
    }

    private void characters(CharSequence text, int from, int to) {
        if (text instanceof String string) {
            string.getChars(from, to, piece, 0);
        } else if (text instanceof StringBuilder builder) {
            builder.getChars(from, to, piece, 0);
        } else {
            text.toString().getChars(from, to, piece, 0);
        }
    }

    /** Makes bytes of characters, false if one has more than eight bits. */
    private boolean narrow(int count, byte[] target, int offset) {
        if (count > SHORT) {
            if (bytes.array() != target) {
                bytes = ByteBuffer.wrap(target);
            }
            characters.clear().limit(count);
            bytes.clear().position(offset);
            return encoder.encode(characters, bytes, false).isUnderflow();
        }
        int bits = 0;
        for (int i = 0; i < count; i++) {
            char c = piece[i];
            bits |= c;
            target[offset + i] = (byte) c;
        }
        return bits < 256;
    }

    private static boolean isPlain(byte[] text, int from, int to) {
        long bits = 0;
        int last = to - Long.BYTES;
        if (last < from) {
            for (int i = from; i < to; i++) {
                // The other seven are blanks.
                bits |= highestWhereNotPlain((text[i] & 0xFF) | ' ' * (ONES << Byte.SIZE));
            }
            return (bits & HIGHEST_BITS) == 0;
        }
        for (int i = from; i < last; i += Long.BYTES) {
            bits |= highestWhereNotPlain((long) EIGHT_BYTES.get(text, i));
        }
        // Some of these were looked at before.
        bits |= highestWhereNotPlain((long) EIGHT_BYTES.get(text, last));
        return (bits & HIGHEST_BITS) == 0;
    }

    /** The highest bit of a byte is set where it is not plain, and perhaps in some that follow such a one. */
    private static long highestWhereNotPlain(long eight) {
        long zeroWhereQuote = eight ^ '"' * ONES;
        long zeroWhereBackslash = eight ^ '\\' * ONES;
        return eight | (eight - ' ' * ONES) | (zeroWhereQuote - ONES) | (zeroWhereBackslash - ONES);
    }
}
