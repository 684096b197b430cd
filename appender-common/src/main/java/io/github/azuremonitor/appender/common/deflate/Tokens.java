package io.github.azuremonitor.appender.common.deflate;

import java.util.Arrays;

/**
 * A block before it is encoded: literals and matches in order, and the count of each symbol. A literal is its byte; a
 * match has its length in the upper and its distance minus one in the lower sixteen bits, so it never equals a literal.
 */
final class Tokens {
    final int[] all;
    final int[] literalsAndLengths = new int[Symbols.LITERALS_AND_LENGTHS];
    final int[] distances = new int[Symbols.DISTANCES];
    int count;

    Tokens(int most) {
        all = new int[most];
    }

    void clear() {
        count = 0;
        Arrays.fill(literalsAndLengths, 0);
        Arrays.fill(distances, 0);
    }

    void literal(int value) {
        all[count++] = value;
        literalsAndLengths[value]++;
    }

    /** A match of 3 to 258 bytes, 1 to 32,768 back. */
    void match(int length, int distance) {
        all[count++] = length << 16 | distance - 1;
        literalsAndLengths[Symbols.FIRST_LENGTH + Symbols.rangeOfLength(length)]++;
        distances[Symbols.rangeOfDistance(distance)]++;
    }

    static boolean isLiteral(int token) {
        return token < Symbols.END_OF_BLOCK;
    }

    static int length(int token) {
        return token >>> 16;
    }

    static int distance(int token) {
        return (token & 0xffff) + 1;
    }

    /** Bits in addition to the codes, which select the values within their ranges. */
    long extraBits() {
        long bits = 0;
        for (int range = 0; range < Symbols.LENGTH_BASE.length; range++) {
            bits += (long) literalsAndLengths[Symbols.FIRST_LENGTH + range] * Symbols.LENGTH_EXTRA_BITS[range];
        }
        for (int range = 0; range < Symbols.DISTANCES; range++) {
            bits += (long) distances[range] * Symbols.DISTANCE_EXTRA_BITS[range];
        }
        return bits;
    }
}
