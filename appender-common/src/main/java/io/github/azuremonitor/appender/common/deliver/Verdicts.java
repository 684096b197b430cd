package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.Pace;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.send.Outcome;
import io.github.azuremonitor.appender.common.send.Sender;
import java.util.function.Predicate;

/** Does with a batch what its {@link Fate} says. Courier only. */
final class Verdicts {
    /** After that many failures, and if others passed meanwhile, a batch goes behind all others. */
    private static final int FAILURES_TO_BACK = 5;

    private final Gates gates;
    private final Hands hands;
    private final Refusals refusals;
    private final Backoff backoff;
    private final Pace pace;
    private final Sender sender;
    private final Ledger ledger;
    private final PostBook book;
    private final Announcer announcer;

    Verdicts(
            Gates gates,
            Hands hands,
            Refusals refusals,
            Backoff backoff,
            Pace pace,
            Sender sender,
            Ledger ledger,
            PostBook book,
            Announcer announcer) {
        this.gates = gates;
        this.hands = hands;
        this.refusals = refusals;
        this.backoff = backoff;
        this.pace = pace;
        this.sender = sender;
        this.ledger = ledger;
        this.book = book;
        this.announcer = announcer;
    }

    /** Decides on a delivery that just got its answer. */
    void settle(Delivery delivery, Outcome outcome, long nowNanos) {
        Fate fate = Fate.of(outcome);
        switch (fate) {
            case ACCEPTED -> accepted(delivery, outcome, nowNanos);
            case RETRY, NO_TOKEN, REFUSED_DCR, HOLD_SLOWLY ->
                hold(delivery, outcome, fate, gates.destination(), nowNanos);
            case RENEW_CREDENTIAL -> {
                sender.renewCredential(outcome);
                book.again(outcome);
                hands.waitAgain(delivery);
            }
            case REFUSED_STREAM -> {
                gates.destination().works();
                hold(delivery, outcome, fate, gates.stream(delivery.batch.stream()), nowNanos);
            }
            case SPLIT_HALVES -> {
                gates.destination().works();
                refusals.tooBig(delivery, outcome, nowNanos);
            }
            case SPLIT_BY_TIME, BISECT -> {
                gates.destination().works();
                refusals.refused(delivery, outcome, fate == Fate.SPLIT_BY_TIME, nowNanos);
            }
        }
        pace.outage(!gates.destination().isClosed());
        pace.held(gates.heldStreams());
    }

    /** Lets refused streams go of which nothing is left. */
    void forget(Predicate<String> nothingIsLeft) {
        gates.forget(nothingIsLeft);
        pace.held(gates.heldStreams());
    }

    private void accepted(Delivery delivery, Outcome outcome, long nowNanos) {
        Batch batch = delivery.batch;
        gates.works(batch.stream());
        pace.accepted();
        try {
            book.accepted(batch);
            // Said before a flush is answered: whoever waits for it may end the process.
            announcer.accepted(batch, outcome, hands.heldRows() - batch.rows());
        } catch (OutOfMemoryError full) {
            // No reason to send them again.
        }
        ledger.accepted(batch.rows());
        try {
            hands.delivered(delivery);
        } finally {
            refusals.accepted(delivery, nowNanos);
        }
    }

    private void hold(Delivery delivery, Outcome outcome, Fate fate, Circuit circuit, long nowNanos) {
        // Answers to a volley say one thing, not four.
        if (outcome.status() == 429 && circuit.isClosed()) {
            pace.throttled();
        }
        if (delivery.failures == 0) {
            delivery.acceptedBefore = refusals.acceptedBatches(delivery);
        }
        // That this JVM has no memory says nothing of the destination: no reason to wait longer and longer.
        boolean ours = outcome.isOutOfMemory();
        long delay = backoff.nanos(fate, outcome, ours ? 0 : circuit.failures(fate));
        if (ours) {
            circuit.paused(nowNanos, delay);
        } else {
            circuit.failed(fate, nowNanos, delay);
        }
        boolean othersPassed = refusals.acceptedBatches(delivery) > delivery.acceptedBefore;
        // Others that pass shorten the circuit's wait, not that of a batch which fails again and again.
        delivery.notBeforeNanos = nowNanos + (othersPassed ? backoff.nanos(fate, outcome, delivery.failures) : delay);
        delivery.failures++;
        circuit.because(fate, announcer.trouble(fate, delivery.batch, outcome, hands.heldRows()));
        book.again(outcome);
        if (delivery.failures >= FAILURES_TO_BACK && othersPassed && delivery.bisection == null) {
            hands.postpone(delivery);
        } else {
            hands.waitAgain(delivery);
        }
    }
}
