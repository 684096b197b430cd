package io.github.azuremonitor.appender.emulator.rows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A body's JSON as it is inflated, counted, and given up beyond a limit. Used by one thread at a time. */
final class InflatedBody extends InputStream {
    /** A body that has become larger than this waits for its turn: one row of it may be as large as itself. */
    private static final int LARGE_BYTES = 4 << 20;

    private static final int CHUNK_BYTES = 16 * 1024;

    /** Why a body cannot be inflated. */
    static final class Fault extends IOException {
        private static final long serialVersionUID = 1L;

        final UnreadableBodyException.Reason reason;

        Fault(UnreadableBodyException.Reason reason, String message, @Nullable IOException cause) {
            super(message, cause);
            this.reason = reason;
        }
    }

    private final byte[] body;
    private final boolean gzip;
    private final int maxBytes;
    private final @Nullable Semaphore largeBodies;
    private @Nullable InputStream in;
    private long bytes;
    private boolean large;

    /** @param largeBodies how many large bodies may be read at the same time, null for any number */
    InflatedBody(byte[] body, boolean gzip, int maxBytes, @Nullable Semaphore largeBodies) {
        this.body = body;
        this.gzip = gzip;
        this.maxBytes = maxBytes;
        this.largeBodies = largeBodies;
    }

    /** Gives up at once a body that says itself that it is too large: its rows need not be read to find out. */
    void refuseIfItSaysSo() throws IOException {
        int at = body.length - Integer.BYTES; // where gzip has the size, modulo 2^32 (RFC 1952, ISIZE)
        if (gzip && at >= 0) {
            int size = ByteBuffer.wrap(body, at, Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getInt();
            if (Integer.toUnsignedLong(size) > maxBytes) {
                new InflatedBody(body, true, maxBytes, null).drain();
            }
        }
    }

    /** How many bytes were inflated so far. */
    long bytes() {
        return bytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int n;
        try {
            if (in == null) {
                InputStream raw = new ByteArrayInputStream(body);
                in = gzip ? new GZIPInputStream(raw, CHUNK_BYTES) : raw;
            }
            n = in.read(target, offset, length);
        } catch (IOException e) {
            throw new Fault(UnreadableBodyException.Reason.NOT_GZIP, "The content is not gzip: " + e.getMessage(), e);
        }
        if (n > 0) {
            bytes += n;
            if (gzip && bytes > maxBytes) {
                throw new Fault(
                        UnreadableBodyException.Reason.INFLATES_TOO_LARGE,
                        "The content inflates to more than " + maxBytes + " bytes.",
                        null);
            }
            waitIfLarge();
        }
        return n;
    }

    private void waitIfLarge() {
        if (!large && largeBodies != null && bytes > LARGE_BYTES) {
            largeBodies.acquireUninterruptibly();
            large = true;
        }
    }

    /** Inflates what is left, to find out whether all of it could be. */
    void drain() throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        while (read(chunk, 0, chunk.length) >= 0) {
            // It is counted, and held to the limit.
        }
    }

    @Override
    public void close() {
        if (large && largeBodies != null) {
            large = false;
            largeBodies.release();
        }
    }
}
