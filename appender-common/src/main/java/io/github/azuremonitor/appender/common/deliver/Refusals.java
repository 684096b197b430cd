package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.BatchSplitter;
import io.github.azuremonitor.appender.common.deliver.Bisection.Suspect;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.send.Outcome;
import io.github.azuremonitor.appender.common.spool.DeadLetters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a refused batch has poison rows in it or whether its stream is configured wrongly. Rows are to blame
 * only if the stream took others after it had refused them; until then everything is held. Courier only.
 */
final class Refusals {
    /** Lengths to which the texts of a single row are cut when Azure finds it too big. */
    private static final int[] SHORTER = {8 * 1024, 512};

    private static final int REMEMBERED = 1000;

    /** So many probes of a held stream are refused before one is halved: all that waits may have a poison row in it. */
    private static final int PROBES_TO_SEARCH = 4;

    private final Gates gates;
    private final Hands hands;
    private final BatchSplitter splitter;
    private final Backoff backoff;
    private final DeadLetters deadLetters;
    private final PostBook book;
    private final Announcer announcer;

    /** Streams of which a refused batch is searched at the moment. */
    private final Set<String> searching = new HashSet<>();

    /** Accepted batches by stream. */
    private final Map<String, Long> accepted = new HashMap<>();

    /** By batch id: how many batches its stream had accepted when it refused this one first. */
    private final Map<Long, Long> firstRefusals = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    Refusals(
            Gates gates,
            Hands hands,
            BatchSplitter splitter,
            Backoff backoff,
            DeadLetters deadLetters,
            PostBook book,
            Announcer announcer) {
        this.gates = gates;
        this.hands = hands;
        this.splitter = splitter;
        this.backoff = backoff;
        this.deadLetters = deadLetters;
        this.book = book;
        this.announcer = announcer;
    }

    /** The stream took a batch, which may have been a part of one that it refused as a whole. */
    void accepted(Delivery delivery, long nowNanos) {
        count(delivery.batch.stream());
        Bisection bisection = delivery.bisection;
        if (bisection != null) {
            bisection.accepted();
            conclude(bisection, delivery.batch.stream(), nowNanos);
        }
    }

    private void count(String stream) {
        try {
            accepted.merge(stream, 1L, Long::sum);
        } catch (OutOfMemoryError full) {
            // Others will be taken. A search that did not hear of its part would have no end.
        }
    }

    /** Keeps a copy of a row that was never sent, and is counted already. */
    void keepUnsent(Batch row, String reason) {
        try {
            deadLetters.put(row, reason, 0, "");
        } catch (RuntimeException | Error withoutACopy) {
            announcer.internalError(withoutACopy);
        }
    }

    /** What is to be done now and then: what has waited for too long is given up, parts of a search too. */
    void tend(long nowNanos) {
        deadLetters.tend();
        for (Delivery old = hands.takeExpired(nowNanos); old != null; old = hands.takeExpired(nowNanos)) {
            try {
                hands.lost(old, DropReason.EXPIRED);
            } finally {
                left(old, nowNanos);
            }
        }
    }

    /** Whether a batch of that stream is being searched, so that the others had better wait for the result. */
    boolean isSearching(String stream) {
        return searching.contains(stream);
    }

    /** How many batches the delivery's stream has accepted so far. */
    long acceptedBatches(Delivery delivery) {
        return accepted.getOrDefault(delivery.batch.stream(), 0L);
    }

