package io.github.azuremonitor.appender.common.deflate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds repetitions within the last 32 KB. One table with the last place of each five bytes, one lookup, no search: log
 * rows repeat in long pieces, so the latest place is nearly as good as the best one, and searching for a better one
 * would take most of the time. Matches are compared eight bytes at a time.
 */
final class MatchFinder {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Four bytes match by chance too often, and such a short match saves little. */
    private static final int HASHED_BYTES = 5;

    private static final int SHIFT = Long.SIZE - HASHED_BYTES * Byte.SIZE;
    private static final int TABLE_BITS = 14;
    static final int HEAP_BYTES = Integer.BYTES << TABLE_BITS;
    private static final long MULTIPLIER = 0x9E3779B185EBCA87L;

    /** Keeps places, counted over all streams, from overflowing. */
    private static final int LAST_PLACE = 1 << 30;

    /** The last place of five bytes, by their hash; places of former streams are too far away to match. */
    private final int[] places = new int[1 << TABLE_BITS];

    /** Place of the first byte of the buffer. */
    private int base = Symbols.LONGEST_DISTANCE + 1;

    /** The next bytes are unrelated to those before. */
    void startStream(int length) {
        base += length + Symbols.LONGEST_DISTANCE + 1;
        if (base > LAST_PLACE) {
            Arrays.fill(places, 0);
            base = Symbols.LONGEST_DISTANCE + 1;
        }
    }

    /** The bytes of the buffer move towards its beginning by {@code by}. */
    void slide(int by) {
        base += by;
        if (base > LAST_PLACE) {
            Arrays.fill(places, 0);
            base = Symbols.LONGEST_DISTANCE + 1;
        }
    }

    /**
     * Turns {@code bytes[from, to)} into tokens, until all are done or {@code tokens} is full; bytes before
     * {@code from} may be matched.
     *
     * @return the first byte that is in no token
     */
    int find(byte[] bytes, int from, int to, Tokens tokens) {
        int[] places = this.places;
        int base = this.base;
        // A long match becomes several tokens.
        int full = tokens.all.length - (to - from) / Symbols.LONGEST_MATCH - 2;
        int last = to - Long.BYTES;
        int at = from;
        while (at <= last && tokens.count < full) {
            long here = (long) LONGS.get(bytes, at);
            int hash = hash(here);
            int distance = base + at - places[hash];
            places[hash] = base + at;
            if (distance > Symbols.LONGEST_DISTANCE || ((long) LONGS.get(bytes, at - distance) ^ here) << SHIFT != 0) {
                tokens.literal(bytes[at++] & 0xff);
                continue;
            }
            int end = endOfMatch(bytes, at + HASHED_BYTES, distance, to);
            match(end - at, distance, tokens);
            at = end;
            // What follows a match often repeats, too.
            if (at - 2 <= last) {
                places[hash((long) LONGS.get(bytes, at - 2))] = base + at - 2;
            }
        }
        while (at < to && tokens.count < full) {
            tokens.literal(bytes[at++] & 0xff);
        }
        return at;
    }

    /** The first byte from {@code at} on that differs from the one {@code distance} before it. */
    private static int endOfMatch(byte[] bytes, int at, int distance, int to) {
        int end = at;
        while (end <= to - Long.BYTES) {
            long difference = (long) LONGS.get(bytes, end) ^ (long) LONGS.get(bytes, end - distance);
            if (difference != 0) {
                return end + (Long.numberOfTrailingZeros(difference) >>> 3);
            }
            end += Long.BYTES;
        }
        while (end < to && bytes[end] == bytes[end - distance]) {
            end++;
        }
        return end;
    }

    private static void match(int length, int distance, Tokens tokens) {
        int left = length;
        while (left > Symbols.LONGEST_MATCH) {
            // No piece may be shorter than a match can be.
            int piece = Math.min(Symbols.LONGEST_MATCH, left - Symbols.SHORTEST_MATCH);
            tokens.match(piece, distance);
            left -= piece;
        }
        tokens.match(left, distance);
    }

    private static int hash(long bytes) {
        return (int) (((bytes << SHIFT) * MULTIPLIER) >>> (Long.SIZE - TABLE_BITS));
    }
}
