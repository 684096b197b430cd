package io.github.azuremonitor.appender.common.batch;

import java.util.UUID;

/** The batch of one stream that still takes rows. Not thread-safe. */
final class OpenBatch implements AutoCloseable {
    private static final byte[] OPENING = {'['};
    private static final byte[] SEPARATOR = {',', '\n'};
    private static final byte[] CLOSING = {']'};

    private final String stream;
    private final GzipBody body;
    private int rows;
    private long firstNanos;
    private long oldestMillis;
    private long newestMillis;

    OpenBatch(String stream, int gzipLevel) {
        this.stream = stream;
        this.body = new GzipBody(gzipLevel);
    }

    String stream() {
        return stream;
    }

    int rows() {
        return rows;
    }

    long firstNanos() {
        return firstNanos;
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

    void add(byte[] row, int length, long epochMillis, long nowNanos) {
        if (rows == 0) {
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
        rows++;
    }

    Batch finish(long id, UUID requestId) {
        body.write(CLOSING, CLOSING.length);
        int rawBytes = body.rawBytes();
        var batch = new Batch(id, requestId, stream, rows, rawBytes, body.finish(), oldestMillis, newestMillis);
        rows = 0;
        return batch;
    }

    @Override
    public void close() {
        body.close();
    }
}
