package io.github.azuremonitor.appender.common.batch;

import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A gzip stream written into a buffer that is used again for the next batch. Rows are collected into chunks first: one
 * call into zlib per row would cost as much as compressing it. Not thread-safe.
 */
final class GzipBody implements AutoCloseable {
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    private static final int CHUNK_BYTES = 32 * 1024;
    private static final int TRAILER_BYTES = 8;

    private final Deflater deflater;
    private final CRC32 crc = new CRC32();
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private int chunkLength;
    private byte[] packed = new byte[64 * 1024];
    private int packedLength;
    private int rawBytes;

    GzipBody(int level) {
        deflater = new Deflater(level, true);
        begin();
    }

    void write(byte[] bytes, int length) {
        int offset = 0;
        while (offset < length) {
            int step = Math.min(length - offset, CHUNK_BYTES - chunkLength);
            System.arraycopy(bytes, offset, chunk, chunkLength, step);
            chunkLength += step;
            offset += step;
            if (chunkLength == CHUNK_BYTES) {
                deflateChunk();
            }
        }
        rawBytes += length;
    }

    int rawBytes() {
        return rawBytes;
    }

    /** The finished stream as an array of its own; the buffer is ready for the next one. */
    byte[] finish() {
        deflateChunk();
        deflater.finish();
        while (!deflater.finished()) {
            ensureRoom();
            packedLength += deflater.deflate(packed, packedLength, packed.length - packedLength);
        }
        byte[] body = Arrays.copyOf(packed, packedLength + TRAILER_BYTES);
        littleEndian((int) crc.getValue(), body, packedLength);
        littleEndian(rawBytes, body, packedLength + 4);
        begin();
        return body;
    }

    @Override
    public void close() {
        deflater.end();
    }

    private void begin() {
        deflater.reset();
        crc.reset();
        System.arraycopy(HEADER, 0, packed, 0, HEADER.length);
        packedLength = HEADER.length;
        chunkLength = 0;
        rawBytes = 0;
    }

    private void deflateChunk() {
        crc.update(chunk, 0, chunkLength);
        deflater.setInput(chunk, 0, chunkLength);
        while (!deflater.needsInput()) {
            ensureRoom();
            packedLength += deflater.deflate(packed, packedLength, packed.length - packedLength);
        }
        chunkLength = 0;
    }

    private void ensureRoom() {
        if (packedLength == packed.length) {
            packed = Arrays.copyOf(packed, packed.length * 2);
        }
    }

    private static void littleEndian(int value, byte[] target, int offset) {
        for (int i = 0; i < 4; i++) {
            target[offset + i] = (byte) (value >>> (8 * i));
        }
    }
}
