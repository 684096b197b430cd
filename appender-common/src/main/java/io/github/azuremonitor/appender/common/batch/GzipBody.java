package io.github.azuremonitor.appender.common.batch;

import java.util.zip.CRC32;

/** A gzip stream (RFC 1952) of rows; reused for the next batch. Not thread-safe. */
final class GzipBody implements AutoCloseable {
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    private static final int TRAILER_BYTES = 8;

    private final Compressor compressor;
    private final CRC32 crc = new CRC32();
    private int rawBytes;

    /** Compresses with {@code gzipLevel}: 0 is our own encoder, 1 to 9 are zlib's levels. */
    GzipBody(int level) {
        compressor = level == 0 ? new FastCompressor() : new ZlibCompressor(level);
        begin();
    }

    void write(byte[] bytes, int length) {
        crc.update(bytes, 0, length);
        compressor.write(bytes, length);
        rawBytes += length;
    }

    /** Compresses some of the waiting bytes, which takes about a millisecond; returns whether more are waiting. */
    boolean packOne() {
        return compressor.packOne();
    }

    /** Compresses all bytes that can be compressed before the end. */
    void pack() {
        while (packOne()) {
            // Until none is left.
        }
    }

    /** Bytes that are waiting and could be compressed now. */
    int unpackedBytes() {
        return compressor.unpackedBytes();
    }

    int heapBytes() {
        return compressor.heapBytes();
    }

    int rawBytes() {
        return rawBytes;
    }

    /** The finished stream as a new array; the buffers are ready for the next one. */
    byte[] finish() {
        byte[] body = compressor.finish(TRAILER_BYTES);
        littleEndian((int) crc.getValue(), body, body.length - TRAILER_BYTES);
        littleEndian(rawBytes, body, body.length - TRAILER_BYTES + 4);
        begin();
        return body;
    }

    @Override
    public void close() {
        compressor.close();
    }

    /** Discards what was written. */
    void begin() {
        compressor.begin(HEADER);
        crc.reset();
        rawBytes = 0;
    }

    private static void littleEndian(int value, byte[] target, int offset) {
        for (int i = 0; i < 4; i++) {
            target[offset + i] = (byte) (value >>> (8 * i));
        }
    }
}
