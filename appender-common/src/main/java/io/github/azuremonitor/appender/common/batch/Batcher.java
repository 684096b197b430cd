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

    /** Cut, and still here because there was no memory to hand it on; its rows count as open. */
    private @Nullable Batch onItsWay;

    private long lastOpened;
    private long lastId;

    /** Written by the flusher, read by whoever reads the ledger. */
    private volatile long openRows;

    /** As {@link #openRows}. */
    private volatile long oldestMillis = OldestRow.NONE;

    /**
     * Finished batches go to {@code target}, on the flusher. One for which it throws is offered again.
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
        while (batch != null && (batch.isBroken() || !batch.fits(length, MAX_BYTES))) {
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
        } catch (RuntimeException | Error failure) {
            broke(batch, rows);
            throw failure;
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
            boolean due = batch.rows() > 0 && nowNanos - batch.firstNanos() >= pace.lingerNanos(batch.stream());
            if (due || batch.isBroken()) {
                cut(batch);
            }
        }
    }

    /** Nanoseconds until {@link #tick} has something to cut, should no row come; flusher only. */
    public long nanosToNext(long nowNanos) {
        long next = Long.MAX_VALUE;
        for (OpenBatch batch : open.all()) {
            if (batch.rows() > 0) {
                next = Math.min(next, batch.firstNanos() + pace.lingerNanos(batch.stream()) - nowNanos);
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

    /** Ends; rows that are still here are lost, and told. */
    @Override
    public void close() {
        int rows = (int) openRows;
        openRows(0);
        oldestMillis = OldestRow.NONE;
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
        // The one that was cut may have been the stream's only one, and is empty now.
        OpenBatch empty = open.find(stream, epochMillis, MAX_SPAN_MILLIS);
        return empty == null ? open.add(stream) : empty;
    }

    private void cut(OpenBatch batch) {
        handOn();
        int rows = batch.rows();
        try {
            onItsWay = batch.finish(lastId + 1, requestIds.get());
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

    /** Gives the batch that was cut last to the target. If that throws, it is still here. */
    private void handOn() {
        Batch batch = onItsWay;
        if (batch != null) {
            target.accept(batch);
            onItsWay = null;
            openRows(openRows - batch.rows());
            findOldest();
        }
    }

    private void cutBroken(OpenBatch batch, int rows, Throwable failure) {
        if (!batch.isBroken()) {
            if (broke(batch, rows)) {
                cut(batch);
            }
        } else if (failure instanceof OutOfMemoryError full) {
            // A page needs hardly any. If not now, then with the next round.
            throw full;
        } else {
            discard(batch, rows);
        }
    }

    /**
     * A body that broke half-way (the heap was full) is of no use any more. The batch goes on as its page, if there is
     * one; else its rows are lost and told.
     *
     * @return whether it goes on
     */
    private boolean broke(OpenBatch batch, int rows) {
        boolean goesOn = batch.broke(rows);
        if (!goesOn) {
            discard(batch, rows);
        }
        return goesOn;
    }

    private void discard(OpenBatch batch, int rows) {
        open.remove(batch);
        openRows(openRows - rows);
        lost.accept(rows);
        batch.discard();
        findOldest();
    }

    private void findOldest() {
        Batch cut = onItsWay;
        long oldest = cut == null ? OldestRow.NONE : cut.oldestMillis();
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
