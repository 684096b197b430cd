package io.github.azuremonitor.appender.common.encode;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The bytes of one row; grows, and is used again for the next row. Not thread-safe. */
public final class RowBuffer {
    /** A bigger buffer is given back after the row that needed it. */
    private static final int KEPT_BYTES = 256 * 1024;

    static final int USUAL_BYTES = 2 * 1024;

    private byte[] bytes;
    private int length;
    private @Nullable PlainText plainText;

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
        add(source, 0, count);
    }

    void add(byte[] source, int offset, int count) {
        System.arraycopy(source, offset, room(count), length, count);
        length += count;
    }

    /** Gives the array back if it is far larger than most rows need. */
    void trim() {
        if (bytes.length > 4 * USUAL_BYTES) {
            bytes = new byte[USUAL_BYTES];
        }
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

    /** Copies texts into the array. */
    PlainText plainText() {
        PlainText known = plainText;
        if (known == null) {
            known = new PlainText();
            plainText = known;
        }
        return known;
    }

    /** The bytes in an array of their own. */
    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }
}
