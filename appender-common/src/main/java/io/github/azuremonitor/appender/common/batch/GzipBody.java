package io.github.azuremonitor.appender.common.batch;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A gzip stream written into a buffer that is used again for the next batch. Rows are collected into chunks first: one
 * call into zlib per row would cost as much as compressing it. Full chunks are packed when the caller has time for it,
 * or at the end. Not thread-safe.
 */
final class GzipBody implements AutoCloseable {
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    private static final int CHUNK_BYTES = 32 * 1024;
    private static final int TRAILER_BYTES = 8;

    /** Chunks kept for the next rows: a batch may need 32, but seldom does. */
    private static final int SPARE_CHUNKS = 4;

    private final Deflater deflater;
    private final CRC32 crc = new CRC32();
    private final Deque<byte[]> full = new ArrayDeque<>();
    private final Deque<byte[]> spare = new ArrayDeque<>();
    private byte[] chunk = new byte[CHUNK_BYTES];
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
                full.addLast(chunk);
                byte[] empty = spare.pollFirst();
                chunk = empty == null ? new byte[CHUNK_BYTES] : empty;
                chunkLength = 0;
            }
        }
        rawBytes += length;
    }

    /** Packs one chunk, a millisecond's work; returns whether another one is full. */
    boolean packOne() {
        byte[] first = full.pollFirst();
        if (first != null) {
            deflate(first, CHUNK_BYTES);
            if (spare.size() < SPARE_CHUNKS) {
                spare.addLast(first);
            }
        }
        return !full.isEmpty();
    }

    /** Packs all full chunks. */
    void pack() {
        while (packOne()) {
            // Until none is left.
        }
    }

    /** Bytes of full chunks that are not packed yet. */
    int unpackedBytes() {
        return full.size() * CHUNK_BYTES;
    }

    int heapBytes() {
        return packed.length + CHUNK_BYTES * (1 + full.size() + spare.size());
    }

    int rawBytes() {
        return rawBytes;
    }

    /** The finished stream as an array of its own; the buffer is ready for the next one. */
    byte[] finish() {
        pack();
        deflate(chunk, chunkLength);
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

    /** Forgets what was written. */
    void begin() {
        full.clear();
        deflater.reset();
        crc.reset();
        System.arraycopy(HEADER, 0, packed, 0, HEADER.length);
        packedLength = HEADER.length;
        chunkLength = 0;
        rawBytes = 0;
    }

    private void deflate(byte[] raw, int length) {
        crc.update(raw, 0, length);
        deflater.setInput(raw, 0, length);
        while (!deflater.needsInput()) {
            ensureRoom();
            packedLength += deflater.deflate(packed, packedLength, packed.length - packedLength);
        }
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
