package io.github.azuremonitor.appender.common.batch;

import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Collects rows into open batches, one per stream and span of time, and cuts them
 *
 * <ul>
 *   <li>by size: before the row with which the array would exceed {@value #MAX_BYTES} bytes;
 *   <li>by time span: a row with which the times would lie more than 29 minutes apart goes into another batch, because
 *       tables of the Auxiliary plan refuse 30 (Azure Monitor docs, log data ingestion time); with too many of these open
 *       the one that took no row for the longest time is cut;
 *   <li>by linger, in {@link #tick};
 *   <li>by level or flush, in {@link #cut}.
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

    private final Pace pace;
    private final Supplier<UUID> requestIds;
    private final Consumer<Batch> target;
    private final IntConsumer lost;
    private final OpenBatches open;
    private long lastOpened;
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
        this.pace = pace;
        this.requestIds = requestIds;
        this.target = target;
        this.lost = lost;
        this.open = new OpenBatches(stream -> new OpenBatch(stream, gzipLevel, journal));
    }

    /**
     * Adds one row of at most {@link #MAX_ROW_BYTES} bytes.
     *
     * @param epochMillis the row's TimeGenerated
     */
    public void add(String stream, byte[] row, int length, long epochMillis, long nowNanos) {
        OpenBatch batch = open.find(stream, epochMillis, MAX_SPAN_MILLIS);
        while (batch != null && !batch.fits(length, MAX_BYTES)) {
            cut(batch);
            batch = open.find(stream, epochMillis, MAX_SPAN_MILLIS);
        }
        if (batch == null) {
            batch = oneMore(stream, epochMillis);
        }
        int rows = batch.rows();
        if (rows == 0) {
            batch.number(++lastOpened);
        }
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
        open.all().forEach(OpenBatch::write);
    }

    /**
     * Packs some of the rows, a millisecond's work; called after {@link #write()}. With a journal rows are safe before
     * they are packed, and the ring is looked at in between.
     *
     * @return whether more is to be packed
     */
    public boolean packSome() {
        boolean more = false;
        for (OpenBatch batch : open.all()) {
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
        for (OpenBatch batch : open.all()) {
            if (batch.rows() > 0 && nowNanos - batch.firstNanos() >= pace.lingerNanos(batch.stream())) {
                cut(batch);
            }
        }
    }

    /** Cuts every open batch. */
    public void cutAll() {
        cut(lastOpened, stream -> true);
    }

    /** Cuts the batches of {@code streams} that {@link #lastOpened()} has counted up to {@code upTo}. */
    public void cut(long upTo, Predicate<String> streams) {
        for (OpenBatch batch : open.all()) {
            if (batch.rows() > 0 && batch.number() <= upTo && streams.test(batch.stream())) {
                cut(batch);
            }
        }
    }

    /** Whether every batch up to that one is cut. */
    public boolean isCut(long upTo) {
        return open.all().stream().noneMatch(batch -> batch.rows() > 0 && batch.number() <= upTo);
    }

    /** How many batches were opened so far: what was added before is in these. */
    public long lastOpened() {
        return lastOpened;
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
        open.all().forEach(OpenBatch::close);
        open.clear();
    }

    private OpenBatch oneMore(String stream, long epochMillis) {
        OpenBatch surplus = open.surplus(stream);
        if (surplus != null) {
            cut(surplus);
        }
        // The one that was cut may have been the stream's only one, and is empty now.
        OpenBatch empty = open.find(stream, epochMillis, MAX_SPAN_MILLIS);
        return empty == null ? open.add(stream) : empty;
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
        open.dropIfBesideAnother(batch);
        target.accept(finished);
        findOldest();
    }

    /** A body that broke half-way (the heap was full) is of no use any more; its rows are lost and told. */
    private void discard(OpenBatch batch, int rows) {
        open.remove(batch);
        batch.discard();
        openRows(openRows - rows);
        findOldest();
        lost.accept(rows);
    }

    private void findOldest() {
        long oldest = OldestRow.NONE;
        for (OpenBatch batch : open.all()) {
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
