package io.github.azuremonitor.appender.common.batch;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.zip.Deflater;

/**
 * zlib. Rows are collected into chunks first: one call into it per row would cost as much as compressing the row. Full
 * chunks are compressed when the caller has time for it, or at the end.
 */
final class ZlibCompressor implements Compressor {
    private static final int CHUNK_BYTES = 32 * 1024;

    /** Chunks kept for the next rows: a batch may need 32, but rarely does. */
    private static final int SPARE_CHUNKS = 4;

    private final Deflater deflater;
    private final Deque<byte[]> full = new ArrayDeque<>();
    private final Deque<byte[]> spare = new ArrayDeque<>();
    private byte[] chunk = new byte[CHUNK_BYTES];
    private int chunkLength;
    private byte[] packed = new byte[64 * 1024];
    private int packedLength;

    /** With a level of 1 (fast) to 9 (small). */
    ZlibCompressor(int level) {
        deflater = new Deflater(level, true);
    }

    @Override
    public void begin(byte[] header) {
        full.clear();
        deflater.reset();
        System.arraycopy(header, 0, packed, 0, header.length);
        packedLength = header.length;
        chunkLength = 0;
    }

    @Override
    public void write(byte[] bytes, int length) {
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
    }

    @Override
    public boolean packOne() {
        byte[] first = full.pollFirst();
        if (first != null) {
            deflate(first, CHUNK_BYTES);
            if (spare.size() < SPARE_CHUNKS) {
                spare.addLast(first);
            }
        }
        return !full.isEmpty();
    }

    @Override
    public int unpackedBytes() {
        return full.size() * CHUNK_BYTES;
    }

    @Override
    public int heapBytes() {
        return packed.length + CHUNK_BYTES * (1 + full.size() + spare.size());
    }

    @Override
    public byte[] finish(int trailer) {
        while (packOne()) {
            // Until none is left.
        }
        deflate(chunk, chunkLength);
        deflater.finish();
        while (!deflater.finished()) {
            ensureRoom();
            packedLength += deflater.deflate(packed, packedLength, packed.length - packedLength);
        }
        return Arrays.copyOf(packed, packedLength + trailer);
    }

    @Override
    public void close() {
        deflater.end();
    }

    private void deflate(byte[] raw, int length) {
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
}
