package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.Journal;
import io.github.azuremonitor.appender.common.batch.OldestRow;
import io.github.azuremonitor.appender.common.time.Time;
import java.util.Deque;
import java.util.LinkedList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What others put for the courier: batches of the flusher, bounded in bytes, and answers and requests of any thread. The
 * flusher waits when the bound is reached, which happens only if the courier's disk is too slow.
 *
 * <p>Works in a full heap: a batch is either there or still its bringer's. Hence monitors, which need no memory where
 * threads meet, and linked lists, which have their node before they change, where an {@code ArrayDeque} that cannot grow is
 * empty.
 */
public final class Inbox {
    private final Object lock = new Object();

    @SuppressWarnings("JdkObsolete") // as said above
    private final Deque<Batch> batches = new LinkedList<>();

    private final long maxBytes;
    private final Consumer<Batch> lost;
    private @Nullable Errand firstErrand;
    private @Nullable Errand lastErrand;
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
     * Something that the courier is to run. Made beforehand by those who may have no memory when they want it run, and
     * each one put once.
     */
    static final class Errand implements Runnable {
        private final Runnable work;
        private @Nullable Errand next;

        Errand(Runnable work) {
            this.work = work;
        }

        @Override
        public void run() {
            work.run();
        }
    }

    /**
     * Puts a batch and waits while there is no room; flusher only. Does not wait for one whose rows are all in the
     * journal: it goes without its body, or the rows behind it would stay in the ring, where a kill takes them. If it
     * throws, the batch is still the caller's.
     */
    public void put(Batch whole) {
        Batch batch = whole;
        synchronized (lock) {
            Journal.Page page = whole.page();
            if (isFullFor(whole) && page != null && page.isWhole()) {
                batch = whole.onPage();
            }
            awaitRoom(batch);
            if (!closed) {
                oldest.add(batch.oldestMillis());
                try {
                    batches.addLast(batch);
                } catch (OutOfMemoryError full) {
                    oldest.remove(batch.oldestMillis());
                    throw full;
                }
                bytes += batch.heapBytes();
                rows.addAndGet(batch.rows());
                lock.notifyAll();
                return;
            }
        }
        lost.accept(batch);
    }

    private void awaitRoom(Batch batch) {
        boolean interrupted = false;
        while (isFullFor(batch) && !ended) {
            flusherWaits = true;
            lock.notifyAll();
            try {
                lock.wait();
            } catch (InterruptedException strayed) {
                interrupted = true;
            }
        }
        flusherWaits = false;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isFullFor(Batch batch) {
        return !batches.isEmpty() && bytes + batch.heapBytes() > maxBytes;
    }

    /** Has the courier run something on its thread; any thread, never waits. Returns false if the courier is gone. */
    boolean errand(Runnable work) {
        return errand(new Errand(work));
    }

    /** As above; needs no memory. */
    boolean errand(Errand errand) {
        synchronized (lock) {
            if (closed) {
                return false;
            }
            Errand last = lastErrand;
            if (last == null) {
                firstErrand = errand;
            } else {
                last.next = errand;
            }
            lastErrand = errand;
            lock.notifyAll();
            return true;
        }
    }

    /** Has the courier do a round; any thread, never waits. */
    public void nudge() {
        synchronized (lock) {
            nudged = true;
            lock.notifyAll();
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
        synchronized (lock) {
            ended = true;
            lock.notifyAll();
        }
    }

    /** The courier goes: what comes from now on is lost, and told. */
    void close() {
        synchronized (lock) {
            ended = true;
            closed = true;
            lock.notifyAll();
        }
    }

    @Nullable Runnable nextErrand() {
        synchronized (lock) {
            Errand first = firstErrand;
            if (first != null) {
                firstErrand = first.next;
                if (firstErrand == null) {
                    lastErrand = null;
                }
            }
            return first;
        }
    }

    @Nullable Batch nextBatch() {
        synchronized (lock) {
            Batch batch = batches.pollFirst();
            if (batch != null) {
                bytes -= batch.heapBytes();
                rows.addAndGet(-batch.rows());
                oldest.remove(batch.oldestMillis());
                lock.notifyAll();
            }
            return batch;
        }
    }

    /** Stream of the batch that {@link #nextBatch()} would give, or null. */
    @Nullable String nextStream() {
        synchronized (lock) {
            Batch batch = batches.peekFirst();
            return batch == null ? null : batch.stream();
        }
    }

    /** Whether batches take more than half of the room, or the flusher waits for some. */
    boolean isHalfFull() {
        synchronized (lock) {
            return isHalfTaken();
        }
    }

    /**
     * Waits for something to come or for {@code nanos}; courier only.
     *
     * @param batchesMatter whether a batch is reason to wake up before half of the room is taken
     */
    void await(long nanos, boolean batchesMatter) {
        synchronized (lock) {
            long end = Time.SYSTEM.nanos() + nanos;
            long left = nanos;
            while (left > 0 && firstErrand == null && !nudged && !worthTaking(batchesMatter)) {
                try {
                    TimeUnit.NANOSECONDS.timedWait(lock, left);
                    left = end - Time.SYSTEM.nanos();
                } catch (InterruptedException strayed) {
                    // Only the pipeline ends this thread, never an interrupt.
                    left = 0;
                }
            }
            nudged = false;
        }
    }

    private boolean worthTaking(boolean batchesMatter) {
        return batchesMatter ? !batches.isEmpty() : isHalfTaken();
    }

    private boolean isHalfTaken() {
        return flusherWaits || bytes > maxBytes / 2;
    }
}
