package io.github.azuremonitor.appender.common.deflate;

import java.util.Arrays;

/**
 * Describes the codes of a block: the lengths of both codes in one list with run-length encoding, and that list in a
 * code of its own (RFC 1951, section 3.2.7).
 */
final class CodeLengths {
    private static final int SYMBOLS = 19;
    private static final int LONGEST_CODE = 7;
    private static final int REPEAT_LAST = 16;
    private static final int FEW_ZEROS = 17;
    private static final int MANY_ZEROS = 18;

    /** The order in which the lengths of this code are written: rarely used ones come last and are left out. */
    private static final int[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    private static final int MOST = Symbols.LITERALS_AND_LENGTHS + Symbols.DISTANCES;

    private final HuffmanCode code = new HuffmanCode(SYMBOLS, LONGEST_CODE);
    private final int[] counts = new int[SYMBOLS];
    private final byte[] lengths = new byte[MOST];

    /** What is written: a symbol in the lower five bits, and above them its repetitions beyond the minimum. */
    private final int[] runs = new int[MOST];

    private int runCount;
    private int literalsAndLengths;
    private int distances;
    private int written;

    void of(HuffmanCode literalsAndLengthsCode, HuffmanCode distancesCode) {
        literalsAndLengths = Math.max(Symbols.FIRST_LENGTH, literalsAndLengthsCode.used());
        distances = distancesCode.used();
        System.arraycopy(literalsAndLengthsCode.lengths, 0, lengths, 0, literalsAndLengths);
        System.arraycopy(distancesCode.lengths, 0, lengths, literalsAndLengths, distances);
        shorten(literalsAndLengths + distances);
        code.build(counts);
        written = SYMBOLS;
        while (code.lengths[ORDER[written - 1]] == 0) {
            written--;
        }
    }

    /** Bits that {@link #write} takes. */
    long cost() {
        return 5
                + 5
                + 4
                + 3L * written
                + code.cost(counts)
                + 2L * counts[REPEAT_LAST]
                + 3L * counts[FEW_ZEROS]
                + 7L * counts[MANY_ZEROS];
    }

    void write(BitWriter out) {
        out.bits(literalsAndLengths - Symbols.FIRST_LENGTH, 5);
        out.bits(distances - 1, 5);
        out.bits(written - 4, 4);
        for (int i = 0; i < written; i++) {
            out.bits(code.lengths[ORDER[i]], 3);
        }
        for (int i = 0; i < runCount; i++) {
            int symbol = runs[i] & 31;
            out.bits(code.codes[symbol], code.lengths[symbol]);
            if (symbol >= REPEAT_LAST) {
                out.bits(runs[i] >>> 5, symbol == REPEAT_LAST ? 2 : symbol == FEW_ZEROS ? 3 : 7);
            }
        }
    }

    private void shorten(int count) {
        runCount = 0;
        Arrays.fill(counts, 0);
        int at = 0;
        while (at < count) {
            int length = lengths[at];
            int end = at + 1;
            while (end < count && lengths[end] == length) {
                end++;
            }
            if (length != 0) {
                add(length, 0);
                at++;
            }
            while (at < end) {
                at += run(length, end - at);
            }
        }
    }

    /** Encodes as much of a run of {@code length} as one symbol can; returns how much that is. */
    private int run(int length, int left) {
        if (left < 3) {
            add(length, 0);
            return 1;
        }
        if (length != 0) {
            int most = Math.min(left, 6);
            add(REPEAT_LAST, most - 3);
            return most;
        }
        int most = Math.min(left, 138);
        if (most < 11) {
            add(FEW_ZEROS, most - 3);
        } else {
            add(MANY_ZEROS, most - 11);
        }
        return most;
    }

    private void add(int symbol, int more) {
        runs[runCount++] = more << 5 | symbol;
        counts[symbol]++;
    }
}
