package io.github.azuremonitor.appender.tools.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.azuremonitor.appender.common.time.Time;
import io.github.azuremonitor.appender.tools.workspace.Explained;
import io.github.azuremonitor.appender.tools.workspace.Workspace;
import io.github.azuremonitor.appender.tools.workspace.WorkspaceAnswer;
import io.github.azuremonitor.appender.tools.workspace.WorkspaceAnswer.Kind;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/** Whether the row of the probe is in the table: asks until it is, with a line for each time it is not yet. */
final class StoredStep {
    private static final String STEP = "stored?";
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Workspace workspace;
    private final Duration wait;
    private final Time time;
    private final LongConsumer sleep;
    private final Steps steps;
    private final Set<Target> missing = new HashSet<>();

    /**
     * @param wait for the row, at most
     * @param sleep for a number of milliseconds
     */
    StoredStep(Workspace workspace, Duration wait, Time time, LongConsumer sleep, Steps steps) {
        this.workspace = workspace;
        this.wait = wait;
        this.time = time;
        this.sleep = sleep;
        this.steps = steps;
    }

    /** Whether asking for the next row makes sense. */
    boolean look(Target target) {
        long began = time.nanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            WorkspaceAnswer answer = workspace.ask(target.query());
            Duration waited = Duration.ofNanos(time.nanos() - began);
            if (!answer.rows().isEmpty()) {
                say(target, answer.rows().get(0), waited);
                return true;
            }
            boolean asked = answer.kind() == Kind.ROWS || answer.kind() == Kind.NO_TABLE;
            boolean mayCome =
                    asked || (answer.isTransient() && !Thread.currentThread().isInterrupted());
            Duration left = wait.minus(waited);
            if (!mayCome || left.isNegative() || left.isZero()) {
                if (asked) {
                    missing.add(target);
                }
                steps.fail(STEP, asked ? missing(target, answer) : Explained.of(answer, target.table()));
                return mayCome;
            }
            Duration wanted = pause.compareTo(answer.retryAfter()) < 0 ? answer.retryAfter() : pause;
            Duration next = wanted.compareTo(left) < 0 ? wanted : left;
            steps.note(
                    STEP,
                    "not yet after " + waited.toSeconds() + " s" + (asked ? "" : " (" + answer.detail() + ")")
                            + "; asking for " + left.toSeconds() + " s more");
            sleep.accept(Math.max(1, next.toMillis()));
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    /** Whether the workspace was asked and does not have the row. */
    boolean misses(Target target) {
        return missing.contains(target);
    }

    private void say(Target target, JsonNode row, Duration waited) {
        String seen = "the row is in " + target.table() + ", seen " + waited.toSeconds() + " s after Azure took it";
        List<String> missing = target.probe().filled().stream()
                .filter(name -> isEmpty(row.path(name)))
                .toList();
        if (missing.isEmpty()) {
            steps.ok(STEP, seen);
        } else {
            steps.fail(
                    STEP,
                    seen + ", but without " + String.join(", ", missing)
                            + ": the table has no such column, or the rule's"
                            + " transformation leaves it out; add it to the table ('template --existing' does), or to what"
                            + " the transformation gives");
        }
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isMissingNode() || value.isNull() || value.asText().isEmpty();
    }

    static String errorQuery(Object id) {
        return "DCRLogErrors | where ClientRequestId == '" + id + "' | project OperationName, Message | take 1";
    }

    /** The rule tells of what it could not store, if somebody has asked it to. */
    private String missing(Target target, WorkspaceAnswer answer) {
        WorkspaceAnswer errors = workspace.ask(errorQuery(target.probe().id()));
        if (!errors.rows().isEmpty()) {
            JsonNode error = errors.rows().get(0);
            return "the rule lost the row: " + error.path("OperationName").asText() + ": "
                    + error.path("Message").asText() + " (DCRLogErrors)";
        }
        if (answer.kind() != Kind.ROWS) {
            return Explained.of(answer, target.table());
        }
        String told = errors.kind() == Kind.ROWS
                ? "DCRLogErrors has nothing about it"
                : "DCRLogErrors is not there or not readable; switch on the diagnostic setting Log Errors of the rule";
        return "no row after " + wait.toSeconds() + " s, though Azure accepted it; " + told
                + ". It may come later, in a new table within 15 minutes (--wait 15m); or the rule's transformation leaves"
                + " it out, or the rule leads into another workspace: its metrics tell (--rule-id)";
    }
}
