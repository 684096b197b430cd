package io.github.azuremonitor.appender.common.encode;

import java.io.OutputStream;
import java.util.Arrays;

/** The bytes of one row; grows, and is used again for the next row. Not thread-safe. */
public final class RowBuffer extends OutputStream {
    /** A bigger buffer is given back after the row that needed it. */
    private static final int KEPT_BYTES = 256 * 1024;

    private byte[] bytes = new byte[8 * 1024];
    private int length;

    @Override
    public void write(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
    }

    @Override
    public void write(byte[] source, int offset, int count) {
        ensure(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    /** The array itself; the first {@link #length()} bytes count. */
    public byte[] bytes() {
        return bytes;
    }

    /** Number of bytes. */
    public int length() {
        return length;
    }

    void clear() {
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[8 * 1024];
        }
        length = 0;
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }
}
