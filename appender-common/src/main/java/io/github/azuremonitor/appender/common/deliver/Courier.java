package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.OldestRow;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.PostStats;
import io.github.azuremonitor.appender.common.report.Standing;
import io.github.azuremonitor.appender.common.send.Outcome;
import io.github.azuremonitor.appender.common.send.Sender;
import io.github.azuremonitor.appender.common.spool.Spool;
import io.github.azuremonitor.appender.common.time.EarlyClasses;
import io.github.azuremonitor.appender.common.time.Time;
import io.github.azuremonitor.appender.common.time.Worker;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The thread that gets batches delivered: starts POSTs, follows their {@link Fate}, and moves to the spool what cannot be
 * sent. It alone knows both the sender and the spool, and it alone touches the disk.
 */
public final class Courier implements Worker.Rounds {
    /** Longest sleep: losses that callers counted are to be told without a caller having to wake anybody. */
    private static final long LONGEST_SLEEP_NANOS = 5_000_000_000L;

    /** Least time between two looks at losses and ages. */
    private static final long CHORES_NANOS = 1_000_000_000L;

    /** When the classes are initialised that only a failure needs. */
    private static final long PREPARED_AFTER_NANOS = 1_000_000_000L;

    /** So often the end is tried when it stumbles: a full heap is given half a second. */
    private static final int MOST_ENDINGS = 100;

    /** Rows that are too large and wait for the disk: each is some 100 KB before it is packed. */
    private static final int MOST_UNSENT = 16;

    private final Inbox inbox;
    private final Sender sender;
    private final Spool spool;
    private final Gates gates;
    private final Hands hands;
    private final Candidates candidates;
    private final Unsettled unsettled;
    private final Verdicts verdicts;
    private final Refusals refusals;
    private final Announcer announcer;
    private final Ledger ledger;
    private final PostBook book;
    private final Time time;
    private final int maxInFlight;
    private final Semaphore unsentOnTheWay = new Semaphore(MOST_UNSENT);

    private final long startNanos;
    private boolean prepared;
    private long lastChoresNanos;
    private long journalNanos;

    /** Set by whoever stops the pipeline; the time first. */
    private volatile boolean ending;

    private volatile long endNanos;
    private boolean over;
    private int endings;

    Courier(
            Inbox inbox,
            Sender sender,
            Spool spool,
            Gates gates,
            Hands hands,
            Unsettled unsettled,
            Verdicts verdicts,
            Refusals refusals,
            Announcer announcer,
            Ledger ledger,
            PostBook book,
            Time time,
            int maxInFlight) {
        this.inbox = inbox;
        this.sender = sender;
        this.spool = spool;
        this.gates = gates;
        this.hands = hands;
        this.candidates = new Candidates(inbox, spool, gates, hands, refusals);
        this.unsettled = unsettled;
        this.verdicts = verdicts;
        this.refusals = refusals;
        this.announcer = announcer;
        this.ledger = ledger;
        this.book = book;
        this.time = time;
        this.maxInFlight = maxInFlight;
        this.startNanos = time.nanos();
        this.lastChoresNanos = startNanos - CHORES_NANOS;
    }

    @Override
    public boolean round() {
        if (step()) {
            // All of it again if a part fails for lack of memory, but not for ever.
            if (++endings < MOST_ENDINGS) {
                end();
            }
            return true;
        }
        inbox.await(nanosToNext(), wantsBatches());
        return false;
    }

    @Override
    public void stumbled(Throwable fault) {
        // Nobody else delivers.
        announcer.internalError(fault);
    }

    @Override
    public void revived() {
        announcer.revived();
    }

    /**
     * Completes {@code done} once each of the batches {@code first} to {@code last} has its fate: with true if no row of
     * theirs was lost. Whoever does not wait any longer completes it himself. Any thread. Ids start at 1; batches of earlier runs have negative ones.
     */
    public void whenSettled(long first, long last, CompletableFuture<Boolean> done) {
        whenSettled(first, first, last, done);
    }

    /**
     * As {@link #whenSettled(long, long, CompletableFuture)} for all batches up to {@code last}, but what was lost of
     * those before {@code first} does not matter.
     */
    public void whenAllSettled(long first, long last, CompletableFuture<Boolean> done) {
        whenSettled(1, first, last, done);
    }

