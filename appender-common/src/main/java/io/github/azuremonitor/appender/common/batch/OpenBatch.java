package io.github.azuremonitor.appender.common.batch;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The batch of one stream that still takes rows; used again for the next one. Not thread-safe. */
public final class OpenBatch implements AutoCloseable {
    private static final byte[] OPENING = {'['};
    private static final byte[] SEPARATOR = {',', '\n'};
    private static final byte[] CLOSING = {']'};

    /**
     * With more than that to pack at its end, a few milliseconds' work, a batch goes as its page: the flusher is behind,
     * and what the ring fills with meanwhile is what a kill takes.
     */
    private static final int PACKED_AT_ONCE = 128 * 1024;

    private final String stream;
    private final GzipBody body;
    private final Journal journal;
    private Journal.@Nullable Page page;
    private int rows;
    private long number;
    private boolean broken;
    private long firstNanos;
    private long oldestMillis;
    private long newestMillis;

    /** An empty batch whose body is compressed with {@code gzipLevel}, 0 to 9. */
    public OpenBatch(String stream, int gzipLevel) {
        this(stream, gzipLevel, Journal.NONE);
    }

    OpenBatch(String stream, int gzipLevel, Journal journal) {
        this.stream = stream;
        this.journal = journal;
        this.body = new GzipBody(gzipLevel);
    }

    String stream() {
        return stream;
    }

    /** Rows so far. */
    public int rows() {
        return rows;
    }

    /** What {@link #number(long)} said. */
    long number() {
        return number;
    }

    /** Says which of all batches the next row begins. */
    void number(long next) {
        number = next;
    }

    /** Bytes of its buffers. */
    int heapBytes() {
        return body.heapBytes();
    }

    long firstNanos() {
        return firstNanos;
    }

    long oldestMillis() {
        return oldestMillis;
    }

    /** Whether the array stays within {@code maxBytes} with that row. */
    boolean fits(int rowBytes, int maxBytes) {
        int before = rows == 0 ? OPENING.length : body.rawBytes() + SEPARATOR.length;
        return before + rowBytes + CLOSING.length <= maxBytes;
    }

    /** Whether the rows' times stay within {@code maxMillis} of each other with that one. */
    boolean spans(long epochMillis, long maxMillis) {
        return rows > 0 && Math.max(newestMillis, epochMillis) - Math.min(oldestMillis, epochMillis) > maxMillis;
    }

    /**
     * Adds a row.
     *
     * @param epochMillis the row's TimeGenerated
     * @param nowNanos from when on the batch waits, if this is its first row
     */
    public void add(byte[] row, int length, long epochMillis, long nowNanos) {
        if (rows == 0) {
            page = journal.open(stream);
            body.write(OPENING, OPENING.length);
            firstNanos = nowNanos;
            oldestMillis = epochMillis;
            newestMillis = epochMillis;
        } else {
            body.write(SEPARATOR, SEPARATOR.length);
            oldestMillis = Math.min(oldestMillis, epochMillis);
            newestMillis = Math.max(newestMillis, epochMillis);
        }
        body.write(row, length);
        Journal.Page written = page;
        if (written == null) {
            body.pack();
        } else {
            written.add(row, length, epochMillis);
        }
        rows++;
    }

    /** Packs some of what waits for it, a millisecond's work; returns whether more does. */
    boolean packSome() {
        return body.packOne();
    }

    /** Gives the rows so far to the operating system. */
    void write() {
        Journal.Page written = page;
        if (written != null) {
            written.write();
        }
    }

    /**
     * The batch as it is posted; this one is empty again.
     *
     * @throws IllegalStateException if its body broke, and the page has not all rows after all
     */
    public Batch finish(long id, UUID requestId) {
        Journal.Page written = page;
        if (written != null) {
            written.finish();
        }
        int rawBytes = body.rawBytes() + CLOSING.length;
        var batch = new Batch(id, requestId, stream, rows, rawBytes, body(), oldestMillis, newestMillis, written);
        rows = 0;
        page = null;
        return batch;
    }

    private byte[] body() {
        Journal.Page written = page;
        boolean whole = written != null && written.isWhole();
        if (broken) {
            if (!whole) {
                throw new IllegalStateException("a body broke, and not all of its rows are in the journal");
            }
            return Batch.NO_BODY;
        }
        if (whole && body.unpackedBytes() > PACKED_AT_ONCE) {
            body.begin();
            return Batch.NO_BODY;
        }
        body.write(CLOSING, CLOSING.length);
        return body.finish();
    }

    /**
     * Says that the body is of no use any more: packing it failed, or adding the row behind the first {@code added}.
     *
     * @return whether the batch can go on as its page, which is the case if all rows are there
     */
    boolean broke(int added) {
        broken = true;
        rows = added;
        Journal.Page written = page;
        return written != null && rows > 0 && written.isWhole();
    }

    /** Whether there is no body, so that the batch takes no more rows and is to be cut. */
    boolean isBroken() {
        return broken;
    }

    /** Gives the rows up. */
    void discard() {
        Journal.Page written = page;
        if (written != null) {
            page = null;
            written.drop();
        }
        close();
    }

    @Override
    public void close() {
        body.close();
    }
}
