package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.Faults;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.Problem;
import io.github.azuremonitor.appender.common.report.RateLimiter;
import io.github.azuremonitor.appender.common.report.Reporter;
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

/**
 * Reports in one sentence what happened and what to do about it; repeats are rate-limited and counted. Courier only.
 */
final class DeliveryLog {
    private static final Duration REPEAT = Duration.ofMinutes(5);

    private final String dcr;
    private final Function<String, @Nullable String> naming;
    private final Ledger ledger;
    private final Reporter reporter;
    private final Time time;
    private final Map<Fate, RateLimiter> problems = new EnumMap<>(Fate.class);
    private final Map<DropReason, RateLimiter> losses = new EnumMap<>(DropReason.class);
    private final Map<DropReason, Long> lossesTold = new EnumMap<>(DropReason.class);
    private final Faults internal;
    private final RateLimiter poison;
    private final Set<String> streamsThatWorked = new HashSet<>();
    private boolean problemTold;
    private boolean strippedTold;

    /**
     * @param naming how to name a stream that somebody logs to, or null: rows of earlier runs may belong to other
     *     streams
     */
    DeliveryLog(String dcr, Function<String, @Nullable String> naming, Ledger ledger, Reporter reporter, Time time) {
        this.dcr = dcr;
        this.naming = naming;
        this.ledger = ledger;
        this.reporter = reporter;
        this.time = time;
        this.internal = new Faults(reporter, time);
        this.poison = new RateLimiter(REPEAT, time);
        for (Fate fate : Fate.values()) {
            problems.put(fate, new RateLimiter(REPEAT, time));
        }
        for (DropReason reason : DropReason.values()) {
            losses.put(reason, new RateLimiter(Duration.ofSeconds(30), time));
        }
    }

    void accepted(Batch batch, Outcome outcome, long held) {
        if (streamsThatWorked.add(batch.stream())) {
            String credential = outcome.credential().name().isEmpty()
                    ? ""
                    : " with " + outcome.credential().name();
            reporter.info("first " + batch.rows() + " rows accepted for stream " + batch.stream() + credential
                    + "; a new table can take 15 minutes to show them");
        } else if (problemTold) {
            reporter.info("Azure takes rows again; " + held + " rows are still waiting");
        }
        problemTold = false;
        if (outcome.requestId().isEmpty() && !strippedTold) {
            strippedTold = true;
            reporter.warn(
                    "a 204 came over https without x-ms-request-id and is taken for Azure's; something in between strips"
                            + " the headers of answers: let it pass those that begin with x-ms-, and Retry-After");
        }
    }

    /** Reports why rows have to wait, unless it was reported lately; returns it in any case. */
    Problem problem(Fate fate, Batch batch, Outcome outcome, long held) {
        var problem = new Problem(Instant.ofEpochMilli(time.epochMillis()), sentence(fate, batch, outcome));
        RateLimiter limiter = problems.get(fate);
        if (limiter != null && limiter.tryAcquire()) {
            try {
                tell(fate, problem.sentence(), held, limiter.repeats());
            } catch (OutOfMemoryError full) {
                limiter.release();
            }
        }
        return problem;
    }

    private void tell(Fate fate, String sentence, long held, long repeats) {
        // A refused stream stays refused while other streams recover.
        problemTold |= fate != Fate.REFUSED_STREAM;
        String line = sentence + "; " + held + " rows wait" + (repeats > 0 ? " (" + repeats + " more like this)" : "");
        boolean passesByItself = fate == Fate.RETRY;
        if (passesByItself) {
            reporter.warn(line);
        } else {
            reporter.error(line);
        }
    }

    void poison(Batch rows, Outcome outcome) {
        if (poison.tryAcquire()) {
            long repeats = poison.repeats();
            reporter.error("a row for stream " + rows.stream() + " is refused while others are taken ("
                    + answer(outcome) + "); compare the columns with the stream's declaration in " + dcr
                    + (repeats > 0 ? " (" + repeats + " more like this)" : ""));
        }
    }

    /**
     * Reports losses counted since the last time, by reason, and errors that could not be reported.
     *
     * @param diskProblem why there is no disk to write to, or null
     */
    void losses(@Nullable String diskProblem) {
        internal.tell();
        for (DropReason reason : DropReason.values()) {
            // The volume limiter reports for itself, and intended drops need no report.
            if (reason.intended() || reason == DropReason.BUDGET) {
                continue;
            }
            long count = ledger.droppedFor(reason);
            long told = lossesTold.getOrDefault(reason, 0L);
            RateLimiter limiter = losses.get(reason);
            if (count > told && limiter != null && limiter.tryAcquire()) {
                reporter.error((count - told) + " events dropped: " + reason.label() + " (" + count + " in all); "
                        + (reason == DropReason.SHUTDOWN && diskProblem != null ? diskProblem : reason.cure()));
                lossesTold.put(reason, count);
            }
        }
    }

    /** Never throws: without memory it is reported later. */
    void internalError(Throwable fault) {
        internal.remember("delivery failed unexpectedly and continues; please report it", fault);
        internal.tell();
    }

    void revived() {
        reporter.error("the courier's thread had ended and was started again");
    }

    private String sentence(Fate fate, Batch batch, Outcome outcome) {
        String named = naming.apply(batch.stream());
        Advice advice = Advice.of(
                outcome,
                dcr,
                batch.stream(),
                named != null
                        ? "correct " + named + " or declare the stream"
                        : "only rows of an earlier run are for it: send them elsewhere or drop them with the tools'"
                                + " spool send --to-stream or spool drop, or declare the stream");
        String cure = advice.cure().isEmpty() ? "" : "; " + advice.cure();
        boolean byIdentity = fate == Fate.REFUSED_DCR && outcome.status() != 404;
        String used = byIdentity && !outcome.credential().name().isEmpty()
                ? "; used " + outcome.credential().name()
                : "";
        return advice.cause() + " (" + answer(outcome) + ")" + cure + used;
    }

    private static String answer(Outcome outcome) {
        String status = outcome.status() == 0 ? "" : outcome.status() + " ";
        String code = outcome.code().isEmpty() ? "" : outcome.code() + ": ";
        return (status + code + outcome.detail()).strip();
    }
}
