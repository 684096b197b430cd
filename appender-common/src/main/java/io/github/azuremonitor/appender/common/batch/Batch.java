package io.github.azuremonitor.appender.common.batch;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A finished request body with what delivery has to know of it. Immutable: nobody writes to the body. */
public final class Batch {
    static final byte[] NO_BODY = {};

    private static final int REGION_BYTES = 1 << 20;

    private final long id;
    private final UUID requestId;
    private final String stream;
    private final int rows;
    private final int rawBytes;
    private final byte[] body;
    private final long oldestMillis;
    private final long newestMillis;
    private final Journal.@Nullable Page page;

    /**
     * @param id rises with each batch of a pipeline; the parts of a split batch keep the id of the whole
     * @param requestId sent as {@code x-ms-client-request-id} with each attempt
     * @param stream DCR stream, {@code Custom-…}
     * @param rows number of rows, at least 1
     * @param rawBytes size of the JSON array before gzip, with brackets and separators
     * @param body the gzip body; not copied
     * @param oldestMillis earliest TimeGenerated, milliseconds since 1970
     * @param newestMillis latest TimeGenerated, milliseconds since 1970
     */
    public Batch(
            long id,
            UUID requestId,
            String stream,
            int rows,
            int rawBytes,
            byte[] body,
            long oldestMillis,
            long newestMillis) {
        this(id, requestId, stream, rows, rawBytes, body, oldestMillis, newestMillis, null);
    }

    Batch(
            long id,
            UUID requestId,
            String stream,
            int rows,
            int rawBytes,
            byte[] body,
            long oldestMillis,
            long newestMillis,
            Journal.@Nullable Page page) {
        this.id = id;
        this.requestId = requestId;
        this.stream = stream;
        this.rows = rows;
        this.rawBytes = rawBytes;
        this.body = body;
        this.oldestMillis = oldestMillis;
        this.newestMillis = newestMillis;
        this.page = page;
    }

    /** Rises with each batch of a pipeline. */
    public long id() {
        return id;
    }

    /** What {@code x-ms-client-request-id} carries. */
    public UUID requestId() {
        return requestId;
    }

    /** DCR stream. */
    public String stream() {
        return stream;
    }

    /** Number of rows. */
    public int rows() {
        return rows;
    }

    /** Bytes of the JSON array before gzip. */
    public int rawBytes() {
        return rawBytes;
    }

    /** The gzip body itself; must not be written to. */
    public byte[] body() {
        return body;
    }

    /**
     * What the body costs the heap, in bytes: G1 gives an array above half of a region whole regions of its own, and in
     * heaps up to 2 GB a region is 1 MB.
     */
    public int heapBytes() {
        return body.length < REGION_BYTES / 2 ? body.length : (body.length / REGION_BYTES + 1) * REGION_BYTES;
    }

    /** Earliest TimeGenerated, milliseconds since 1970. */
    public long oldestMillis() {
        return oldestMillis;
    }

    /** Latest TimeGenerated, milliseconds since 1970. */
    public long newestMillis() {
        return newestMillis;
    }

    /** Where the rows are written down, or null; whoever ends the batch drops it. */
    public Journal.@Nullable Page page() {
        return page;
    }

    /** The same batch, written down in {@code other}. */
    public Batch on(Journal.Page other) {
        return new Batch(id, requestId, stream, rows, rawBytes, body, oldestMillis, newestMillis, other);
    }

    /** The same rows without a body: they are read back from the page when there is time for them. */
    public Batch onPage() {
        return new Batch(id, requestId, stream, rows, rawBytes, NO_BODY, oldestMillis, newestMillis, page);
    }

    /** Whether the rows are on the page only. */
    public boolean isOnPage() {
        return body.length == 0;
    }

    @Override
    public String toString() {
        return "batch " + id + " of " + rows + " rows for " + stream;
    }
}
