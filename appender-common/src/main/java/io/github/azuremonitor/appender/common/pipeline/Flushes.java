package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.batch.Batcher;
import io.github.azuremonitor.appender.common.batch.Pace;
import io.github.azuremonitor.appender.common.deliver.Courier;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.LossMarks;
import io.github.azuremonitor.appender.common.ring.EventRing;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Who waits until everything that was logged before a call is accepted. A flush answers for what was logged since the
 * calling thread's last one that had an answer; a thread's first one for the last hour. Flusher only, but for what says
 * otherwise.
 */
final class Flushes {
    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final int MINUTES = 60;

    private final EventRing ring;
    private final Batcher batcher;
    private final Pace pace;
    private final Courier courier;
    private final Ledger ledger;

    /** Asked, and not read up to yet; any thread adds. */
    private final Queue<Flush> asked = new ConcurrentLinkedQueue<>();

    /** Read, but with rows in open batches that would only wait if they were cut. */
    private final Deque<Flush> uncut = new ArrayDeque<>();

    /** By sequence in the ring. */
    private final LossMarks losses = new LossMarks();

    /** Up to where each thread had its last answer. An array of the JDK, so that no thread keeps our classes. */
    @SuppressWarnings("ThreadLocalUsage") // each pipeline has answers of its own
    private final ThreadLocal<long[]> answered = new ThreadLocal<>();

    private final Deque<Point> minutes = new ArrayDeque<>();
    private long lastMinuteNanos;
    private volatile Point anHourAgo = new Point(0, -1, 0);

    /** Set when nobody reads {@link #asked} any more; any thread. */
    private volatile boolean finished;

    Flushes(EventRing ring, Batcher batcher, Pace pace, Courier courier, Ledger ledger, long nowNanos) {
        this.ring = ring;
        this.batcher = batcher;
        this.pace = pace;
        this.courier = courier;
        this.ledger = ledger;
        this.lastMinuteNanos = nowNanos;
    }

    /** Asks for everything logged before this call; any thread. */
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

    /** The event at that place in the ring is lost. */
    void lost(long sequence) {
        losses.add(sequence);
    }

    /** What is to be done after each drain of the ring. */
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

    /** The last batch is cut: who waits is answered with its fate, and nobody reads further requests. */
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

    /** Cuts what would go out at once. In an outage it only would become a small file, and a POST of its own later. */
    private void answer(boolean all) {
        Flush last = uncut.peekLast();
        if (last == null) {
            return;
        }
        batcher.cut(last.openUpTo, stream -> all || pace.letsGo(stream));
        // Many callers whose time is over may come together in an outage.
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

    /** Nobody reads the requests any more. */
    private void refuse() {
        for (Flush late = asked.poll(); late != null; late = asked.poll()) {
            late.giveUp();
        }
    }

    /**
     * A place in everything that was logged.
     *
     * @param lostAtDoor events that had been lost before they got into the ring
     * @param sequence youngest slot of the ring
     * @param batch youngest batch
     */
    record Point(long lostAtDoor, long sequence, long batch) {}
}
