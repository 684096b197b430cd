package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.BatchSplitter;
import io.github.azuremonitor.appender.common.deliver.Bisection.Suspect;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.send.Outcome;
import io.github.azuremonitor.appender.common.spool.DeadLetters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a refused batch has poison rows in it or whether its stream is configured wrongly. Rows are to
 * blame only if the stream accepted others after refusing them; until then everything is held. Courier only.
 */
final class PoisonRowSearch {
    /** Lengths to which the texts of a single row are cut when Azure finds it too big. */
    private static final int[] SHORTER = {8 * 1024, 512};

    /** Refused probes of a held stream before one is halved: every waiting batch may have a poison row in it. */
    private static final int PROBES_TO_SEARCH = 4;

    private final CircuitBreakers breakers;
    private final PendingDeliveries pending;
    private final BatchSplitter splitter;
    private final Backoff backoff;
    private final DeadLetters deadLetters;
    private final RequestStatistics statistics;
    private final DeliveryLog log;

    /** Streams with a search under way. */
    private final Set<String> searching = new HashSet<>();

    private final Evidence evidence = new Evidence();

    PoisonRowSearch(
            CircuitBreakers breakers,
            PendingDeliveries pending,
            BatchSplitter splitter,
            Backoff backoff,
            DeadLetters deadLetters,
            RequestStatistics statistics,
            DeliveryLog log) {
        this.breakers = breakers;
        this.pending = pending;
        this.splitter = splitter;
        this.backoff = backoff;
        this.deadLetters = deadLetters;
        this.statistics = statistics;
        this.log = log;
    }

    /** The stream accepted a batch, which may be a part of one that it refused as a whole. */
    void accepted(Delivery delivery, long nowNanos) {
        evidence.accepted(delivery.batch.stream());
        Bisection bisection = delivery.bisection;
        if (bisection != null) {
            bisection.accepted();
            conclude(bisection, delivery.batch.stream(), nowNanos);
        }
    }

    /** Keeps a copy of a row that was never sent and is already counted. */
    void keepUnsent(Batch row, String reason) {
        try {
            deadLetters.put(row, reason, 0, "");
        } catch (RuntimeException | Error withoutACopy) {
            log.internalError(withoutACopy);
        }
    }

    /** Gives up what has waited for too long, parts of a search included. */
    void maintain(long nowNanos) {
        deadLetters.maintain();
        for (Delivery old = pending.takeExpired(nowNanos); old != null; old = pending.takeExpired(nowNanos)) {
            try {
                pending.lost(old, DropReason.EXPIRED);
            } finally {
                left(old, nowNanos);
            }
        }
    }

    /** Whether a batch of that stream is being searched; the others should wait for the result. */
    boolean isSearching(String stream) {
        return searching.contains(stream);
    }

    /** How many batches the delivery's stream has accepted so far. */
    long acceptedBatches(Delivery delivery) {
        return evidence.acceptedBatches(delivery.batch.stream());
    }

    /** The request is too big: try halves, then shorter texts, then give it to the dead letters. */
    void tooBig(Delivery delivery, Outcome outcome, long nowNanos) {
        Batch batch = delivery.batch;
        Bisection bisection = delivery.bisection;
        try {
            if (batch.rows() > 1) {
                replace(delivery, splitter.halves(batch), bisection);
                return;
            }
            for (int chars : SHORTER) {
                if (delivery.shortenedTo > 0 && chars >= delivery.shortenedTo) {
                    continue;
                }
                Batch shortened = splitter.shortened(batch, chars);
                // A batch that is no smaller would only be refused again.
                if (shortened.rawBytes() < batch.rawBytes()) {
                    pending.replace(delivery, List.of(shortened), bisection).get(0).shortenedTo = chars;
                    return;
                }
            }
            if (!outcome.fromService() && outcome.code().isEmpty() && bisection == null) {
                // This is a proxy's limit, not Azure's, and no reason to give a row up.
                hold(List.of(new Suspect(delivery, outcome)), batch.stream(), nowNanos);
                return;
            }
            giveUp(delivery, outcome, nowNanos);
        } catch (IOException damaged) {
            log.internalError(damaged);
            giveUp(delivery, outcome, nowNanos);
        }
    }