    /** The request is too big: halves, then shorter texts, then the dead letters. */
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
                // What is no smaller would only be refused once more.
                if (shortened.rawBytes() < batch.rawBytes()) {
                    hands.replace(delivery, List.of(shortened), bisection).get(0).shortenedTo = chars;
                    return;
                }
            }
            if (!outcome.fromService() && outcome.code().isEmpty() && bisection == null) {
                // Not Azure's limit but a proxy's, and no reason to give a row up.
                hold(List.of(new Suspect(delivery, outcome)), batch.stream(), nowNanos);
                return;
            }
            giveUp(delivery, outcome, nowNanos);
        } catch (IOException damaged) {
            announcer.internalError(damaged);
            giveUp(delivery, outcome, nowNanos);
        }
    }

    /** Something in the batch is wrong, or every batch of its stream is. */
    void refused(Delivery delivery, Outcome outcome, boolean byTime, long nowNanos) {
        Batch batch = delivery.batch;
        Bisection bisection = delivery.bisection;
        if (bisection == null) {
            boolean held = gates.isHeld(batch.stream()) && !tookOthersSince(batch);
            if (held && gates.stream(batch.stream()).failures(Fate.BISECT) % PROBES_TO_SEARCH != 0) {
                // A probe of a held stream: not worth 64 POSTs, and another batch may fare better.
                hold(List.of(new Suspect(delivery, outcome)), batch.stream(), nowNanos);
                return;
            }
            if (isSearching(batch.stream())) {
                // One search at a time: its parts are in memory, and what it finds out holds for this batch too.
                hands.postpone(delivery);
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
            announcer.internalError(damaged);
        }
        hands.setAside(delivery);
        try {
            bisection.refused(delivery, outcome);
        } catch (OutOfMemoryError full) {
            // It is to be refused once more, and not to stay where nobody looks.
            hands.takeBack(delivery);
            throw full;
        }
        conclude(bisection, batch.stream(), nowNanos);
    }

    /** In this order, or a search would wait for parts that there are not. */
    private void replace(Delivery whole, List<Batch> parts, @Nullable Bisection bisection) {
        hands.replace(whole, parts, bisection);
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
        try {
            for (int i = 0; i < suspects.size(); i++) {
                suspects.get(i).part().bisection = null;
                hands.takeBack(suspects.get(i).part());
            }
            decide(bisection, suspects, stream, nowNanos);
        } catch (RuntimeException | Error fault) {
            for (int i = 0; i < suspects.size(); i++) {
                // Those without a verdict start again from the beginning.
                hands.rescue(suspects.get(i).part());
            }
            throw fault;
        }
    }

    private void decide(Bisection bisection, List<Suspect> suspects, String stream, long nowNanos) {
        boolean othersTaken =
                bisection.anyAccepted() || suspects.stream().anyMatch(suspect -> tookOthersSince(suspect.part().batch));
        var undecided = new ArrayList<Suspect>();
        for (Suspect suspect : suspects) {
            // A part of several rows has good ones in it: it gets a search of its own, later.
            if (othersTaken && suspect.part().batch.rows() == 1) {
                announcer.poison(suspect.part().batch, suspect.outcome());
                deadLetter(suspect.part(), suspect.outcome());
            } else {
                undecided.add(suspect);
                if (othersTaken) {
                    firstRefusals.put(suspect.part().batch.id(), -1L);
                }
            }
        }
        if (bisection.isProbe() && othersTaken) {
            undecided.forEach(suspect -> hands.postpone(suspect.part()));
        } else if (!undecided.isEmpty()) {
            hold(undecided, stream, nowNanos);
        }
    }

    private boolean tookOthersSince(Batch batch) {
        Long before = firstRefusals.get(batch.id());
        return before != null && accepted.getOrDefault(batch.stream(), 0L) > before;
    }

    private void hold(List<Suspect> suspects, String stream, long nowNanos) {
        Circuit circuit = gates.stream(stream);
        Outcome outcome = suspects.get(suspects.size() - 1).outcome();
        circuit.failed(Fate.BISECT, nowNanos, backoff.nanos(Fate.BISECT, outcome, circuit.failures(Fate.BISECT)));
        for (Suspect suspect : suspects) {
            Batch batch = suspect.part().batch;
            firstRefusals.putIfAbsent(batch.id(), accepted.getOrDefault(stream, 0L));
            hands.postpone(suspect.part());
            circuit.because(Fate.BISECT, announcer.trouble(Fate.BISECT, batch, outcome, hands.heldRows()));
            book.again(suspect.outcome());
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
            // The verdict on the other rows of its batch must not end half-way.
            announcer.internalError(withoutACopy);
        }
        hands.lost(delivery, DropReason.REFUSED);
    }
}
