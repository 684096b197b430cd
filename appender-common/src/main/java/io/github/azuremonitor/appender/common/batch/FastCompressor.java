package io.github.azuremonitor.appender.common.batch;

import io.github.azuremonitor.appender.common.deflate.DeflateEncoder;
import java.util.Arrays;

/** Our own encoder, which is fast enough to leave no work for idle moments. */
final class FastCompressor implements Compressor {
    private final DeflateEncoder encoder = new DeflateEncoder();

    @Override
    public void begin(byte[] header) {
        encoder.begin(header);
    }

    @Override
    public void write(byte[] bytes, int length) {
        encoder.write(bytes, 0, length);
    }

    @Override
    public boolean packOne() {
        return false;
    }

    @Override
    public int unpackedBytes() {
        return 0;
    }

    @Override
    public int heapBytes() {
        return encoder.heapBytes();
    }

    @Override
    public byte[] finish(int trailer) {
        encoder.finish();
        return Arrays.copyOf(encoder.bytes(), encoder.length() + trailer);
    }

    @Override
    public void close() {
        // Holds nothing but memory.
    }
}
