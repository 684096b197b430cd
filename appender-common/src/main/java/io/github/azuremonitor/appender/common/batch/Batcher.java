package io.github.azuremonitor.appender.common.batch;

import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
     * Largest size of one request, counted before gzip: Azure checks the bytes on the wire and documents the limit for
     * both (Azure Monitor docs, service limits, Logs Ingestion API).
     */
    public static final int MAX_BYTES = 1_048_576;

    /** Largest size of one row: brackets take two bytes. */
    public static final int MAX_ROW_BYTES = MAX_BYTES - 2;

    static final long MAX_SPAN_MILLIS = 29 * 60 * 1000L;

    private final LingerPolicy lingerPolicy;
    private final Supplier<UUID> requestIds;
    private final Consumer<Batch> target;
    private final IntConsumer lost;
    private final OpenBatches open;

    /** Cut, but still here because there was no memory to hand it on; its rows count as open. */
    private @Nullable Batch cutBatch;

    private long lastOpened;
    private long lastId;

    /** Rows of the open batches and of the one that is cut but still here; their bytes do not count. */
    private final HeldRows held = new HeldRows();

    /**
     * Finished batches go to {@code target}, on the flusher. One for which it throws is offered again.
     *
     * @param lost called with the number of rows lost with a broken batch
     */
    public Batcher(
            int gzipLevel,
            LingerPolicy lingerPolicy,
            Supplier<UUID> requestIds,
            Consumer<Batch> target,
            IntConsumer lost) {
        this(gzipLevel, lingerPolicy, requestIds, target, lost, Journal.NONE);
    }

    /** As above, with a journal for rows of open batches. */
    public Batcher(
            int gzipLevel,
            LingerPolicy lingerPolicy,
            Supplier<UUID> requestIds,
            Consumer<Batch> target,
            IntConsumer lost,
            Journal journal) {
        this.lingerPolicy = lingerPolicy;
        this.requestIds = requestIds;
        this.target = target;
        this.lost = lost;
        this.open = new OpenBatches(stream -> new OpenBatch(stream, gzipLevel, journal));
    }

    /** By which batches are cut; any thread. */
    public LingerPolicy lingerPolicy() {
        return lingerPolicy;
    }

    /**
     * Adds one row of at most {@link #MAX_ROW_BYTES} bytes.
     *
     * @param epochMillis the row's TimeGenerated
     */
    public void add(String stream, byte[] row, int length, long epochMillis, long nowNanos) {
        OpenBatch batch = open.find(stream, epochMillis, MAX_SPAN_MILLIS);
        while (batch != null && (batch.isBroken() || !batch.fits(length, MAX_BYTES))) {
            cut(batch);
            batch = open.find(stream, epochMillis, MAX_SPAN_MILLIS);
        }
        if (batch == null) {
            batch = oneMore(stream, epochMillis);
        }
        int rows = batch.rows();
        long oldest = batch.oldestMillis();
        if (rows == 0) {
            // A row that is in the batch is counted, whatever memory there is by then.
            held.reserve();
            batch.number(++lastOpened);
        }
        try {
            batch.add(row, length, epochMillis, nowNanos);
        } catch (RuntimeException | Error failure) {
            broke(batch, rows);
            throw failure;
        }
        if (rows == 0) {
            held.add(1, 0, epochMillis);
        } else {
            held.addRow(epochMillis, oldest);
        }
    }

    /**
     * Writes the rows so far to the journal, if there is one, so that they outlive the process; called after each drain
     * of the ring.
     */
    public void write() {
        open.all().forEach(OpenBatch::write);
    }

    /**
     * Compresses some of the rows, which takes about a millisecond; called after {@link #write()}. With a journal, rows
     * are safe before they are compressed, and the ring is checked in between.
     *
     * @return whether there is more to compress
     */
    public boolean packSome() {
        boolean more = false;
        for (OpenBatch batch : open.all()) {
            try {
                more |= !batch.isBroken() && batch.packSome();
            } catch (RuntimeException | Error failure) {
                broke(batch, batch.rows());
                throw failure;
            }
        }
        return more;
    }

    /** Cuts what has lingered long enough; called after each drain of the ring. */
    public void tick(long nowNanos) {
        handOn();
        for (OpenBatch batch : open.all()) {
            boolean due = batch.rows() > 0 && nowNanos - batch.firstNanos() >= lingerPolicy.lingerNanos(batch.stream());
            if (due || batch.isBroken()) {
                cut(batch);
            }
        }
    }

    /** Nanoseconds until {@link #tick} has something to cut if no row comes; flusher only. */
    public long nanosToNext(long nowNanos) {
        long next = Long.MAX_VALUE;
        for (OpenBatch batch : open.all()) {
            if (batch.rows() > 0) {
                next = Math.min(next, batch.firstNanos() + lingerPolicy.lingerNanos(batch.stream()) - nowNanos);
            }
        }
        return next;
    }

    /** Cuts every open batch. */
    public void cutAll() {
        cut(lastOpened, stream -> true);
    }

    /** Cuts the batches of {@code streams} that {@link #lastOpened()} has counted up to {@code upTo}. */
    public void cut(long upTo, Predicate<String> streams) {
        handOn();
        for (OpenBatch batch : open.all()) {
            if (batch.rows() > 0 && batch.number() <= upTo && streams.test(batch.stream())) {
                cut(batch);
            }
        }
    }

    /** Whether every batch up to {@code upTo} is cut. */
    public boolean isCut(long upTo) {
        return open.all().stream().noneMatch(batch -> batch.rows() > 0 && batch.number() <= upTo);
    }

    /** Number of batches opened so far: all rows added before are in these. */
    public long lastOpened() {
        return lastOpened;
    }

    /** Id of the batch cut last. */
    public long lastId() {
        return lastId;
    }

    /** Rows in open batches; any thread. */
    public long openRows() {
        return held.rows();
    }

    /** Time of the oldest row in open batches in milliseconds since 1970, or {@link HeldRows#NONE}; any thread. */
    public long oldestMillis() {
        return held.oldestMillis();
    }

    /** Closes the batcher; rows that are still here are lost and reported. */
    @Override
    public void close() {
        int rows = (int) held.rows();
        held.clear();
        if (rows > 0) {
            lost.accept(rows);
        }
        open.all().forEach(OpenBatch::close);
        open.clear();
    }

    private OpenBatch oneMore(String stream, long epochMillis) {
        OpenBatch surplus = open.surplus(stream);
        if (surplus != null) {
            cut(surplus);
        }
        // The batch just cut may have been the stream's only one, and is empty now.
        OpenBatch empty = open.find(stream, epochMillis, MAX_SPAN_MILLIS);
        return empty == null ? open.add(stream) : empty;
    }

    private void cut(OpenBatch batch) {
        handOn();
        int rows = batch.rows();
        try {
            cutBatch = batch.finish(lastId + 1, requestIds.get());
        } catch (RuntimeException | Error failure) {
            cutBroken(batch, rows, failure);
            return;
        }
        lastId++;
        if (batch.isBroken()) {
            open.remove(batch);
            batch.close();
        } else {
            open.dropIfBesideAnother(batch);
        }
        handOn();
    }

    /** Passes the batch cut last to the target. If that throws, it stays here. */
    private void handOn() {
        Batch batch = cutBatch;
        if (batch != null) {
            target.accept(batch);
            cutBatch = null;
            held.remove(batch.rows(), 0, batch.oldestMillis());
        }
    }

    private void cutBroken(OpenBatch batch, int rows, Throwable failure) {
        if (!batch.isBroken()) {
            if (broke(batch, rows)) {
                cut(batch);
            }
        } else if (failure instanceof OutOfMemoryError full) {
            // A batch on its page needs hardly any memory. If not now, the next round does it.
            throw full;
        } else {
            discard(batch, rows);
        }
    }

    /**
     * A body that broke half-way (the heap was full) is unusable. The batch continues as its page, if there is one;
     * else its rows are lost and reported.
     *
     * @return whether it continues
     */
    private boolean broke(OpenBatch batch, int rows) {
        boolean continues = batch.broke(rows);
        if (!continues) {
            discard(batch, rows);
        }
        return continues;
    }

    private void discard(OpenBatch batch, int rows) {
        open.remove(batch);
        if (rows > 0) {
            held.remove(rows, 0, batch.oldestMillis());
        }
        lost.accept(rows);
        batch.discard();
    }
}