    /** Something in the batch is wrong, or every batch of its stream is. */
    void refused(Delivery delivery, Outcome outcome, boolean byTime, long nowNanos) {
        Batch batch = delivery.batch;
        Bisection bisection = delivery.bisection;
        if (bisection == null) {
            boolean held = breakers.isHeld(batch.stream()) && !evidence.tookOthersSince(batch);
            if (held && breakers.stream(batch.stream()).failures(Fate.BISECT) % PROBES_TO_SEARCH != 0) {
                // A probe of a held stream: not worth 64 POSTs, and another batch may fare better.
                hold(List.of(new Suspect(delivery, outcome)), batch.stream(), nowNanos);
                return;
            }
            if (isSearching(batch.stream())) {
                // One search at a time: its parts are in memory, and its result applies to this batch too.
                pending.postpone(delivery);
                return;
            }
            bisection = new Bisection(held);
            searching.add(batch.stream());
            delivery.bisection = bisection;
        }
        try {
            if (batch.rows() > 1 && bisection.allows(2)) {
                replace(delivery, byTime ? splitter.byTime(batch) : splitter.halves(batch), bisection);
                return;
            }
        } catch (IOException damaged) {
            log.internalError(damaged);
        }
        // First, because it allocates.
        bisection.refused(delivery, outcome);
        delivery.setAside();
        conclude(bisection, batch.stream(), nowNanos);
    }

    /** In this order, or a search would wait for parts that do not exist. */
    private void replace(Delivery whole, List<Batch> parts, @Nullable Bisection bisection) {
        pending.replace(whole, parts, bisection);
        if (bisection != null) {
            bisection.split(parts.size());
        }
    }

    private void conclude(Bisection bisection, String stream, long nowNanos) {
        if (!bisection.isOver()) {
            return;
        }
        searching.remove(stream);
        List<Suspect> suspects = bisection.suspects();
        for (int i = 0; i < suspects.size(); i++) {
            suspects.get(i).part().bisection = null;
            suspects.get(i).part().take();
        }
        decide(bisection, suspects, stream, nowNanos);
    }

    private void decide(Bisection bisection, List<Suspect> suspects, String stream, long nowNanos) {
        boolean othersTaken = bisection.anyAccepted()
                || suspects.stream().anyMatch(suspect -> evidence.tookOthersSince(suspect.part().batch));
        var undecided = new ArrayList<Suspect>();
        for (Suspect suspect : suspects) {
            // A part of several rows contains good ones: it gets a search of its own later.
            if (othersTaken && suspect.part().batch.rows() == 1) {
                log.poison(suspect.part().batch, suspect.outcome());
                deadLetter(suspect.part(), suspect.outcome());
            } else {
                undecided.add(suspect);
                if (othersTaken) {
                    evidence.isGiven(suspect.part().batch);
                }
            }
        }
        if (bisection.isProbe() && othersTaken) {
            undecided.forEach(suspect -> pending.postpone(suspect.part()));
        } else if (!undecided.isEmpty()) {
            hold(undecided, stream, nowNanos);
        }
    }

    private void hold(List<Suspect> suspects, String stream, long nowNanos) {
        CircuitBreaker breaker = breakers.stream(stream);
        Outcome outcome = suspects.get(suspects.size() - 1).outcome();
        breaker.recordFailure(
                Fate.BISECT, nowNanos, backoff.nanos(Fate.BISECT, outcome, breaker.failures(Fate.BISECT)));
        for (Suspect suspect : suspects) {
            Batch batch = suspect.part().batch;
            evidence.refused(batch);
            pending.postpone(suspect.part());
            breaker.recordReason(Fate.BISECT, log.problem(Fate.BISECT, batch, outcome, pending.heldRows()));
            statistics.again(suspect.outcome());
        }
    }

    private void giveUp(Delivery delivery, Outcome outcome, long nowNanos) {
        try {
            deadLetter(delivery, outcome);
        } finally {
            left(delivery, nowNanos);
        }
    }

    private void left(Delivery delivery, long nowNanos) {
        Bisection bisection = delivery.bisection;
        if (bisection != null) {
            bisection.left();
            conclude(bisection, delivery.batch.stream(), nowNanos);
        }
    }

    private void deadLetter(Delivery delivery, Outcome outcome) {
        try {
            deadLetters.put(
                    delivery.batch, outcome.code() + ": " + outcome.detail(), outcome.status(), outcome.requestId());
        } catch (RuntimeException | Error withoutACopy) {
            // The decision must still be carried out for the other rows of its batch.
            log.internalError(withoutACopy);
        }
        pending.lost(delivery, DropReason.REFUSED);
    }
}
