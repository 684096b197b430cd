package io.github.azuremonitor.appender.benchmarks;

import java.io.IOException;

/**
 * Reads a block of Snappy: its length as a varint, then literals and copies of what came before. Each begins with a byte whose
 * lowest two bits tell which of them it is.
 */
final class Snappy {
    private static final int LITERAL = 0;
    private static final int COPY_WITH_11_BITS = 1;
    private static final int COPY_WITH_16_BITS = 2;

    /** From here on one to four bytes behind the first hold the length of a literal. */
    private static final int LONG_LITERAL = 60;

    private final byte[] in;
    private int from;
    private byte[] out = new byte[0];
    private int to;

    private Snappy(byte[] in) {
        this.in = in;
    }

    /** @throws IOException if it is no such block */
    static byte[] uncompress(byte[] block) throws IOException {
        try {
            return new Snappy(block).read();
        } catch (IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new IOException("no block of Snappy", e);
        }
    }

    private byte[] read() throws IOException {
        out = new byte[readVarint()];
        while (from < in.length) {
            int first = in[from++] & 0xff;
            int length = (first >> 2) + 1;
            switch (first & 3) {
                case LITERAL -> readLiteral(length <= LONG_LITERAL ? length : readBytes(length - LONG_LITERAL) + 1);
                case COPY_WITH_11_BITS -> copy((first >> 5 << 8) + readBytes(1), (first >> 2 & 7) + 4);
                case COPY_WITH_16_BITS -> copy(readBytes(2), length);
                default -> copy(readBytes(4), length);
            }
        }
        if (to != out.length) {
            throw new IOException("a block of Snappy ends after " + to + " of " + out.length + " bytes");
        }
        return out;
    }

    private int readVarint() {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            int next = in[from++];
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    /** The lowest one comes first. */
    private int readBytes(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value |= (in[from++] & 0xff) << (8 * i);
        }
        return value;
    }

    private void readLiteral(int length) {
        System.arraycopy(in, from, out, to, length);
        from += length;
        to += length;
    }

    /** Byte by byte: what is copied may begin in itself. */
    private void copy(int back, int length) throws IOException {
        if (back == 0) {
            throw new IOException("a copy of nothing in a block of Snappy");
        }
        for (int i = 0; i < length; i++, to++) {
            out[to] = out[to - back];
        }
    }
}
