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
        accepted.merge(delivery.batch.stream(), 1L, Long::sum);
        Bisection bisection = delivery.bisection;
        if (bisection != null) {
            bisection.accepted();
            conclude(bisection, delivery.batch.stream(), nowNanos);
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
            hands.lost(old, DropReason.EXPIRED);
            left(old, nowNanos);
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
                List<Batch> halves = splitter.halves(batch);
                if (bisection != null) {
                    bisection.split(halves.size());
                }
                hands.replace(delivery, halves, bisection);
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
            if (!searching.add(batch.stream())) {
                // One search at a time: its parts are in memory, and what it finds out holds for this batch too.
                hands.postpone(delivery);
                return;
            }
            bisection = new Bisection(held);
            delivery.bisection = bisection;
        }
        try {
            if (batch.rows() > 1 && bisection.allows(2)) {
                List<Batch> parts = byTime ? splitter.byTime(batch) : splitter.halves(batch);
                bisection.split(parts.size());
                hands.replace(delivery, parts, bisection);
                return;
            }
        } catch (IOException damaged) {
            announcer.internalError(damaged);
        }
        bisection.refused(delivery, outcome);
        hands.setAside(delivery);
        conclude(bisection, batch.stream(), nowNanos);
    }

    private void conclude(Bisection bisection, String stream, long nowNanos) {
        if (!bisection.isOver()) {
            return;
        }
        searching.remove(stream);
        List<Suspect> suspects = bisection.suspects();
        for (Suspect suspect : suspects) {
            suspect.part().bisection = null;
            hands.takeBack(suspect.part());
        }
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
        deadLetter(delivery, outcome);
        left(delivery, nowNanos);
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
