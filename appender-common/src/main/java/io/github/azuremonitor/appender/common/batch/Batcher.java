package io.github.azuremonitor.appender.common.batch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Collects rows into one open batch per stream and cuts it
 *
 * <ul>
 *   <li>by size: before the row with which the array would exceed {@value #MAX_BYTES} bytes;
 *   <li>by time span: before the row with which the times would lie more than 29 minutes apart, because tables of the
 *       Auxiliary plan refuse 30 (Azure Monitor docs, log data ingestion time);
 *   <li>by linger, in {@link #tick};
 *   <li>by level or flush, in {@link #cutAll}.
 * </ul>
 *
 * <p>Flusher only, but for {@link #openRows()} and {@link #oldestMillis()}.
 */
public final class Batcher implements AutoCloseable {
    /**
     * Most bytes of one request, counted before gzip: Azure checks the bytes on the wire and documents the limit for both
     * (Azure Monitor docs, service limits, Logs Ingestion API).
     */
    public static final int MAX_BYTES = 1_048_576;

    /** Most bytes of one row: brackets take two. */
    public static final int MAX_ROW_BYTES = MAX_BYTES - 2;

    static final long MAX_SPAN_MILLIS = 29 * 60 * 1000L;

    private final int gzipLevel;
    private final Pace pace;
    private final Supplier<UUID> requestIds;
    private final Consumer<Batch> target;
    private final IntConsumer lost;
    private final Journal journal;
    private final Map<String, OpenBatch> open = new LinkedHashMap<>();
    private long lastId;

    /** Written by the flusher, read by whoever reads the ledger. */
    private volatile long openRows;

    /** As {@link #openRows}. */
    private volatile long oldestMillis = OldestRow.NONE;

    /**
     * Finished batches go to {@code target}, on the flusher.
     *
     * @param lost is told how many rows went with a batch that broke
     */
    public Batcher(int gzipLevel, Pace pace, Supplier<UUID> requestIds, Consumer<Batch> target, IntConsumer lost) {
        this(gzipLevel, pace, requestIds, target, lost, Journal.NONE);
    }

    /** As above, with a journal for rows of open batches. */
    public Batcher(
            int gzipLevel,
            Pace pace,
            Supplier<UUID> requestIds,
            Consumer<Batch> target,
            IntConsumer lost,
            Journal journal) {
        this.gzipLevel = gzipLevel;
        this.pace = pace;
        this.requestIds = requestIds;
        this.target = target;
        this.lost = lost;
        this.journal = journal;
    }

    /**
     * Adds one row of at most {@link #MAX_ROW_BYTES} bytes.
     *
     * @param epochMillis the row's TimeGenerated
     */
    public void add(String stream, byte[] row, int length, long epochMillis, long nowNanos) {
        OpenBatch batch = open(stream);
        if (!batch.fits(length, MAX_BYTES) || batch.spans(epochMillis, MAX_SPAN_MILLIS)) {
            cut(batch);
            batch = open(stream);
        }
        int rows = batch.rows();
        try {
            batch.add(row, length, epochMillis, nowNanos);
        } catch (RuntimeException | Error broken) {
            discard(batch, rows);
            throw broken;
        }
        openRows(openRows + 1);
        if (epochMillis < oldestMillis) {
            oldestMillis = epochMillis;
        }
    }

    /** Makes the rows so far outlive the process, if there is a journal; called after each drain of the ring. */
    public void write() {
        open.values().forEach(OpenBatch::write);
    }

    /**
     * Packs some of the rows, a millisecond's work; called after {@link #write()}. With a journal rows are safe before
     * they are packed, and the ring is looked at in between.
     *
     * @return whether more is to be packed
     */
    public boolean packSome() {
        boolean more = false;
        for (OpenBatch batch : List.copyOf(open.values())) {
            int rows = batch.rows();
            try {
                more |= batch.packSome();
            } catch (RuntimeException | Error broken) {
                discard(batch, rows);
                throw broken;
            }
        }
        return more;
    }

    /** Cuts what has lingered long enough; called after each drain of the ring. */
    public void tick(long nowNanos) {
        long linger = pace.lingerNanos();
        for (OpenBatch batch : List.copyOf(open.values())) {
            if (batch.rows() > 0 && nowNanos - batch.firstNanos() >= linger) {
                cut(batch);
            }
        }
    }

    /** Cuts every open batch. */
    public void cutAll() {
        for (OpenBatch batch : List.copyOf(open.values())) {
            if (batch.rows() > 0) {
                cut(batch);
            }
        }
    }

    /** Id of the batch that was cut last. */
    public long lastId() {
        return lastId;
    }

    /** Rows in open batches; any thread. */
    public long openRows() {
        return openRows;
    }

    /** Time of the oldest row in open batches in milliseconds since 1970, or {@link OldestRow#NONE}; any thread. */
    public long oldestMillis() {
        return oldestMillis;
    }

    @Override
    public void close() {
        open.values().forEach(OpenBatch::close);
        open.clear();
    }

    private OpenBatch open(String stream) {
        OpenBatch batch = open.get(stream);
        if (batch == null) {
            batch = new OpenBatch(stream, gzipLevel, journal);
            open.put(stream, batch);
        }
        return batch;
    }

    private void cut(OpenBatch batch) {
        int rows = batch.rows();
        Batch finished;
        try {
            finished = batch.finish(lastId + 1, requestIds.get());
        } catch (RuntimeException | Error broken) {
            discard(batch, rows);
            return;
        }
        lastId++;
        openRows(openRows - rows);
        target.accept(finished);
        findOldest();
    }

    /** A body that broke half-way (the heap was full) is of no use any more; its rows are lost and told. */
    private void discard(OpenBatch batch, int rows) {
        open.remove(batch.stream(), batch);
        batch.discard();
        openRows(openRows - rows);
        findOldest();
        lost.accept(rows);
    }

    private void findOldest() {
        long oldest = OldestRow.NONE;
        for (OpenBatch batch : open.values()) {
            if (batch.rows() > 0) {
                oldest = Math.min(oldest, batch.oldestMillis());
            }
        }
        oldestMillis = oldest;
    }

    /** Only the flusher writes, so that reading and writing in two steps loses nothing. */
    private void openRows(long rows) {
        openRows = rows;
    }
}
