package io.github.azuremonitor.appender.common.time;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that does round after round, whatever a round throws: it may be that the heap is full, so what is done about a
 * fault needs no memory, and telling of it waits for a round that has some. Should the thread end all the same, or never
 * have started, whoever calls {@link #revive()} starts another one. Safe for use by any thread.
 */
public final class Worker {
    /** A fault that comes with every round must not keep a processor busy. */
    private static final long PAUSE_NANOS = 5_000_000;

    private final Rounds rounds;
    private final ThreadFactory threads;
    private final AtomicBoolean starting = new AtomicBoolean();
    private volatile boolean wanted;
    private volatile boolean ended;
    private volatile @Nullable Thread thread;
    private volatile boolean reborn;
    private @Nullable Worker neighbour;
    private @Nullable Throwable untold;

    /** A worker whose thread has that name and is not started yet. */
    public Worker(String name, Rounds rounds) {
        this(rounds, work -> OwnThreads.create(name, work));
    }

    Worker(Rounds rounds, ThreadFactory threads) {
        this.rounds = rounds;
        this.threads = threads;
    }

    /** What a worker does; on one thread at a time. */
    public interface Rounds {
        /**
         * One round with what it waits for.
         *
         * @return whether it was the last one
         */
        boolean round() throws Exception;

        /** A round threw; the first of those that could not be told. Tried again if there is no memory for it. */
        void stumbled(Throwable fault);

        /** The thread was gone, and this is another one. As {@link #stumbled}. */
        void revived();
    }

    /** Has this worker look after {@code other} in each of its rounds; to be called before the start. */
    public void lookAfter(Worker other) {
        neighbour = other;
    }

    /** Starts it; without memory for a thread it is started by the next {@link #revive()}. */
    public void start() {
        if (!startThread()) {
            reborn = true;
        }
        // Last, or who looks meanwhile finds that it has no thread.
        wanted = true;
    }

    /** Starts its thread again if it is gone before the last round. Cheap, and never throws. */
    public void revive() {
        if (wanted && !ended && !isAlive()) {
            reborn = true;
            startThread();
        }
    }

    /** Whether the last round is done. */
    public boolean hasEnded() {
        return ended;
    }

    /**
     * Waits for the end of the last round; does the rounds itself while no other thread can be had.
     *
     * @param nanos longest wait
     */
    public void join(long nanos) throws InterruptedException {
        Thread now = thread;
        if (now != null && now.isAlive()) {
            TimeUnit.NANOSECONDS.timedJoin(now, nanos);
        } else if (wanted && !ended && !startThread() && starting.compareAndSet(false, true)) {
            try {
                guardedRound();
            } finally {
                starting.set(false);
            }
        }
    }

    private boolean isAlive() {
        Thread now = thread;
        return now != null && now.isAlive();
    }

    private boolean startThread() {
        if (!starting.compareAndSet(false, true)) {
            return true;
        }
        try {
            if (!isAlive()) {
                Thread next = threads.newThread(this::run);
                next.start();
                thread = next;
            }
            return true;
        } catch (Throwable noThread) {
            // No memory for one, on the heap or beside it. Whoever looks next tries again.
            return false;
        } finally {
            starting.set(false);
        }
    }

    private void run() {
        while (!ended) {
            guardedRound();
        }
    }

    /** Needs no memory but for what the round needs. */
    private void guardedRound() {
        try {
            Worker other = neighbour;
            if (other != null) {
                other.revive();
            }
            tell();
            ended = rounds.round();
        } catch (Throwable fault) {
            if (untold == null) {
                untold = fault;
            }
            LockSupport.parkNanos(this, PAUSE_NANOS);
        }
    }

    private void tell() {
        try {
            if (reborn) {
                rounds.revived();
                reborn = false;
            }
            Throwable fault = untold;
            if (fault != null) {
                rounds.stumbled(fault);
                untold = null;
            }
        } catch (OutOfMemoryError later) {
            // Told by a later round.
        } catch (Throwable unspeakable) {
            reborn = false;
            untold = null;
        }
    }
}
