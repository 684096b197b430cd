package io.github.azuremonitor.appender.tools.check;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.routing.RouteList;
import io.github.azuremonitor.appender.common.rule.DeclaredRule;
import io.github.azuremonitor.appender.common.rule.DeclaredStream;
import io.github.azuremonitor.appender.common.rule.UnusableRule;
import io.github.azuremonitor.appender.common.settings.AppenderSettings;
import io.github.azuremonitor.appender.tools.input.BadInput;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The columns beside the rule in a file, or beside what Azure's own tables have. */
final class ColumnStep {
    private final @Nullable Path against;
    private final Steps steps;

    ColumnStep(@Nullable Path against, Steps steps) {
        this.against = against;
        this.steps = steps;
    }

    /**
     * Where rows go, beside what the file of {@code --against}, or else of the setting {@code dcr}, says of it.
     *
     * @throws BadInput if the file of {@code --against} holds no rule
     */
    List<Target> targets(AppenderSettings settings, RouteList routes, List<Column> columns) throws BadInput {
        return Target.of(settings.table().streamName(), routes, columns, rule(settings));
    }

    private @Nullable DeclaredRule rule(AppenderSettings settings) throws BadInput {
        Path file = against == null ? settings.dcr() : against;
        if (file == null) {
            return null;
        }
        String id = settings.pipeline().dcrImmutableId();
        try {
            DeclaredRule rule = DeclaredRule.read(file, id, settings.table().streamName());
            if (!rule.mayBe(id)) {
                steps.fail("rule", file + " holds the rule " + rule.immutableId() + ", but dcrImmutableId is " + id);
            }
            return rule;
        } catch (UnusableRule unusable) {
            if (against != null) {
                throw new BadInput(file + ": " + unusable.getMessage());
            }
            steps.fail("rule", "dcr " + file + " " + unusable.getMessage());
            return null;
        }
    }

    /** As the appender judges them at its start; false if it would refuse them. */
    boolean fits(List<Target> targets) {
        targets.stream()
                .map(Target::doubt)
                .filter(Objects::nonNull)
                .forEach(doubt -> steps.note("configuration", doubt));
        List<String> faults =
                targets.stream().flatMap(target -> target.faults().stream()).toList();
        faults.forEach(fault -> steps.fail("columns", fault));
        return faults.isEmpty();
    }

    void compare(List<Target> targets, List<Column> columns) {
        if (targets.get(0).declared() == null) {
            steps.note("columns", columns.size() + ", not compared with a rule; --against does it");
        }
        for (Target target : targets) {
            DeclaredStream declared = target.declared();
            if (declared != null) {
                compare(declared, columns);
            }
        }
    }

    private void compare(DeclaredStream declared, List<Column> columns) {
        if (declared.columns().isEmpty()) {
            steps.fail("columns", "the rule does not declare the stream " + declared.name());
            return;
        }
        List<String> misfits = declared.misfits(columns);
        misfits.forEach(misfit -> steps.fail("columns", declared.name() + ": " + misfit));
        if (misfits.isEmpty()) {
            List<String> unused = declared.unused(columns);
            steps.ok(
                    "columns",
                    "all " + columns.size() + " are declared for " + declared.name()
                            + (unused.isEmpty() ? "" : "; not sent: " + String.join(", ", unused)));
        }
    }
}
