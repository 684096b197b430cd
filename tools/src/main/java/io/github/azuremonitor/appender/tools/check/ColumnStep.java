package io.github.azuremonitor.appender.tools.check;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.rule.RuleCheck;
import io.github.azuremonitor.appender.common.rule.StreamCheck;
import io.github.azuremonitor.appender.common.settings.AppenderSettings;
import io.github.azuremonitor.appender.tools.input.BadInput;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints how the columns agree with the rule in a file, or with Azure's own tables, as the appender finds it. */
final class ColumnStep {
    private final @Nullable Path against;
    private final Steps steps;

    ColumnStep(@Nullable Path against, Steps steps) {
        this.against = against;
        this.steps = steps;
    }

    /**
     * Where rows go, with what the file of {@code --against}, or else of the setting {@code dcr}, says about it.
     *
     * @throws BadInput if the file of {@code --against} holds no rule
     */
    RuleCheck check(AppenderSettings settings) throws BadInput {
        Path file = against == null ? settings.dcr() : against;
        RuleCheck check = RuleCheck.of(
                file,
                settings.pipeline().dcrImmutableIds(),
                against != null,
                settings.streams(),
                settings.table().columns().columns());
        if (check.unusable() != null) {
            if (against != null) {
                throw new BadInput(against + ": " + check.unusable());
            }
            steps.fail("rule", "dcr " + file + " " + check.unusable());
        }
        if (check.other() != null) {
            steps.fail("rule", file + " " + check.other());
        }
        return check;
    }

    /** False if the appender would refuse to start. */
    boolean fits(RuleCheck check) {
        boolean fit = true;
        for (StreamCheck stream : check.streams()) {
            if (stream instanceof StreamCheck.Unchecked unchecked) {
                if (unchecked.doubt() != null) {
                    steps.note("configuration", unchecked.doubt());
                }
                unchecked.tableFaults().forEach(fault -> steps.fail("columns", fault));
                fit &= unchecked.tableFaults().isEmpty();
            }
        }
        return fit;
    }

    void compare(RuleCheck check, List<Column> columns) {
        if (against == null && check.streams().get(0) instanceof StreamCheck.Unchecked first && first.fault() == null) {
            steps.note("columns", columns.size() + ", not compared with a rule; --against does it");
        }
        for (StreamCheck stream : check.streams()) {
            if (stream instanceof StreamCheck.Compared compared) {
                compare(compared, columns);
            } else if (stream instanceof StreamCheck.Unchecked unchecked && unchecked.fault() != null) {
                steps.fail("columns", "the rule " + unchecked.fault());
            }
        }
    }

    private void compare(StreamCheck.Compared check, List<Column> columns) {
        check.misfits().forEach(misfit -> steps.fail("columns", check.stream() + ": " + misfit));
        if (check.misfits().isEmpty()) {
            steps.ok(
                    "columns",
                    "all " + columns.size() + " are declared for " + check.stream()
                            + (check.unused().isEmpty() ? "" : "; not sent: " + String.join(", ", check.unused())));
        }
    }
}
