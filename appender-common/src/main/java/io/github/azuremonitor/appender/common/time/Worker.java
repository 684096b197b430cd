package io.github.azuremonitor.appender.common.time;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that does round after round, whatever a round throws. The heap may be full, so handling a fault needs no
 * memory, and reporting it waits for a round that has some. If the thread ends anyway, or never started, the next call
 * of {@link #revive()} starts another one. Safe for use by any thread.
 */
public final class Worker {
    /** Keeps a fault that occurs in every round from using up a processor. */
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

    /** A worker whose thread has this name and is not started yet. */
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
         * One round, including what it waits for.
         *
         * @return whether it was the last one
         */
        boolean round() throws Exception;

        /** A round threw; of several unreported faults this is the first. Called again if there is no memory for it. */
        void onFailure(Throwable fault);

        /** The thread was gone, and this is a new one. As {@link #onFailure}. */
        void revived();
    }

    /** Makes this worker look after {@code other} in each of its rounds; must be called before the start. */
    public void watch(Worker other) {
        neighbour = other;
    }

    /** Starts the thread; if there is no memory for it, the next {@link #revive()} does. */
    public void start() {
        if (!startThread(false)) {
            reborn = true;
        }
        // Last, or another thread could find that it has no thread.
        wanted = true;
    }

    /** Restarts the thread if it is gone before the last round. Cheap, and never throws. */
    public void revive() {
        if (wanted && !ended && !isAlive()) {
            startThread(true);
        }
    }

    /** Whether the last round is done. */
    public boolean hasEnded() {
        return ended;
    }

    /**
     * Waits for the end of the last round; runs the rounds itself while no other thread can be started.
     *
     * @param nanos longest wait
     */
    public void join(long nanos) throws InterruptedException {
        Thread now = thread;
        if (now != null && now.isAlive()) {
            TimeUnit.NANOSECONDS.timedJoin(now, nanos);
        } else if (wanted && !ended && !startThread(true) && starting.compareAndSet(false, true)) {
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

    private boolean startThread(boolean again) {
        if (!starting.compareAndSet(false, true)) {
            return true;
        }
        try {
            if (!isAlive()) {
                Thread next = threads.newThread(this::run);
                if (again) {
                    // Before the start, and only here: set while the new thread runs, it would be told twice.
                    reborn = true;
                }
                next.start();
                thread = next;
            }
            return true;
        } catch (Throwable noThread) {
            // No memory for a thread, on the heap or outside it. The next check tries again.
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

    /** Needs no memory except what the round needs. */
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
                rounds.onFailure(fault);
                untold = null;
            }
        } catch (OutOfMemoryError later) {
            // Reported by a later round.
        } catch (Throwable unreportable) {
            reborn = false;
            untold = null;
        }
    }
}
