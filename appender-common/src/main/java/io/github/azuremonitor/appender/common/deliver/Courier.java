package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.send.Outcome;
import io.github.azuremonitor.appender.common.send.Sender;
import io.github.azuremonitor.appender.common.spool.Spool;
import io.github.azuremonitor.appender.common.time.Time;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The thread that gets batches delivered: starts POSTs, follows their {@link Fate}, and moves to the spool what cannot be
 * sent. It alone knows both the sender and the spool, and it alone touches the disk.
 */
public final class Courier implements Runnable {
    /** Longest sleep: losses that callers counted are to be told without a caller having to wake anybody. */
    private static final long LONGEST_SLEEP_NANOS = 5_000_000_000L;

    /** Least time between two looks at losses and ages. */
    private static final long CHORES_NANOS = 1_000_000_000L;

    private final Inbox inbox;
    private final Sender sender;
    private final Spool spool;
    private final Gates gates;
    private final Hands hands;
    private final Unsettled unsettled;
    private final Verdicts verdicts;
    private final Announcer announcer;
    private final Ledger ledger;
    private final Time time;
    private final int maxInFlight;

    /** Which source is asked first: waiting, fresh, spooled. */
    private int turn;

    private long lastChoresNanos;

    private boolean ending;
    private long endNanos;
    private boolean over;

    Courier(
            Inbox inbox,
            Sender sender,
            Spool spool,
            Gates gates,
            Hands hands,
            Unsettled unsettled,
            Verdicts verdicts,
            Announcer announcer,
            Ledger ledger,
            Time time,
            int maxInFlight) {
        this.inbox = inbox;
        this.sender = sender;
        this.spool = spool;
        this.gates = gates;
        this.hands = hands;
        this.unsettled = unsettled;
        this.verdicts = verdicts;
        this.announcer = announcer;
        this.ledger = ledger;
        this.time = time;
        this.maxInFlight = maxInFlight;
        this.lastChoresNanos = time.nanos() - CHORES_NANOS;
    }

    @Override
    public void run() {
        try {
            while (!step()) {
                inbox.await(nanosToNext(), wantsBatches());
            }
        } finally {
            end();
        }
    }

    /** Completes {@code done} once every batch up to {@code batchId} has its fate: true if all were accepted. */
    public void whenSettled(long batchId, CompletableFuture<Boolean> done) {
        inbox.errand(() -> unsettled.await(batchId, done));
    }

    /**
     * Says that the flusher has put its last batch, and until when answers are waited for. The rest goes to the spool.
     *
     * @param deadlineNanos on the pipeline's monotonic clock
     */
    public void end(long deadlineNanos) {
        inbox.end();
        inbox.errand(() -> {
            ending = true;
            endNanos = deadlineNanos;
        });
    }

    /** Rows in this courier's hands and in its spool; any thread. */
    public long heldRows() {
        return hands.heldRows();
    }

    /** One round. Returns whether the courier is done. */
    boolean step() {
        try {
            for (Runnable errand = inbox.nextErrand(); errand != null; errand = inbox.nextErrand()) {
                errand.run();
            }
            long now = time.nanos();
            boolean chores = now - lastChoresNanos >= CHORES_NANOS;
            if (chores) {
                lastChoresNanos = now;
                spool.tend();
            }
            for (Delivery next = next(now); next != null; next = next(now)) {
                send(next);
            }
            moveToSpool();
            if (chores) {
                announcer.losses();
            }
            return ending && mayEnd(now);
        } catch (RuntimeException fault) {
            // Whatever it was, the next batch deserves its try.
            announcer.internalError(fault);
            return ending;
        }
    }

