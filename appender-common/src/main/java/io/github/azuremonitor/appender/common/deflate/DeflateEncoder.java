package io.github.azuremonitor.appender.common.deflate;

/**
 * Writes a raw deflate stream (RFC 1951) that any inflater can read, for repetitive text such as log rows. Reused after
 * {@link #begin}. Not thread-safe; takes about 320 KB plus the size of the stream.
 *
 * <p>The format in short: a stream is a sequence of blocks. A block holds literal bytes, and matches that say "this
 * many bytes, this far back". Both are written in a Huffman code, in which frequent symbols are short; the block begins
 * with the lengths of its codes, which determine the codes. A block may instead use a fixed code, which needs no
 * lengths and suits a few bytes, or store its bytes as they are.
 *
 * <p>Why this one is fast: matches are found with one table lookup ({@link MatchFinder}) and compared eight bytes at a
 * time; a block's code is built from its own counts, which are complete when its tokens are. zlib's fastest level
 * hashes three bytes and tries several places for each. Log rows repeat in long pieces, so most bytes are skipped by a
 * match and never examined. Each block uses the cheapest of the three kinds, so that nothing grows by more than five
 * bytes for each 65,535.
 */
public final class DeflateEncoder {
    /**
     * Bytes of a block: its code lengths take about 90 bytes, which should be little compared to the gain, and its
     * bytes stay in memory until its end.
     */
    static final int BLOCK_BYTES = 160 * 1024;

    /** Tokens of a block. Text that hardly repeats has one for each byte, and its frequencies change along the way. */
    private static final int BLOCK_TOKENS = 32 * 1024;

    private static final int STORED = 0;
    private static final int FIXED = 1;
    private static final int DYNAMIC = 2;
    private static final int MOST_STORED = 65_535;
    private static final HuffmanCode FIXED_LITERALS_AND_LENGTHS = HuffmanCode.fixedLiteralsAndLengths();
    private static final HuffmanCode FIXED_DISTANCES = HuffmanCode.fixedDistances();

    /** The window for matches, 32 KB at most, followed by the bytes of the open block. */
    private final byte[] buffer = new byte[Symbols.LONGEST_DISTANCE + BLOCK_BYTES];

    private final MatchFinder matches = new MatchFinder();
    private final Tokens tokens = new Tokens(BLOCK_TOKENS);
    private final HuffmanCode literalsAndLengths = new HuffmanCode(Symbols.LITERALS_AND_LENGTHS, 15);
    private final HuffmanCode distances = new HuffmanCode(Symbols.DISTANCES, 15);
    private final CodeLengths codeLengths = new CodeLengths();
    private final BitWriter out = new BitWriter(64 * 1024);

    /** Where the open block begins in {@link #buffer}, and where its bytes end. */
    private int start;

    private int end;

    /** Begins a stream after these bytes, and discards what was written. */
    public void begin(byte[] prefix) {
        matches.startStream(end);
        start = 0;
        end = 0;
        out.clear(0);
        out.ensureRoom(8L * prefix.length);
        out.bytes(prefix, 0, prefix.length);
    }

    /** Adds bytes to the stream. */
    public void write(byte[] bytes, int offset, int length) {
        int from = offset;
        int left = length;
        while (left > 0) {
            int room = start + BLOCK_BYTES - end;
            int step = Math.min(left, room);
            System.arraycopy(bytes, from, buffer, end, step);
            end += step;
            from += step;
            left -= step;
            if (step == room) {
                blocks(false);
            }
        }
    }

    /** Ends the stream; {@link #bytes} up to {@link #length} are the prefix and the stream. */
    public void finish() {
        blocks(true);
        out.toByte();
    }

    /**
     * The prefix and the part of the stream compressed so far; the array is the encoder's own and changes with the next
     * call.
     */
    public byte[] bytes() {
        return out.bytes;
    }

    /** Number of valid {@link #bytes}. */
    public int length() {
        return out.length;
    }

    /** Bytes that it takes on the heap, accurate to a few kilobytes. */
    public int heapBytes() {
        return buffer.length + MatchFinder.HEAP_BYTES + Integer.BYTES * BLOCK_TOKENS + out.bytes.length;
    }

    /** Compresses the whole buffer; the last block is marked as the last. */
    private void blocks(boolean last) {
        do {
            tokens.clear();
            int blockEnd = matches.find(buffer, start, end, tokens);
            tokens.literalsAndLengths[Symbols.END_OF_BLOCK] = 1;
            block(blockEnd, last && blockEnd == end);
            start = blockEnd;
        } while (start < end);
        int unneeded = start - Symbols.LONGEST_DISTANCE;
        if (unneeded > 0 && !last) {
            System.arraycopy(buffer, unneeded, buffer, 0, Symbols.LONGEST_DISTANCE);
            matches.slide(unneeded);
            start -= unneeded;
            end -= unneeded;
        }
    }

    private void block(int blockEnd, boolean last) {
        literalsAndLengths.build(tokens.literalsAndLengths);
        distances.build(tokens.distances);
        codeLengths.of(literalsAndLengths, distances);
        long dynamic = codeLengths.cost()
                + literalsAndLengths.cost(tokens.literalsAndLengths)
                + distances.cost(tokens.distances)
                + tokens.extraBits();
        long fixed = FIXED_LITERALS_AND_LENGTHS.cost(tokens.literalsAndLengths)
                + FIXED_DISTANCES.cost(tokens.distances)
                + tokens.extraBits();
        int bytes = blockEnd - start;
        int pieces = Math.max(1, (bytes + MOST_STORED - 1) / MOST_STORED);
        // Including three bits and up to seven bits of padding before the length of each piece.
        long stored = 8L * bytes + 42L * pieces;
        out.ensureRoom(3 + Math.min(stored, Math.min(dynamic, fixed)));
        if (stored < Math.min(dynamic, fixed)) {
            stored(blockEnd, last);
        } else if (fixed <= dynamic) {
            header(last, FIXED);
            out.tokens(tokens, FIXED_LITERALS_AND_LENGTHS, FIXED_DISTANCES);
        } else {
            header(last, DYNAMIC);
            codeLengths.write(out);
            out.tokens(tokens, literalsAndLengths, distances);
        }
    }

    private void header(boolean last, int kind) {
        out.bits((last ? 1 : 0) | kind << 1, 3);
    }

    private void stored(int blockEnd, boolean last) {
        for (int from = start; from < blockEnd; from += MOST_STORED) {
            int count = Math.min(MOST_STORED, blockEnd - from);
            header(last && from + count == blockEnd, STORED);
            out.toByte();
            out.bits(count, 16);
            out.bits(~count & 0xffff, 16);
            out.bytes(buffer, from, count);
        }
    }
}
