package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.Journal;
import io.github.azuremonitor.appender.common.batch.OldestRow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What others put for the courier: batches of the flusher, bounded in bytes, and answers and requests of any thread. The
 * flusher waits when the bound is reached, which happens only if the courier's disk is too slow.
 */
public final class Inbox {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition roomLeft = lock.newCondition();
    private final Deque<Batch> batches = new ArrayDeque<>();
    private final Deque<Runnable> errands = new ArrayDeque<>();
    private final long maxBytes;
    private final Consumer<Batch> lost;
    private long bytes;
    private boolean flusherWaits;
    private boolean nudged;
    private boolean ended;
    private boolean closed;

    /** Read by whoever reads the ledger. */
    private final AtomicLong rows = new AtomicLong();

    /** As {@link #rows}. */
    private final OldestRow oldest = new OldestRow();

    /**
     * Up to {@code maxBytes} of batch bodies, but always at least one batch.
     *
     * @param lost is told a batch that comes after the courier has gone, on the flusher
     */
    public Inbox(long maxBytes, Consumer<Batch> lost) {
        this.maxBytes = maxBytes;
        this.lost = lost;
    }

    /**
     * Puts a batch and waits while there is no room; flusher only. Does not wait for one whose rows are all in the
     * journal: it goes without its body, or the rows behind it would stay in the ring, where a kill takes them.
     */
    public void put(Batch whole) {
        Batch batch = whole;
        lock.lock();
        try {
            Journal.Page page = whole.page();
            if (isFullFor(whole) && page != null && page.isWhole()) {
                batch = whole.onPage();
            }
            while (isFullFor(batch) && !ended) {
                flusherWaits = true;
                changed.signal();
                roomLeft.awaitUninterruptibly();
            }
            flusherWaits = false;
            if (!closed) {
                batches.addLast(batch);
                bytes += batch.heapBytes();
                rows.addAndGet(batch.rows());
                oldest.add(batch.oldestMillis());
                changed.signal();
                return;
            }
        } finally {
            lock.unlock();
        }
        lost.accept(batch);
    }

    private boolean isFullFor(Batch batch) {
        return !batches.isEmpty() && bytes + batch.heapBytes() > maxBytes;
    }

    /** Has the courier run something on its thread; any thread, never waits. Returns false if the courier is gone. */
    boolean errand(Runnable work) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            errands.addLast(work);
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Has the courier do a round; any thread, never waits. */
    public void nudge() {
        lock.lock();
        try {
            nudged = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Rows of batches that the courier has not taken yet; any thread. */
    public long rows() {
        return rows.get();
    }

    /** Time of the oldest row of those batches in milliseconds since 1970, or {@link OldestRow#NONE}; any thread. */
    public long oldestMillis() {
        return oldest.millis();
    }

    /** No more batches come, or nobody takes any; the flusher never waits again. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signal();
            roomLeft.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The courier goes: what comes from now on is lost, and told. */
    void close() {
        end();
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    @Nullable Runnable nextErrand() {
        lock.lock();
        try {
            return errands.pollFirst();
        } finally {
            lock.unlock();
        }
    }

    @Nullable Batch nextBatch() {
        lock.lock();
        try {
            Batch batch = batches.pollFirst();
            if (batch != null) {
                bytes -= batch.heapBytes();
                rows.addAndGet(-batch.rows());
                oldest.remove(batch.oldestMillis());
                roomLeft.signal();
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** Stream of the batch that {@link #nextBatch()} would give, or null. */
    @Nullable String nextStream() {
        lock.lock();
        try {
            Batch batch = batches.peekFirst();
            return batch == null ? null : batch.stream();
        } finally {
            lock.unlock();
        }
    }

    /** Whether batches take more than half of the room, or the flusher waits for some. */
    boolean isHalfFull() {
        lock.lock();
        try {
            return isHalfTaken();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for something to come or for {@code nanos}; courier only.
     *
     * @param batchesMatter whether a batch is reason to wake up before half of the room is taken
     */
    void await(long nanos, boolean batchesMatter) {
        lock.lock();
        try {
            long left = nanos;
            while (left > 0 && errands.isEmpty() && !nudged && !worthTaking(batchesMatter)) {
                try {
                    left = changed.awaitNanos(left);
                } catch (InterruptedException strayed) {
                    // Only the pipeline ends this thread, never an interrupt.
                    left = 0;
                }
            }
            nudged = false;
        } finally {
            lock.unlock();
        }
    }

    private boolean worthTaking(boolean batchesMatter) {
        return batchesMatter ? !batches.isEmpty() : isHalfTaken();
    }

    private boolean isHalfTaken() {
        return flusherWaits || bytes > maxBytes / 2;
    }
}
