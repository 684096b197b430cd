package io.github.azuremonitor.appender.common.deflate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes bits into bytes, the first bit lowest, as RFC 1951 packs them. The buffer grows; the writer of a block makes
 * room first.
 */
final class BitWriter {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Extra room, because eight bytes are written at once. */
    private static final int SLACK = 2 * Long.BYTES;

    byte[] bytes;
    int length;

    /** Bits that are not in {@link #bytes} yet, and their number: 7 at most between two blocks. */
    private long pending;

    private int pendingBits;

    BitWriter(int capacity) {
        bytes = new byte[capacity];
    }

    void clear(int keep) {
        length = keep;
        pending = 0;
        pendingBits = 0;
    }

    void ensureRoom(long moreBits) {
        long needed = length + (moreBits >>> 3) + SLACK;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, bytes.length * 2L)));
        }
    }

    /** Writes the lowest {@code count} bits, 48 at most. */
    void bits(long value, int count) {
        pending |= value << pendingBits;
        pendingBits += count;
        if (pendingBits >= 16) {
            LONGS.set(bytes, length, pending);
            length += pendingBits >>> 3;
            pending >>>= pendingBits & ~7;
            pendingBits &= 7;
        }
    }

    /** Fills up the last byte with zeros. */
    void toByte() {
        LONGS.set(bytes, length, pending);
        length += (pendingBits + 7) >>> 3;
        pending = 0;
        pendingBits = 0;
    }

    void bytes(byte[] source, int from, int count) {
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    /** Writes the tokens of a block with these codes, and its end. */
    void tokens(Tokens tokens, HuffmanCode literalsAndLengths, HuffmanCode distances) {
        int[] codes = literalsAndLengths.codes;
        byte[] lengths = literalsAndLengths.lengths;
        int[] distanceCodes = distances.codes;
        byte[] distanceLengths = distances.lengths;
        byte[] out = bytes;
        int at = length;
        long pending = this.pending;
        int bits = pendingBits;
        for (int i = 0; i < tokens.count; i++) {
            int token = tokens.all[i];
            if (Tokens.isLiteral(token)) {
                pending |= (long) codes[token] << bits;
                bits += lengths[token];
            } else {
                int length = Tokens.length(token);
                int range = Symbols.rangeOfLength(length);
                int symbol = Symbols.FIRST_LENGTH + range;
                pending |= (long) codes[symbol] << bits;
                bits += lengths[symbol];
                pending |= (long) (length - Symbols.LENGTH_BASE[range]) << bits;
                bits += Symbols.LENGTH_EXTRA_BITS[range];
                int distance = Tokens.distance(token);
                int distanceRange = Symbols.rangeOfDistance(distance);
                pending |= (long) distanceCodes[distanceRange] << bits;
                bits += distanceLengths[distanceRange];
                pending |= (long) (distance - Symbols.DISTANCE_BASE[distanceRange]) << bits;
                bits += Symbols.DISTANCE_EXTRA_BITS[distanceRange];
            }
            // A match takes 15 + 5 + 15 + 13 bits at most, and 15 are left here: never more than 63.
            if (bits >= 16) {
                LONGS.set(out, at, pending);
                at += bits >>> 3;
                pending >>>= bits & ~7;
                bits &= 7;
            }
        }
        this.pending = pending;
        pendingBits = bits;
        length = at;
        bits(codes[Symbols.END_OF_BLOCK], lengths[Symbols.END_OF_BLOCK]);
    }
}
