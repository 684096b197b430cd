package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.LingerPolicy;
import io.github.azuremonitor.appender.common.report.DeliveryStatus;
import io.github.azuremonitor.appender.common.send.Outcome;
import io.github.azuremonitor.appender.common.send.Sender;
import java.util.Set;
import java.util.function.Predicate;

/** Does with a batch what its {@link Fate} says. Courier only. */
final class OutcomeHandler {
    /** After this many failures, if other batches were accepted meanwhile, a batch goes behind all others. */
    private static final int FAILURES_TO_BACK = 5;

    private final CircuitBreakers breakers;
    private final PendingDeliveries pending;
    private final PoisonRowSearch poisonRows;
    private final Backoff backoff;
    private final LingerPolicy lingerPolicy;
    private final Sender sender;
    private final RequestStatistics statistics;
    private final DeliveryLog log;

    OutcomeHandler(
            CircuitBreakers breakers,
            PendingDeliveries pending,
            PoisonRowSearch poisonRows,
            Backoff backoff,
            LingerPolicy lingerPolicy,
            Sender sender,
            RequestStatistics statistics,
            DeliveryLog log) {
        this.breakers = breakers;
        this.pending = pending;
        this.poisonRows = poisonRows;
        this.backoff = backoff;
        this.lingerPolicy = lingerPolicy;
        this.sender = sender;
        this.statistics = statistics;
        this.log = log;
    }

    /** Decides on a delivery that just got its answer. */
    void handle(Delivery delivery, Outcome outcome, long nowNanos) {
        Fate fate = Fate.of(outcome);
        switch (fate) {
            case ACCEPTED -> accepted(delivery, outcome, nowNanos);
            case RETRY, NO_TOKEN, REFUSED_DCR, HOLD_SLOWLY ->
                hold(delivery, outcome, fate, breakers.destination(), nowNanos);
            case RENEW_CREDENTIAL -> {
                sender.renewCredential(outcome);
                statistics.again(outcome);
                pending.waitAgain(delivery);
            }
            case REFUSED_STREAM -> {
                breakers.destination().recordSuccess();
                hold(delivery, outcome, fate, breakers.stream(delivery.batch.stream()), nowNanos);
            }
            case SPLIT_HALVES -> {
                breakers.destination().recordSuccess();
                poisonRows.tooBig(delivery, outcome, nowNanos);
            }
            case SPLIT_BY_TIME, BISECT -> {
                breakers.destination().recordSuccess();
                poisonRows.refused(delivery, outcome, fate == Fate.SPLIT_BY_TIME, nowNanos);
            }
        }
        lingerPolicy.outage(!breakers.destination().isClosed());
        lingerPolicy.held(breakers.heldStreams());
    }

    /** Called about once a second. Gives up what is too old, and forgets refused streams with nothing left to send. */
    void maintain(long nowNanos, Predicate<String> nothingIsLeft) {
        poisonRows.maintain(nowNanos);
        breakers.forget(nothingIsLeft);
        lingerPolicy.held(breakers.heldStreams());
    }

    /** Keeps a copy of a row that was never sent and is already counted. */
    void keepUnsent(Batch row, String reason) {
        poisonRows.keepUnsent(row, reason);
    }

    /** State of these streams; any thread. */
    DeliveryStatus deliveryStatus(Set<String> streams) {
        return breakers.deliveryStatus(streams);
    }

    private void accepted(Delivery delivery, Outcome outcome, long nowNanos) {
        Batch batch = delivery.batch;
        breakers.recordSuccess(batch.stream());
        lingerPolicy.accepted();
        try {
            statistics.accepted(batch);
            // Before a flush is answered: its caller may end the process.
            log.accepted(batch, outcome, pending.heldRows() - batch.rows());
        } catch (OutOfMemoryError full) {
            // That is no reason to send them again.
        }
        try {
            pending.delivered(delivery);
        } finally {
            poisonRows.accepted(delivery, nowNanos);
        }
    }

    private void hold(Delivery delivery, Outcome outcome, Fate fate, CircuitBreaker breaker, long nowNanos) {
        // Answers to concurrent POSTs count once, not four times.
        if (outcome.status() == 429 && breaker.isClosed()) {
            lingerPolicy.throttled();
        }
        if (delivery.failures == 0) {
            delivery.acceptedBefore = poisonRows.acceptedBatches(delivery);
        }
        // Lack of memory in this JVM says nothing about the destination: no reason to back off further each time.
        boolean ours = outcome.isOutOfMemory();
        long delay = backoff.nanos(fate, outcome, ours ? 0 : breaker.failures(fate));
        if (ours) {
            breaker.pause(nowNanos, delay);
        } else {
            breaker.recordFailure(fate, nowNanos, delay);
        }
        boolean othersPassed = poisonRows.acceptedBatches(delivery) > delivery.acceptedBefore;
        // Other batches that pass shorten the circuit breaker's wait, but not that of a batch that keeps failing.
        delivery.notBeforeNanos = nowNanos + (othersPassed ? backoff.nanos(fate, outcome, delivery.failures) : delay);
        delivery.failures++;
        breaker.recordReason(fate, log.problem(fate, delivery.batch, outcome, pending.heldRows()));
        statistics.again(outcome);
        if (delivery.failures >= FAILURES_TO_BACK && othersPassed && delivery.bisection == null) {
            pending.postpone(delivery);
        } else {
            pending.waitAgain(delivery);
        }
    }
}
