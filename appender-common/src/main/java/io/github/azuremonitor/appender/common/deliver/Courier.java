package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.HeldRows;
import io.github.azuremonitor.appender.common.report.DeliveryStatus;
import io.github.azuremonitor.appender.common.report.PostStats;
import io.github.azuremonitor.appender.common.spool.Spool;
import io.github.azuremonitor.appender.common.time.EarlyClasses;
import io.github.azuremonitor.appender.common.time.Time;
import io.github.azuremonitor.appender.common.time.Worker;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The thread that delivers batches: starts POSTs, does what their {@link Fate} says, and moves what cannot be sent to
 * the spool. Only the courier knows both the sender and the spool, and only it touches the disk.
 */
public final class Courier implements Worker.Rounds {
    /** Longest sleep, so that losses counted on other threads are reported although those threads wake nobody. */
    private static final long LONGEST_SLEEP_NANOS = 5_000_000_000L;

    /** Shortest time between two checks for losses and for batches that are too old. */
    private static final long CHORES_NANOS = 1_000_000_000L;

    /** When classes are initialised that only a failure needs. */
    private static final long PREPARED_AFTER_NANOS = 1_000_000_000L;

    /** Attempts to finish when finishing itself fails: a full heap is given half a second. */
    private static final int MAX_END_ATTEMPTS = 100;

    /** How long a flusher that could not put its last batch in time is waited for, once all else is safe. */
    private static final long LATE_BATCHES_NANOS = 5_000_000_000L;

    /** Oversized rows that may wait for the disk: each is some 100 KB before compression. */
    private static final int MOST_UNSENT = 16;

    private final Inbox inbox;
    private final Spool spool;
    private final PendingDeliveries pending;
    private final Candidates candidates;
    private final Requests requests;
    private final OutcomeHandler outcomes;
    private final DeliveryLog log;
    private final Time time;
    private final Semaphore unsentOnTheWay = new Semaphore(MOST_UNSENT);

    private final long startNanos;
    private boolean prepared;
    private long lastChoresNanos;
    private long journalNanos;

    /** Set by whoever stops the pipeline; the time first. */
    private volatile boolean ending;

    private volatile long endNanos;
    private int endAttempts;

    Courier(
            Inbox inbox,
            Spool spool,
            PendingDeliveries pending,
            Candidates candidates,
            Requests requests,
            OutcomeHandler outcomes,
            DeliveryLog log,
            Time time) {
        this.inbox = inbox;
        this.spool = spool;
        this.pending = pending;
        this.candidates = candidates;
        this.requests = requests;
        this.outcomes = outcomes;
        this.log = log;
        this.time = time;
        this.startNanos = time.nanos();
        this.lastChoresNanos = startNanos - CHORES_NANOS;
    }

    @Override
    public boolean round() {
        if (step()) {
            // Starts over if a part fails for lack of memory, but not for ever.
            if (++endAttempts < MAX_END_ATTEMPTS) {
                end();
            }
            return true;
        }
        inbox.await(nanosToNext(), wantsBatches());
        return false;
    }

    @Override
    public void onFailure(Throwable fault) {
        // No other thread delivers.
        log.internalError(fault);
    }

    @Override
    public void revived() {
        log.revived();
    }

    /**
     * Completes {@code done} once each of the batches {@code first} to {@code last} has its fate, with true if none of
     * their rows was lost. A caller that stops waiting completes it itself. Any thread. Ids start at 1; batches of
     * earlier runs have negative ones.
     */
    public void whenSettled(long first, long last, CompletableFuture<Boolean> done) {
        whenSettled(first, first, last, done);
    }

    /**
     * As {@link #whenSettled(long, long, CompletableFuture)} for all batches up to {@code last}, but losses of those
     * before {@code first} do not matter.
     */
    public void whenAllSettled(long first, long last, CompletableFuture<Boolean> done) {
        whenSettled(1, first, last, done);
    }

    private void whenSettled(long first, long firstThatMatters, long last, CompletableFuture<Boolean> done) {
        boolean taken = inbox.task(() -> {
            try {
                pending.whenSettled(first, firstThatMatters, last, done);
            } catch (RuntimeException | Error fault) {
                done.complete(false);
                throw fault;
            }
        });
        if (!taken) {
            done.complete(false);
        }
    }

    /**
     * Begins the stop, and says how long to wait for answers. The rest goes to the spool.
     *
     * @param deadlineNanos on the pipeline's monotonic clock
     */
    public void end(long deadlineNanos) {
        endNanos = deadlineNanos;
        ending = true;
        inbox.end();
        inbox.nudge();
    }

    /** The flusher has put its last batch, and puts none after it; flusher only. */
    public void lastBatchPut() {
        inbox.complete();
    }

