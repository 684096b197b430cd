package io.github.azuremonitor.appender.common.encode;

import java.util.Arrays;

/** The bytes of one row; grows, and is used again for the next row. Not thread-safe. */
public final class RowBuffer {
    /** A bigger buffer is given back after the row that needed it. */
    private static final int KEPT_BYTES = 256 * 1024;

    private static final int USUAL_BYTES = 8 * 1024;

    private byte[] bytes;
    private int length;

    RowBuffer() {
        this(USUAL_BYTES);
    }

    RowBuffer(int capacity) {
        bytes = new byte[capacity];
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
            bytes = new byte[USUAL_BYTES];
        }
        length = 0;
    }

    void add(byte value) {
        room(1)[length++] = value;
    }

    void add(byte[] source) {
        add(source, source.length);
    }

    void add(byte[] source, int count) {
        System.arraycopy(source, 0, room(count), length, count);
        length += count;
    }

    /** The array, with room for so many bytes behind {@link #length()}. */
    byte[] room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
        return bytes;
    }

    /** Says up to where the array was written. */
    void length(int bytesNow) {
        length = bytesNow;
    }

    /** The bytes in an array of their own. */
    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }
}
