package io.github.azuremonitor.appender.common.deflate;

/**
 * The alphabets of RFC 1951, section 3.2.5. A literal is its own symbol, {@link #END_OF_BLOCK} ends a block; lengths of
 * matches (3 to 258) and their distances (1 to 32,768) fall into ranges, each with a symbol and extra bits that say which
 * value of the range it is.
 */
final class Symbols {
    static final int END_OF_BLOCK = 256;
    static final int FIRST_LENGTH = 257;
    static final int LITERALS_AND_LENGTHS = 286;
    static final int DISTANCES = 30;

    static final int SHORTEST_MATCH = 3;
    static final int LONGEST_MATCH = 258;
    static final int LONGEST_DISTANCE = 32 * 1024;

    /** Smallest length of each range, and the number of extra bits; the index counts from {@link #FIRST_LENGTH}. */
    static final int[] LENGTH_BASE = new int[29];

    static final int[] LENGTH_EXTRA_BITS = new int[29];

    /** Smallest distance of each range, and the number of extra bits. */
    static final int[] DISTANCE_BASE = new int[DISTANCES];

    static final int[] DISTANCE_EXTRA_BITS = new int[DISTANCES];

    private static final byte[] RANGE_OF_LENGTH = new byte[LONGEST_MATCH + 1];

    /** Distances up to 256 individually, larger ones without their last seven bits, which are extra bits anyway. */
    private static final byte[] RANGE_OF_DISTANCE = new byte[512];

    private static final int ONE_BY_ONE = 256;

    static {
        int length = SHORTEST_MATCH;
        for (int range = 0; range < 28; range++) {
            int extraBits = range < 8 ? 0 : range / 4 - 1;
            LENGTH_BASE[range] = length;
            LENGTH_EXTRA_BITS[range] = extraBits;
            for (int i = 0; i < 1 << extraBits && length + i <= LONGEST_MATCH; i++) {
                RANGE_OF_LENGTH[length + i] = (byte) range;
            }
            length += 1 << extraBits;
        }
        // The longest match has a range of its own, without extra bits.
        LENGTH_BASE[28] = LONGEST_MATCH;
        RANGE_OF_LENGTH[LONGEST_MATCH] = 28;

        int distance = 1;
        for (int range = 0; range < DISTANCES; range++) {
            int extraBits = range < 4 ? 0 : range / 2 - 1;
            DISTANCE_BASE[range] = distance;
            DISTANCE_EXTRA_BITS[range] = extraBits;
            for (int i = 0; i < 1 << extraBits; i++) {
                RANGE_OF_DISTANCE[place(distance + i)] = (byte) range;
            }
            distance += 1 << extraBits;
        }
    }

    private Symbols() {}

    /** The range of a length of 3 to 258, 0 to 28. */
    static int rangeOfLength(int length) {
        return RANGE_OF_LENGTH[length];
    }

    /** The range of a distance of 1 to 32,768, 0 to 29. */
    static int rangeOfDistance(int distance) {
        return RANGE_OF_DISTANCE[place(distance)];
    }

    private static int place(int distance) {
        int fromZero = distance - 1;
        return fromZero < ONE_BY_ONE ? fromZero : ONE_BY_ONE + (fromZero >>> 7);
    }
}