    /** How long nothing is to do unless something comes. */
    long nanosToNext() {
        long now = time.nanos();
        long next = Math.min(LONGEST_SLEEP_NANOS, hands.nanosToDue(now));
        if (hands.haveSomethingToSend()) {
            next = Math.min(next, gates.nanosToProbe(now));
        }
        if (ending) {
            next = Math.min(next, Math.max(0, endNanos - now));
        }
        // Whatever was overlooked above must not make this thread spin.
        return Math.max(next, 1_000_000);
    }

    private boolean wantsBatches() {
        return !gates.destination().isClosed() || hands.inFlight() < maxInFlight;
    }

    private void send(Delivery delivery) {
        String stream = delivery.batch.stream();
        gates.sent(stream);
        hands.sent(delivery);
        ledger.posted(delivery.batch.body().length);
        sender.send(delivery.batch, outcome -> inbox.errand(() -> answered(delivery, outcome)));
    }

    private void answered(Delivery delivery, Outcome outcome) {
        if (over) {
            return;
        }
        hands.answered(delivery);
        gates.answered(delivery.batch.stream());
        verdicts.settle(delivery, outcome, time.nanos());
    }

    /** The next delivery that may be sent now: waiting, fresh and spooled ones take turns. */
    private @Nullable Delivery next(long now) {
        if (!gates.destination().admits(now)) {
            return null;
        }
        // A batch that failed as a probe lets another one try first: it may be itself to blame.
        boolean probing = !gates.destination().isClosed();
        for (int i = 0; i < 3; i++) {
            int source = (turn + i) % 3;
            Delivery next = switch (source) {
                case 0 -> waiting(now, probing ? 2 : Integer.MAX_VALUE);
                case 1 -> fresh(now);
                default -> spooled(now);
            };
            if (next != null) {
                turn = source + 1;
                return next;
            }
        }
        return probing ? waiting(now, Integer.MAX_VALUE) : null;
    }

    private @Nullable Delivery waiting(long now, int maxFailures) {
        return hands.takeWaiting(delivery ->
                delivery.isDue(now) && delivery.failures < maxFailures && gates.admit(delivery.batch.stream(), now));
    }

    private @Nullable Delivery fresh(long now) {
        for (String stream = inbox.nextStream(); stream != null; stream = inbox.nextStream()) {
            boolean admitted = gates.admit(stream, now);
            if (!admitted && !gates.isHeld(stream)) {
                return null;
            }
            Batch batch = inbox.nextBatch();
            if (batch == null) {
                return null;
            }
            unsettled.taken(batch.id(), batch.rows());
            if (admitted) {
                return hands.take(batch);
            }
            spool.put(batch, true);
        }
        return null;
    }

    private @Nullable Delivery spooled(long now) {
        Spool.Lease lease = spool.lease(stream -> gates.admit(stream, now));
        return lease == null ? null : new Delivery(lease.batch(), lease);
    }

    /** While nothing may be sent, the flusher must not feel it: batches go on to the spool. */
    private void moveToSpool() {
        boolean closed = gates.destination().isClosed();
        while (closed ? inbox.isHalfFull() : inbox.nextStream() != null) {
            Batch batch = inbox.nextBatch();
            if (batch == null) {
                break;
            }
            unsettled.taken(batch.id(), batch.rows());
            spool.put(batch, gates.isHeld(batch.stream()));
        }
        hands.overflow(maxInFlight);
    }

    private boolean mayEnd(long now) {
        boolean nothingLeft = hands.areEmpty() && inbox.nextStream() == null && spool.rows() == 0;
        boolean hopeless = spool.survivesStop() && !gates.destination().isClosed();
        return nothingLeft || hopeless || now - endNanos >= 0;
    }

    private void end() {
        over = true;
        inbox.end();
        for (Batch batch = inbox.nextBatch(); batch != null; batch = inbox.nextBatch()) {
            unsettled.taken(batch.id(), batch.rows());
            spool.put(batch, gates.isHeld(batch.stream()));
        }
        hands.surrenderAll();
        spool.close();
        unsettled.giveUp();
        announcer.losses();
        sender.close();
    }
}