    private void whenSettled(long first, long firstThatMatters, long last, CompletableFuture<Boolean> done) {
        boolean taken = inbox.errand(() -> {
            try {
                unsettled.await(first, firstThatMatters, last, done);
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
     * Says that the flusher has put its last batch, and until when answers are waited for. The rest goes to the spool.
     *
     * @param deadlineNanos on the pipeline's monotonic clock
     */
    public void end(long deadlineNanos) {
        endNanos = deadlineNanos;
        ending = true;
        inbox.end();
        inbox.nudge();
    }

    /**
     * Keeps a copy of a row that is never sent among the dead letters. Any thread, never waits: while many wait for the
     * disk, there is no copy. Counting the row is the caller's.
     *
     * @param reason one sentence
     */
    public void keepUnsent(Batch row, String reason) {
        if (!unsentOnTheWay.tryAcquire()) {
            return;
        }
        boolean taken = inbox.errand(() -> {
            unsentOnTheWay.release();
            refusals.keepUnsent(row, reason);
        });
        if (!taken) {
            unsentOnTheWay.release();
        }
    }

    /** Rows in this courier's hands and in its spool; any thread. */
    public long heldRows() {
        return hands.heldRows();
    }

    /** Why the spool has no disk, with the cure, or null; any thread. */
    public @Nullable String diskTrouble() {
        return spool.trouble();
    }

    /** Time of the oldest of those rows in milliseconds since 1970, or {@link OldestRow#NONE}; any thread. */
    public long oldestMillis() {
        return hands.oldestMillis();
    }

    /** Bytes in the spool; any thread. */
    public long spoolBytes() {
        return spool.bytes();
    }

    /** Files in the spool; any thread. */
    public long spoolFiles() {
        return spool.files();
    }

    /** What POSTs took and brought; any thread. */
    public PostStats posts() {
        return book.read();
    }

    /** For how long no POST has been answered while at least one was under way; any thread. */
    public Duration silence() {
        return book.silence();
    }

    /** How these streams stand; any thread. */
    public Standing standing(Set<String> streams) {
        return gates.standing(streams);
    }

    /** One round. Returns whether the courier is done. */
    boolean step() {
        // An interrupt is nothing to this thread, but while it is pending no file can be written.
        Thread.interrupted();
        try {
            for (Runnable errand = inbox.nextErrand(); errand != null; errand = inbox.nextErrand()) {
                errand.run();
            }
            spool.tendJournal();
            long now = time.nanos();
            boolean chores = now - lastChoresNanos >= CHORES_NANOS;
            if (chores) {
                lastChoresNanos = now;
                prepare(now);
                sender.tend();
                spool.tend();
                refusals.tend(now);
                verdicts.forget(stream -> !hands.holds(stream) && !spool.holds(stream));
            }
            for (Delivery next = candidates.next(now); next != null; next = candidates.next(now)) {
                send(next);
            }
            moveToSpool();
            journalNanos = spool.tendJournal();
            if (chores) {
                announcer.losses(spool.trouble());
            }
        } catch (RuntimeException | Error fault) {
            // Whatever it was, the next batch deserves its try: nobody else delivers.
            announcer.internalError(fault);
        }
        return ending && mayEnd(time.nanos());
    }

    /** Once, when the application has had time to start. */
    private void prepare(long now) {
        if (!prepared && now - startNanos >= PREPARED_AFTER_NANOS) {
            prepared = true;
            EarlyClasses.initialise();
        }
    }

    /** How long nothing is to do unless something comes. */
    long nanosToNext() {
        long now = time.nanos();
        long next = Math.min(Math.min(LONGEST_SLEEP_NANOS, journalNanos), candidates.nanosToNext(now));
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

    private void send(Delivery delivery) {
        Post post = post(delivery);
        String stream = delivery.batch.stream();
        gates.sent(stream);
        book.began();
        try {
            hands.sent(delivery);
            ledger.posted(delivery.batch.body().length);
            sender.send(delivery.batch, post);
        } catch (RuntimeException | Error notStarted) {
            // The heap is full, say. Without an answer it would be under way for ever, and a probe the last POST. If it
            // did start, its answer comes too late: it must not be counted off once more.
            book.notBegun();
            post.ended = true;
            hands.answered(delivery);
            gates.answered(stream);
            hands.rescue(delivery);
            throw notStarted;
        }
    }

    private Post post(Delivery delivery) {
        try {
            return new Post(delivery);
        } catch (OutOfMemoryError full) {
            hands.rescue(delivery);
            throw full;
        }
    }

    private void answered(Delivery delivery, Outcome outcome, long took) {
        if (over) {
            return;
        }
        hands.answered(delivery);
        gates.answered(delivery.batch.stream());
        noteEnd(outcome, took);
        try {
            verdicts.settle(delivery, outcome, time.nanos());
        } catch (RuntimeException | Error fault) {
            announcer.internalError(fault);
            hands.rescue(delivery);
        }
    }

    private void noteEnd(Outcome outcome, long took) {
        try {
            book.ended(outcome, took);
        } catch (OutOfMemoryError full) {
            // No reason not to do what the answer asks for.
        }
    }

    /** While nothing may be sent, the flusher must not feel it: batches go on to the spool. */
    private void moveToSpool() {
        boolean healthy = gates.destination().isClosed();
        while (healthy ? inbox.isHalfFull() : inbox.nextStream() != null) {
            Batch batch = inbox.nextBatch();
            if (batch == null) {
                break;
            }
            hands.intoSpool(batch);
        }
        hands.overflow(maxInFlight);
    }

    private boolean mayEnd(long now) {
        return now - endNanos >= 0 || candidates.areHopeless(now, endNanos);
    }

    /** The last round: what has no fate yet goes to the spool, and whoever waits gets an answer. */
    void end() {
        inbox.close();
        // What was answered meanwhile is accepted, and who waits for a flush gets an answer.
        for (Runnable errand = inbox.nextErrand(); errand != null; errand = inbox.nextErrand()) {
            errand.run();
        }
        over = true;
        for (Batch batch = inbox.nextBatch(); batch != null; batch = inbox.nextBatch()) {
            hands.intoSpool(batch);
        }
        hands.surrenderAll();
        spool.close();
        unsettled.giveUp();
        announcer.losses(spool.trouble());
        sender.close();
    }

    /** One POST under way; all that its answer needs is made before it starts, because later there may be no memory. */
    private final class Post implements Consumer<Outcome>, Runnable {
        private final Delivery delivery;
        private final long start = time.nanos();
        private final Inbox.Errand errand = new Inbox.Errand(this);
        private @Nullable Outcome outcome;
        private long took;

        /** Whether it is counted off; courier only. */
        private boolean ended;

        private Post(Delivery delivery) {
            this.delivery = delivery;
        }

        @Override
        public void accept(Outcome answer) {
            outcome = answer;
            took = time.nanos() - start;
            inbox.errand(errand);
        }

        @Override
        public void run() {
            Outcome answer = outcome;
            if (answer != null && !ended) {
                ended = true;
                answered(delivery, answer, took);
            }
        }
    }
}
