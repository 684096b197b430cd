package io.github.azuremonitor.appender.common.deflate;

import java.util.Arrays;

/**
 * A Huffman code: frequent symbols get short codes. Rebuilt from each block's counts, with codes no longer than the
 * format allows (15 bits, and 7 for code lengths).
 */
final class HuffmanCode {
    private static final int LONGEST = 15;

    /** Length of each symbol's code in bits, 0 if it does not occur. */
    final byte[] lengths;

    /** Each symbol's code, its first bit lowest. */
    final int[] codes;

    private final int longest;

    /** The symbols that occur, rarest first: count in the upper bits, symbol in the lower ones. */
    private final long[] sorted;

    /** Weights of the tree's inner nodes in order of creation, which is also ascending order. */
    private final long[] weights;

    /** For leaves, then inner nodes: the parent; later, for inner nodes: the depth. */
    private final int[] parents;

    private final int[] symbolsOfLength = new int[LONGEST + 1];

    HuffmanCode(int symbols, int longest) {
        this.longest = longest;
        lengths = new byte[symbols];
        codes = new int[symbols];
        sorted = new long[symbols];
        weights = new long[symbols];
        parents = new int[2 * symbols];
    }

    /** The code that RFC 1951 fixes for blocks too small for one of their own. */
    static HuffmanCode fixedLiteralsAndLengths() {
        // Two more symbols than ever occur, because they affect the codes of the others.
        var code = new HuffmanCode(288, LONGEST);
        Arrays.fill(code.lengths, 0, 144, (byte) 8);
        Arrays.fill(code.lengths, 144, 256, (byte) 9);
        Arrays.fill(code.lengths, 256, 280, (byte) 7);
        Arrays.fill(code.lengths, 280, 288, (byte) 8);
        code.assign();
        return code;
    }

    static HuffmanCode fixedDistances() {
        var code = new HuffmanCode(32, LONGEST);
        Arrays.fill(code.lengths, (byte) 5);
        code.assign();
        return code;
    }

    /**
     * Builds the code for symbols with these counts. A code has at least two symbols, whether they occur or not: one
     * with a single symbol would have no bits, which not every decoder can read.
     */
    void build(int[] counts) {
        Arrays.fill(lengths, (byte) 0);
        int used = 0;
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            if (counts[symbol] > 0) {
                sorted[used++] = (long) counts[symbol] << 16 | symbol;
            }
        }
        for (int symbol = 0; used < 2; symbol++) {
            if (counts[symbol] == 0) {
                sorted[used++] = 1L << 16 | symbol;
            }
        }
        Arrays.sort(sorted, 0, used);
        tree(used);
        countLengths(used);
        limit();
        // The rarest symbols get the longest codes.
        int next = 0;
        for (int length = longest; length > 0; length--) {
            for (int i = 0; i < symbolsOfLength[length]; i++) {
                lengths[(int) (sorted[next++] & 0xffff)] = (byte) length;
            }
        }
        assign();
    }

    /** Bits that all these symbols take with this code. */
    long cost(int[] counts) {
        long bits = 0;
        for (int symbol = 0; symbol < counts.length; symbol++) {
            bits += (long) counts[symbol] * lengths[symbol];
        }
        return bits;
    }

    /** Number of symbols up to the last one that has a code. */
    int used() {
        int used = lengths.length;
        while (lengths[used - 1] == 0) {
            used--;
        }
        return used;
    }

    /**
     * Joins the two lightest nodes until one is left. Leaves are sorted, and inner nodes are created in order of
     * weight, so there are two queues, and the lighter head is next.
     */
    private void tree(int leaves) {
        int leaf = 0;
        int inner = 0;
        for (int made = 0; made < leaves - 1; made++) {
            long weight = 0;
            for (int child = 0; child < 2; child++) {
                boolean takeLeaf = leaf < leaves && (inner == made || sorted[leaf] >>> 16 <= weights[inner]);
                if (takeLeaf) {
                    weight += sorted[leaf] >>> 16;
                    parents[leaf++] = made;
                } else {
                    weight += weights[inner];
                    parents[leaves + inner++] = made;
                }
            }
            weights[made] = weight;
        }
    }

    private void countLengths(int leaves) {
        Arrays.fill(symbolsOfLength, 0);
        int root = leaves - 2;
        int[] depth = parents;
        depth[leaves + root] = 0;
        for (int inner = root - 1; inner >= 0; inner--) {
            depth[leaves + inner] = depth[leaves + parents[leaves + inner]] + 1;
        }
        for (int leaf = 0; leaf < leaves; leaf++) {
            symbolsOfLength[Math.min(longest, depth[leaves + parents[leaf]] + 1)]++;
        }
    }

    /**
     * Codes that were too long have been counted as the longest allowed, which takes more room than there is: there are
     * 2^n codes of n bits. A shorter code makes room by becoming two of the next length, one for itself and one for a
     * symbol of the longest.
     */
    private void limit() {
        long taken = 0;
        for (int length = 1; length <= longest; length++) {
            taken += (long) symbolsOfLength[length] << (longest - length);
        }
        while (taken > 1L << longest) {
            int shorter = longest - 1;
            while (symbolsOfLength[shorter] == 0) {
                shorter--;
            }
            symbolsOfLength[shorter]--;
            symbolsOfLength[shorter + 1] += 2;
            symbolsOfLength[longest]--;
            taken--;
        }
    }

    /** Codes of one length are consecutive, in order of symbols (RFC 1951, section 3.2.2). */
    private void assign() {
        Arrays.fill(symbolsOfLength, 0);
        for (byte length : lengths) {
            symbolsOfLength[length]++;
        }
        symbolsOfLength[0] = 0;
        var next = new int[LONGEST + 1];
        int code = 0;
        for (int length = 1; length <= LONGEST; length++) {
            code = (code + symbolsOfLength[length - 1]) << 1;
            next[length] = code;
        }
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            int length = lengths[symbol];
            codes[symbol] = length == 0 ? 0 : Integer.reverse(next[length]++) >>> (Integer.SIZE - length);
        }
    }
}
