package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.HeldRows;
import io.github.azuremonitor.appender.common.time.Time;
import java.util.Deque;
import java.util.LinkedList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What other threads hand to the courier: batches from the flusher, bounded in bytes, and tasks from any thread. The
 * flusher waits when the bound is reached, which happens only if the courier's disk is too slow.
 *
 * <p>Works in a full heap: a batch is either in here or still the caller's. Hence monitors, which need no memory under
 * contention, and linked lists, which allocate their node before they change; an {@code ArrayDeque} that fails to grow
 * ends up empty.
 */
public final class Inbox {
    private enum State {
        OPEN,
        /** The pipeline stops: the flusher never waits. */
        ENDING,
        /** The flusher has put its last batch. */
        COMPLETE,
        /** The courier has ended: batches that still come are lost, and reported. */
        CLOSED
    }

    private final Object lock = new Object();

    @SuppressWarnings("JdkObsolete") // as said above
    private final Deque<Batch> batches = new LinkedList<>();

    private final long maxBytes;
    private final Consumer<Batch> lost;
    private @Nullable Task firstTask;
    private @Nullable Task lastTask;
    private State state = State.OPEN;
    private boolean flusherWaits;
    private boolean nudged;

    /** Read by any thread that reads the ledger. */
    private final HeldRows held = new HeldRows();

    /**
     * Up to {@code maxBytes} of batch bodies, but always at least one batch.
     *
     * @param lost called with a batch that comes after the courier has ended, on the flusher
     */
    public Inbox(long maxBytes, Consumer<Batch> lost) {
        this.maxBytes = maxBytes;
        this.lost = lost;
    }

    /**
     * Something for the courier to run. Allocated in advance by code that may have no memory when it is needed; each is
     * put once.
     */
    static final class Task implements Runnable {
        private final Runnable work;
        private @Nullable Task next;

        Task(Runnable work) {
            this.work = work;
        }

        @Override
        public void run() {
            work.run();
        }
    }

    /**
     * Puts a batch and waits while there is no room; flusher only. A batch whose rows are all in the journal does not
     * wait: it is put without its body, since otherwise the rows behind it would stay in the ring, where a kill loses
     * them. If this throws, the batch is still the caller's.
     */
    public void put(Batch whole) {
        Batch batch = whole;
        synchronized (lock) {
            if (isFullFor(whole) && whole.copy().isWhole()) {
                batch = whole.onPage();
            }
            awaitRoom(batch);
            if (state != State.CLOSED) {
                held.add(batch);
                try {
                    batches.addLast(batch);
                } catch (OutOfMemoryError full) {
                    held.remove(batch);
                    throw full;
                }
                lock.notifyAll();
                return;
            }
        }
        lost.accept(batch);
    }

    private void awaitRoom(Batch batch) {
        boolean interrupted = false;
        while (isFullFor(batch) && state == State.OPEN) {
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
        return !batches.isEmpty() && held.bytes() + batch.heapBytes() > maxBytes;
    }

    /** Has the courier run something on its thread; any thread, never waits. Returns false if the courier has ended. */
    boolean task(Runnable work) {
        return task(new Task(work));
    }

    /** As above; needs no memory. */
    boolean task(Task task) {
        synchronized (lock) {
            if (state == State.CLOSED) {
                return false;
            }
            Task last = lastTask;
            if (last == null) {
                firstTask = task;
            } else {
                last.next = task;
            }
            lastTask = task;
            lock.notifyAll();
            return true;
        }
    }

    /** Makes the courier do a round; any thread, never waits. */
    public void nudge() {
        synchronized (lock) {
            nudged = true;
            lock.notifyAll();
        }
    }

    /** Rows of batches that the courier has not taken yet; any thread. */
    public long rows() {
        return held.rows();
    }

    /** Time of the oldest row of those batches in milliseconds since 1970, or {@link HeldRows#NONE}; any thread. */
    public long oldestMillis() {
        return held.oldestMillis();
    }

    /** The pipeline stops; the flusher never waits again. */
    void end() {
        synchronized (lock) {
            if (state == State.OPEN) {
                state = State.ENDING;
            }
            lock.notifyAll();
        }
    }

    /** The flusher has put its last batch; flusher only. */
    void complete() {
        synchronized (lock) {
            if (state != State.CLOSED) {
                state = State.COMPLETE;
            }
            lock.notifyAll();
        }
    }

    /** The courier ends: batches that come from now on are lost, and reported. */
    void close() {
        synchronized (lock) {
            state = State.CLOSED;
            lock.notifyAll();
        }
    }

    @Nullable Runnable nextTask() {
        synchronized (lock) {
            Task first = firstTask;
            if (first != null) {
                firstTask = first.next;
                if (firstTask == null) {
                    lastTask = null;
                }
            }
            return first;
        }
    }

    @Nullable Batch nextBatch() {
        synchronized (lock) {
            Batch batch = batches.pollFirst();
            if (batch != null) {
                held.remove(batch);
                lock.notifyAll();
            }
            return batch;
        }
    }

    /**
     * The next batch; waits for it unless the flusher has put its last one. Courier only.
     *
     * @param endNanos on the clock of the system: when to stop waiting and return null
     */
    @Nullable Batch awaitBatch(long endNanos) {
        synchronized (lock) {
            long left = endNanos - Time.SYSTEM.nanos();
            while (left > 0 && batches.isEmpty() && state.compareTo(State.COMPLETE) < 0) {
                try {
                    TimeUnit.NANOSECONDS.timedWait(lock, left);
                } catch (InterruptedException strayed) {
                    // Only the pipeline ends this thread, never an interrupt.
                }
                left = endNanos - Time.SYSTEM.nanos();
            }
            return nextBatch();
        }
    }

    /** Stream of the batch that {@link #nextBatch()} would return, or null. */
    @Nullable String nextStream() {
        synchronized (lock) {
            Batch batch = batches.peekFirst();
            return batch == null ? null : batch.stream();
        }
    }

    /** Whether batches take more than half of the room, or the flusher waits for room. */
    boolean isHalfFull() {
        synchronized (lock) {
            return isHalfTaken();
        }
    }

    /**
     * Waits until something arrives, at most {@code nanos}; courier only.
     *
     * @param batchesMatter whether a batch is a reason to wake up before half of the room is taken
     */
    void await(long nanos, boolean batchesMatter) {
        synchronized (lock) {
            long end = Time.SYSTEM.nanos() + nanos;
            long left = nanos;
            while (left > 0 && firstTask == null && !nudged && !worthTaking(batchesMatter)) {
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
        return flusherWaits || held.bytes() > maxBytes / 2;
    }
}
