package io.github.azuremonitor.appender.common.batch;

import java.util.UUID;

/** The batch of one stream that still takes rows; reused for the next one. Not thread-safe. */
public final class OpenBatch implements AutoCloseable {
    private static final byte[] OPENING = {'['};
    private static final byte[] SEPARATOR = {',', '\n'};
    private static final byte[] CLOSING = {']'};

    /**
     * With more bytes than this left to compress at its end, a few milliseconds' work, a batch is passed on as its
     * page: the flusher is behind, and a kill loses whatever fills the ring meanwhile.
     */
    private static final int PACKED_AT_ONCE = 128 * 1024;

    private final String stream;
    private final GzipBody body;
    private final Journal journal;
    private Journal.Page page = Journal.Page.NONE;
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

    /** The number set by {@link #number(long)}. */
    long number() {
        return number;
    }

    /** Sets the number of the batch that the next row begins. */
    void number(long next) {
        number = next;
    }

    /** Bytes that its buffers take. */
    int heapBytes() {
        return body.heapBytes();
    }

    long firstNanos() {
        return firstNanos;
    }

    long oldestMillis() {
        return oldestMillis;
    }

    /** Whether the array stays within {@code maxBytes} with this row. */
    boolean fits(int rowBytes, int maxBytes) {
        int before = rows == 0 ? OPENING.length : body.rawBytes() + SEPARATOR.length;
        return before + rowBytes + CLOSING.length <= maxBytes;
    }

    /** Whether the rows' times stay within {@code maxMillis} of each other with this one. */
    boolean spans(long epochMillis, long maxMillis) {
        return rows > 0 && Math.max(newestMillis, epochMillis) - Math.min(oldestMillis, epochMillis) > maxMillis;
    }

    /**
     * Adds a row.
     *
     * @param epochMillis the row's TimeGenerated
     * @param nowNanos start of the batch's linger, if this is its first row
     */
    public void add(byte[] row, int length, long epochMillis, long nowNanos) {
        if (rows == 0) {
            page = journal.open(stream);
            body.write(OPENING, OPENING.length);
            firstNanos = nowNanos;
        } else {
            body.write(SEPARATOR, SEPARATOR.length);
        }
        body.write(row, length);
        if (page == Journal.Page.NONE) {
            body.pack();
        } else {
            page.add(row, length, epochMillis);
        }
        // Last: whatever fails above, the row is not in the batch.
        oldestMillis = rows == 0 ? epochMillis : Math.min(oldestMillis, epochMillis);
        newestMillis = rows == 0 ? epochMillis : Math.max(newestMillis, epochMillis);
        rows++;
    }

    /** Compresses some of the waiting bytes, which takes about a millisecond; returns whether more are waiting. */
    boolean packSome() {
        return body.packOne();
    }

    /** Writes the rows so far to the operating system. */
    void write() {
        page.write();
    }

    /**
     * The batch as it is posted; this object is empty afterwards.
     *
     * @throws IllegalStateException if its body is broken and the page lacks some rows
     */
    public Batch finish(long id, UUID requestId) {
        page.finish();
        var info = new BatchInfo(stream, rows, body.rawBytes() + CLOSING.length, oldestMillis, newestMillis);
        var batch = new Batch(id, requestId, info, body(), page);
        rows = 0;
        page = Journal.Page.NONE;
        return batch;
    }

    private byte[] body() {
        boolean whole = page.isWhole();
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
     * Marks the body as unusable: compressing failed, or adding the row after the first {@code added}.
     *
     * @return whether the batch can continue as its page, which must have all rows
     */
    boolean broke(int added) {
        broken = true;
        rows = added;
        return rows > 0 && page.isWhole();
    }

    /** Whether there is no body, so that the batch takes no more rows and must be cut. */
    boolean isBroken() {
        return broken;
    }

    /** Discards the rows. */
    void discard() {
        page.drop();
        page = Journal.Page.NONE;
        close();
    }

    @Override
    public void close() {
        body.close();
    }
}
