package io.github.azuremonitor.appender.tools.check;

import io.github.azuremonitor.appender.common.column.AzureTable;
import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.rule.DeclaredRule;
import io.github.azuremonitor.appender.common.rule.DeclaredStream;
import io.github.azuremonitor.appender.common.rule.UnusableRule;
import io.github.azuremonitor.appender.common.settings.AppenderSettings;
import io.github.azuremonitor.appender.tools.input.BadInput;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The columns beside the rule in a file, or beside what Azure's own tables have. */
final class ColumnStep {
    private final @Nullable Path against;
    private final Steps steps;

    ColumnStep(@Nullable Path against, Steps steps) {
        this.against = against;
        this.steps = steps;
    }

    /** The stream in the file of {@code --against}, or of the setting {@code dcr}; null if there is neither. */
    @Nullable DeclaredStream declared(AppenderSettings settings) throws BadInput {
        Path file = against == null ? settings.dcr() : against;
        if (file == null) {
            return null;
        }
        String stream = settings.table().streamName();
        String id = settings.pipeline().dcrImmutableId();
        try {
            DeclaredRule rule = DeclaredRule.read(file, id, stream);
            if (!rule.mayBe(id)) {
                steps.fail("rule", file + " holds the rule " + rule.immutableId() + ", but dcrImmutableId is " + id);
            }
            DeclaredStream declared = rule.stream(stream);
            return declared == null ? new DeclaredStream(stream, Map.of(), "") : declared;
        } catch (UnusableRule unusable) {
            if (against != null) {
                throw new BadInput(file + ": " + unusable.getMessage());
            }
            steps.fail("rule", "dcr " + file + " " + unusable.getMessage());
            return null;
        }
    }

    /** As the appender judges it without a rule. */
    boolean fits(AzureTable table, List<Column> columns) {
        String doubt = table.doubt();
        if (doubt != null) {
            steps.note("configuration", doubt);
        }
        List<String> faults = table.faults(columns);
        faults.forEach(fault -> steps.fail("columns", fault));
        return faults.isEmpty();
    }

    void compare(@Nullable DeclaredStream declared, List<Column> columns, String stream) {
        if (declared == null) {
            steps.note("columns", columns.size() + ", not compared with a rule; --against does it");
        } else if (declared.columns().isEmpty()) {
            steps.fail("columns", "the rule does not declare the stream " + stream);
        } else {
            List<String> misfits = declared.misfits(columns);
            misfits.forEach(misfit -> steps.fail("columns", misfit));
            if (misfits.isEmpty()) {
                List<String> unused = declared.unused(columns);
                steps.ok(
                        "columns",
                        "all " + columns.size() + " are declared"
                                + (unused.isEmpty() ? "" : "; not sent: " + String.join(", ", unused)));
            }
        }
    }
}
