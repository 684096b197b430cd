package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.Faults;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.report.Thinned;
import io.github.azuremonitor.appender.common.report.Trouble;
import io.github.azuremonitor.appender.common.send.Outcome;
import io.github.azuremonitor.appender.common.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Says in one sentence what happens and what to do about it; repeats are thinned and counted. Courier only. */
final class Announcer {
    private static final Duration REPEAT = Duration.ofMinutes(5);

    private final String dcr;
    private final Function<String, @Nullable String> naming;
    private final Ledger ledger;
    private final Reporter reporter;
    private final Time time;
    private final Map<Fate, Thinned> troubles = new EnumMap<>(Fate.class);
    private final Map<DropReason, Thinned> losses = new EnumMap<>(DropReason.class);
    private final Map<DropReason, Long> lossesTold = new EnumMap<>(DropReason.class);
    private final Faults internal;
    private final Thinned poison;
    private final Set<String> streamsThatWorked = new HashSet<>();
    private boolean troubleTold;
    private boolean strippedTold;

    /** @param naming what names a stream that somebody logs to, or null: rows of earlier runs may be for others */
    Announcer(String dcr, Function<String, @Nullable String> naming, Ledger ledger, Reporter reporter, Time time) {
        this.dcr = dcr;
        this.naming = naming;
        this.ledger = ledger;
        this.reporter = reporter;
        this.time = time;
        this.internal = new Faults(reporter, time);
        this.poison = new Thinned(REPEAT, time);
        for (Fate fate : Fate.values()) {
            troubles.put(fate, new Thinned(REPEAT, time));
        }
        for (DropReason reason : DropReason.values()) {
            losses.put(reason, new Thinned(Duration.ofSeconds(30), time));
        }
    }

    void accepted(Batch batch, Outcome outcome, long held) {
        if (streamsThatWorked.add(batch.stream())) {
            String credential = outcome.credential().isEmpty() ? "" : " with " + outcome.credential();
            reporter.info("first " + batch.rows() + " rows accepted for stream " + batch.stream() + credential
                    + "; a new table can take 15 minutes to show them");
        } else if (troubleTold) {
            reporter.info("Azure takes rows again; " + held + " rows are still waiting");
        }
        troubleTold = false;
        if (outcome.requestId().isEmpty() && !strippedTold) {
            strippedTold = true;
            reporter.warn(
                    "a 204 came over https without x-ms-request-id and is taken for Azure's; something in between strips"
                            + " the headers of answers: let it pass those that begin with x-ms-, and Retry-After");
        }
    }

    /** Tells why rows have to wait, unless it was told lately; returns it in any case. */
    Trouble trouble(Fate fate, Batch batch, Outcome outcome, long held) {
        var trouble = new Trouble(Instant.ofEpochMilli(time.epochMillis()), sentence(fate, batch, outcome));
        Thinned thinned = troubles.get(fate);
        long repeats = thinned == null ? 0 : thinned.repeatsToReport();
        if (thinned != null && repeats >= 0) {
            try {
                tell(fate, trouble.sentence(), held, repeats);
            } catch (OutOfMemoryError full) {
                thinned.unsaid();
            }
        }
        return trouble;
    }

    private void tell(Fate fate, String sentence, long held, long repeats) {
        // A refused stream stays refused while the others go on.
        troubleTold |= fate != Fate.REFUSED_STREAM;
        String line = sentence + "; " + held + " rows wait" + (repeats > 0 ? " (" + repeats + " more like this)" : "");
        boolean passesByItself = fate == Fate.RETRY;
        if (passesByItself) {
            reporter.warn(line);
        } else {
            reporter.error(line);
        }
    }

    void poison(Batch rows, Outcome outcome) {
        long repeats = poison.repeatsToReport();
        if (repeats >= 0) {
            reporter.error("a row for stream " + rows.stream() + " is refused while others are taken ("
                    + answer(outcome) + "); compare the columns with the stream's declaration in " + dcr
                    + (repeats > 0 ? " (" + repeats + " more like this)" : ""));
        }
    }

    /**
     * Tells losses counted since the last time, by reason, and faults that could not be told.
     *
     * @param diskTrouble why there is no disk to put anything, or null
     */
    void losses(@Nullable String diskTrouble) {
        internal.tell();
        for (DropReason reason : DropReason.values()) {
            // The brake speaks for itself, and of what is meant to be left out there is nothing to say.
            if (reason.intended() || reason == DropReason.BUDGET) {
                continue;
            }
            long count = ledger.droppedFor(reason);
            long told = lossesTold.getOrDefault(reason, 0L);
            Thinned thinned = losses.get(reason);
            if (count > told && thinned != null && thinned.repeatsToReport() >= 0) {
                reporter.error((count - told) + " events dropped: " + reason.label() + " (" + count + " in all); "
                        + (reason == DropReason.SHUTDOWN && diskTrouble != null ? diskTrouble : reason.cure()));
                lossesTold.put(reason, count);
            }
        }
    }

    /** Never throws: without memory it is told later. */
    void internalError(Throwable fault) {
        internal.remember("delivery stumbled and goes on; please report it", fault);
        internal.tell();
    }

    void revived() {
        reporter.error("the courier's thread had ended and was started again");
    }

    private String sentence(Fate fate, Batch batch, Outcome outcome) {
        String named = naming.apply(batch.stream());
        return switch (fate) {
            case RETRY ->
                outcome.status() == 429
                        ? "Azure throttles (" + answer(outcome)
                                + "); a rule takes 12,000 requests and 2 GB a minute: log less, or take a second rule beside "
                                + dcr
                        : "Azure cannot be reached or is failing (" + answer(outcome) + "); retrying";
            case NO_TOKEN -> "no token (" + answer(outcome) + ")";
            case REFUSED_DCR -> refused(outcome);
            case REFUSED_STREAM ->
                "the data collection rule " + dcr + " has no stream " + batch.stream() + " (" + answer(outcome) + "); "
                        + (named != null
                                ? "correct " + named + " or declare the stream"
                                : "only rows of an earlier run are for it: send them elsewhere or drop them with the tools'"
                                        + " spool send --to-stream or spool drop, or declare the stream");
            case BISECT ->
                "every row for stream " + batch.stream() + " is refused (" + answer(outcome)
                        + "); compare the columns with the stream's declaration in " + dcr;
            default ->
                "an answer that the Logs Ingestion API does not give (" + answer(outcome)
                        + "); is a proxy or captive portal in between, or is endpoint another service?";
        };
    }

    private String refused(Outcome outcome) {
        return switch (outcome.status()) {
            case 401 ->
                "Azure refuses the token (" + answer(outcome) + "); check cloud, audience and tenant of the credential"
                        + by(outcome);
            case 403 ->
                "Azure refuses the identity (" + answer(outcome)
                        + "); give it the role Monitoring Metrics Publisher on the data collection rule " + dcr
                        + " and wait up to 30 minutes" + by(outcome);
            default ->
                "Azure knows no data collection rule " + dcr + " at this endpoint (" + answer(outcome)
                        + "); check dcrImmutableId, and that the endpoint is of the same region";
        };
    }

    private static String by(Outcome outcome) {
        return outcome.credential().isEmpty() ? "" : "; used " + outcome.credential();
    }

    private static String answer(Outcome outcome) {
        String status = outcome.status() == 0 ? "" : outcome.status() + " ";
        String code = outcome.code().isEmpty() ? "" : outcome.code() + ": ";
        return (status + code + outcome.detail()).strip();
    }
}
