package io.github.azuremonitor.appender.common.flush;

import io.github.azuremonitor.appender.common.batch.Batcher;
import io.github.azuremonitor.appender.common.batch.LingerPolicy;
import io.github.azuremonitor.appender.common.deliver.Courier;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.LossMarks;
import io.github.azuremonitor.appender.common.ring.EventRing;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The calls that wait until everything logged before them is accepted. A flush covers what was logged since the calling
 * thread's last flush that got an answer; a thread's first one covers the last hour. Flusher only, unless stated
 * otherwise.
 */
final class Flushes {
    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final int MINUTES = 60;

    private final EventRing ring;
    private final Batcher batcher;
    private final LingerPolicy lingerPolicy;
    private final Courier courier;
    private final Ledger ledger;

    /** Requested, but the ring is not read up to their slot yet; any thread adds. */
    private final Queue<Flush> asked = new ConcurrentLinkedQueue<>();

    /** Read, but with rows in open batches that would only wait elsewhere if they were cut. */
    private final Deque<Flush> uncut = new ArrayDeque<>();

    /** Losses by sequence in the ring. */
    private final LossMarks losses = new LossMarks();

    /** The point of each thread's last answer. A JDK type, so that no thread keeps our classes loaded. */
    @SuppressWarnings("ThreadLocalUsage") // each pipeline has answers of its own
    private final ThreadLocal<long[]> answered = new ThreadLocal<>();

    private final Deque<Point> minutes = new ArrayDeque<>();
    private long lastMinuteNanos;
    private volatile Point anHourAgo = new Point(0, -1, 0);

    /** Set when {@link #asked} is no longer read; any thread. */
    private volatile boolean finished;

    Flushes(EventRing ring, Batcher batcher, Courier courier, Ledger ledger, long nowNanos) {
        this.ring = ring;
        this.batcher = batcher;
        this.lingerPolicy = batcher.lingerPolicy();
        this.courier = courier;
        this.ledger = ledger;
        this.lastMinuteNanos = nowNanos;
    }

    /** Requests an answer about everything logged before this call; any thread. */
    Flush ask() {
        long[] last = answered.get();
        Point since = last == null ? anHourAgo : new Point(last[0], last[1], last[2]);
        var flush = new Flush(this, since, ledger.lostAtDoor(), ring.claimedUpTo());
        asked.add(flush);
        if (finished) {
            refuse();
        }
        ring.wake();
        return flush;
    }

    /** The calling thread has got its answer; any thread. */
    void answered(Flush flush) {
        answered.set(new long[] {flush.lostAtDoor, flush.upTo, flush.lastBatch});
    }

    /** The event with this sequence in the ring is lost. */
    void lost(long sequence) {
        losses.add(sequence);
    }

    /** Called after each drain of the ring. */
    void tick(long nowNanos) {
        if (nowNanos - lastMinuteNanos >= MINUTE_NANOS) {
            lastMinuteNanos = nowNanos;
            minutes.addLast(new Point(ledger.lostAtDoor(), ring.readUpTo(), batcher.lastId()));
            if (minutes.size() > MINUTES) {
                anHourAgo = minutes.removeFirst();
            }
        }
        if (!asked.isEmpty() || !uncut.isEmpty()) {
            takeRead();
            answer(false);
        }
    }

    /** The last batch is cut: waiting flushes are answered with its fate, and further requests are refused. */
    void finish() {
        try {
            takeRead();
            answer(true);
        } finally {
            finished = true;
            refuse();
        }
    }

    private void takeRead() {
        long read = ring.readUpTo();
        for (Flush flush = asked.peek(); flush != null && flush.upTo <= read; flush = asked.peek()) {
            asked.remove();
            flush.openUpTo = batcher.lastOpened();
            uncut.addLast(flush);
        }
    }

    /**
     * Cuts what would be sent at once. In an outage a cut would only create a small file, and later a POST of its own.
     */
    private void answer(boolean all) {
        Flush last = uncut.peekLast();
        if (last == null) {
            return;
        }
        batcher.cut(last.openUpTo, stream -> all || lingerPolicy.canSend(stream));
        // In an outage many callers that have timed out may accumulate.
        uncut.removeIf(Flush::isOver);
        for (Flush flush = uncut.peekFirst();
                flush != null && batcher.isCut(flush.openUpTo);
                flush = uncut.peekFirst()) {
            uncut.removeFirst();
            flush.lastBatch = batcher.lastId();
            if (losses.anyIn(flush.since.sequence + 1, flush.upTo)) {
                flush.lostSome = true;
            }
            courier.whenAllSettled(flush.since.batch + 1, flush.lastBatch, flush.settled);
        }
    }

    /** Requests are no longer read. */
    private void refuse() {
        for (Flush late = asked.poll(); late != null; late = asked.poll()) {
            late.giveUp();
        }
    }

    /**
     * A place in everything that was logged.
     *
     * @param lostAtDoor events lost before they entered the ring
     * @param sequence youngest slot of the ring
     * @param batch youngest batch
     */
    record Point(long lostAtDoor, long sequence, long batch) {}
}