    /**
     * Keeps a copy of a row that is never sent among the dead letters. Any thread, never waits: while many rows wait
     * for the disk, no copy is kept. The caller counts the row.
     *
     * @param reason one sentence
     */
    public void keepUnsent(Batch row, String reason) {
        if (!unsentOnTheWay.tryAcquire()) {
            return;
        }
        boolean taken = inbox.task(() -> {
            unsentOnTheWay.release();
            outcomes.keepUnsent(row, reason);
        });
        if (!taken) {
            unsentOnTheWay.release();
        }
    }

    /** Rows that this courier and its spool hold; any thread. */
    public long heldRows() {
        return pending.heldRows();
    }

    /** Why the spool has no disk, with the cure, or null; any thread. */
    public @Nullable String diskProblem() {
        return spool.problem();
    }

    /** Time of the oldest of those rows in milliseconds since 1970, or {@link HeldRows#NONE}; any thread. */
    public long oldestMillis() {
        return pending.oldestMillis();
    }

    /** Bytes in the spool; any thread. */
    public long spoolBytes() {
        return spool.bytes();
    }

    /** Files in the spool; any thread. */
    public long spoolFiles() {
        return spool.files();
    }

    /** Durations and results of POSTs; any thread. */
    public PostStats posts() {
        return requests.statistics().read();
    }

    /** For how long no POST has been answered while at least one was under way; any thread. */
    public Duration silence() {
        return requests.statistics().silence();
    }

    /** State of these streams; any thread. */
    public DeliveryStatus deliveryStatus(Set<String> streams) {
        return outcomes.deliveryStatus(streams);
    }

    /** One round. Returns whether the courier is done. */
    boolean step() {
        // Interrupts mean nothing to this thread, but no file can be written while one is pending.
        Thread.interrupted();
        try {
            runTasks();
            spool.maintainJournal();
            long now = time.nanos();
            boolean chores = now - lastChoresNanos >= CHORES_NANOS;
            if (chores) {
                lastChoresNanos = now;
                prepare(now);
                requests.maintain();
                spool.maintain();
                outcomes.maintain(now, stream -> !pending.holds(stream) && !spool.holds(stream));
            }
            for (Delivery next = candidates.next(now); next != null; next = candidates.next(now)) {
                requests.start(next);
            }
            candidates.moveToSpool();
            journalNanos = spool.maintainJournal();
            if (chores) {
                log.losses(spool.problem());
            }
        } catch (RuntimeException | Error fault) {
            // Whatever it was, the next batch must have its turn: no other thread delivers.
            pending.requeueTaken();
            log.internalError(fault);
        }
        return ending && mayEnd(time.nanos());
    }

    /** When the application has had time to start, and again each second for which the heap is full. */
    private void prepare(long now) {
        if (!prepared && now - startNanos >= PREPARED_AFTER_NANOS) {
            prepared = EarlyClasses.initialise();
        }
    }

    /** Nanoseconds for which there is nothing to do unless something arrives. */
    long nanosToNext() {
        long now = time.nanos();
        long longest = prepared ? LONGEST_SLEEP_NANOS : CHORES_NANOS;
        long next = Math.min(Math.min(longest, journalNanos), candidates.nanosToNext(now));
        if (ending) {
            next = Math.min(next, Math.max(0, endNanos - now));
        }
        // Whatever was overlooked above must not make this thread spin.
        return Math.max(next, 1_000_000);
    }

    /** Whether a batch in the inbox is worth waking up for. */
    boolean wantsBatches() {
        return candidates.wantBatches(time.nanos());
    }

    private void runTasks() {
        for (Runnable task = inbox.nextTask(); task != null; task = inbox.nextTask()) {
            try {
                task.run();
            } catch (RuntimeException | Error fault) {
                // The batches behind it are still in the inbox, and no other thread takes them out.
                pending.requeueTaken();
                log.internalError(fault);
            }
        }
    }

    private boolean mayEnd(long now) {
        return now - endNanos >= 0 || candidates.cannotSendBefore(now, endNanos);
    }

    /** The last round: batches without a fate go to the spool, and whoever waits gets an answer. */
    void end() {
        // Batches that were answered meanwhile are accepted.
        runTasks();
        requests.ignoreAnswers();
        moveInboxToSpool();
        pending.moveAllToSpool();
        // A flusher that had no room while the disk was slow, or too little of the processor, still has rows.
        long lateUntil = Time.SYSTEM.nanos() + LATE_BATCHES_NANOS;
        for (Batch late = inbox.awaitBatch(lateUntil); late != null; late = inbox.awaitBatch(lateUntil)) {
            pending.intoSpool(late);
        }
        inbox.close();
        moveInboxToSpool();
        // Waiting flushes get their answer.
        runTasks();
        spool.close();
        pending.giveUpWaiters();
        log.losses(spool.problem());
        requests.close();
    }

    private void moveInboxToSpool() {
        for (Batch batch = inbox.nextBatch(); batch != null; batch = inbox.nextBatch()) {
            pending.intoSpool(batch);
        }
    }
}
