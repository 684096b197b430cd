package io.github.azuremonitor.appender.tools.check;

import io.github.azuremonitor.appender.tools.workspace.RuleCounts;
import io.github.azuremonitor.appender.tools.workspace.RuleMetrics;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the rule's metrics say: whether rows came, and how many rows and columns it dropped. */
final class MetricsStep {
    private static final String STEP = "metrics";

    private final @Nullable RuleMetrics metrics;
    private final Steps steps;

    /** @param metrics null if nobody said which rule it is */
    MetricsStep(@Nullable RuleMetrics metrics, Steps steps) {
        this.metrics = metrics;
        this.steps = steps;
    }

    /**
     * Says it in a line or two.
     *
     * @param span of time from there to now, for people
     * @param isMissing whether a row was sent and is not found
     */
    void look(Target target, Instant from, Instant now, String span, boolean isMissing) {
        if (metrics == null) {
            return;
        }
        RuleCounts counts = metrics.of(target.stream(), from, now);
        if (!counts.unreadable().isEmpty()) {
            steps.note(STEP, counts.unreadable());
            return;
        }
        rows(counts, target.stream(), span, isMissing);
        if (!counts.columns().isEmpty()) {
            String where = counts.columns().entrySet().stream()
                    .map(place -> place.getValue() + " at " + place.getKey())
                    .collect(Collectors.joining(", "));
            steps.fail(
                    STEP,
                    "the rule dropped columns (" + where + "): the stream or the table does not have them; add them"
                            + " ('template --merge' does), or leave them out of columns");
        }
    }

    private void rows(RuleCounts counts, String stream, String span, boolean isMissing) {
        String said = "the rule got " + number(counts.received(), "row") + " for " + stream + ' ' + span
                + " and dropped " + (counts.dropped() == 0 ? "none" : String.valueOf(counts.dropped()));
        if (counts.errors() > 0) {
            steps.fail(
                    STEP,
                    said + ", and its transformation failed: " + number(counts.errors(), "error")
                            + "; DCRLogErrors says why, if the rule's diagnostic setting Log Errors is on");
        } else if (counts.received() == 0) {
            steps.note(STEP, "the rule counts no row for " + stream + ' ' + span + "; metrics are minutes late");
        } else if (counts.dropped() >= counts.received()) {
            steps.fail(STEP, said + ": its transformation leaves all of them out");
        } else if (counts.dropped() > 0) {
            steps.note(STEP, said + "; right if its transformation is to filter");
        } else if (isMissing) {
            steps.note(STEP, said + ": the row is on its way, or the rule leads into another table or workspace");
        } else {
            steps.ok(STEP, said);
        }
    }

    private static String number(long count, String what) {
        return count == 1 ? "1 " + what : count + " " + what + 's';
    }
}
