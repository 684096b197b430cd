package io.github.azuremonitor.appender.common.batch;

import java.util.UUID;

/** A finished request body and what delivery needs to know about it. Immutable: the body is never modified. */
public final class Batch {
    static final byte[] NO_BODY = {};

    private static final int REGION_BYTES = 1 << 20;

    private final long id;
    private final UUID requestId;
    private final BatchInfo info;
    private final byte[] body;
    private final DiskCopy copy;

    /**
     * A batch without a copy on disk.
     *
     * @param id increases with each batch of a pipeline; the parts of a split batch keep the id of the whole
     * @param requestId sent as {@code x-ms-client-request-id} with each attempt
     * @param body the gzip body; not copied
     */
    public Batch(long id, UUID requestId, BatchInfo info, byte[] body) {
        this(id, requestId, info, body, Journal.Page.NONE);
    }

    Batch(long id, UUID requestId, BatchInfo info, byte[] body, DiskCopy copy) {
        this.id = id;
        this.requestId = requestId;
        this.info = info;
        this.body = body;
        this.copy = copy;
    }

    /** Increases with each batch of a pipeline. */
    public long id() {
        return id;
    }

    /** Value of {@code x-ms-client-request-id}. */
    public UUID requestId() {
        return requestId;
    }

    /** DCR stream. */
    public String stream() {
        return info.stream();
    }

    /** Number of rows. */
    public int rows() {
        return info.rows();
    }

    /** Bytes of the JSON array before gzip. */
    public int rawBytes() {
        return info.rawBytes();
    }

    /** The gzip body itself; must not be written to. */
    public byte[] body() {
        return body;
    }

    /**
     * Heap that the body takes, in bytes: G1 gives an array larger than half a region whole regions of its own, and in
     * heaps up to 2 GB a region is 1 MB.
     */
    public int heapBytes() {
        return body.length < REGION_BYTES / 2 ? body.length : (body.length / REGION_BYTES + 1) * REGION_BYTES;
    }

    /** Earliest TimeGenerated, milliseconds since 1970. */
    public long oldestMillis() {
        return info.oldestMillis();
    }

    /** Latest TimeGenerated, milliseconds since 1970. */
    public long newestMillis() {
        return info.newestMillis();
    }

    /** The rows' copy on disk, {@link Journal.Page#NONE} without one; dropped when the batch ends. */
    public DiskCopy copy() {
        return copy;
    }

    /** The same batch with another copy on disk. */
    public Batch with(DiskCopy other) {
        return new Batch(id, requestId, info, body, other);
    }

    /** The same rows without a body: they are read back from the page later. */
    public Batch onPage() {
        return new Batch(id, requestId, info, NO_BODY, copy);
    }

    /** Whether the rows are on the page only. */
    public boolean isOnPage() {
        return body.length == 0;
    }

    @Override
    public String toString() {
        return "batch " + id + " of " + rows() + " rows for " + stream();
    }
}
