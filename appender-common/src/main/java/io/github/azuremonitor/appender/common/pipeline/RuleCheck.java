package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.column.AzureTable;
import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.rule.DeclaredRule;
import io.github.azuremonitor.appender.common.rule.DeclaredStream;
import io.github.azuremonitor.appender.common.rule.UnusableRule;
import io.github.azuremonitor.appender.common.settings.AppenderSettings;
import io.github.azuremonitor.appender.common.settings.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the columns agree with Azure's side, as far as it is known here: the rule in the file of the setting {@code dcr}, or
 * else the list of Azure's own tables. A file that is of no use costs a warning and no row.
 *
 * @param columns to be sent: what the rule does not declare is billed and dropped
 * @param faults what cannot be right
 */
record RuleCheck(StreamColumns columns, List<Problem> faults) {
    private static final String SETTING = "dcr";

    /** Looks at the appender's own stream, and at those that its routes name. */
    static RuleCheck of(AppenderSettings settings, List<String> routed, List<Column> columns, Reporter reporter) {
        Path file = settings.dcr();
        DeclaredRule rule = file == null ? null : rule(file, settings, reporter);
        var streams = new LinkedHashSet<String>();
        streams.add(settings.table().streamName());
        streams.addAll(routed);
        var kept = new HashMap<String, List<Column>>();
        var faults = new LinkedHashSet<Problem>();
        for (String stream : streams) {
            DeclaredStream declared = file == null || rule == null ? null : declared(file, rule, stream, reporter);
            if (declared == null) {
                faults.addAll(tableFaults(stream, settings.table().columns(), columns, reporter));
            } else {
                kept.put(stream, agreed(String.valueOf(file), declared, columns, reporter));
            }
        }
        return new RuleCheck(new StreamColumns(columns, kept), List.copyOf(faults));
    }

    /** The rule that somebody gives knows more than the list, which ages. */
    private static List<Problem> tableFaults(String stream, String text, List<Column> columns, Reporter reporter) {
        AzureTable table = AzureTable.ofStream(stream);
        if (table == null) {
            return List.of();
        }
        String doubt = table.doubt();
        if (doubt != null) {
            reporter.warn(new Problem("streamName", stream, doubt).toString());
        }
        return table.faults(columns).stream()
                .map(fault -> new Problem("columns", text, fault))
                .toList();
    }

    private static @Nullable DeclaredRule rule(Path file, AppenderSettings settings, Reporter reporter) {
        String id = settings.pipeline().dcrImmutableId();
        try {
            DeclaredRule rule = DeclaredRule.read(file, id, settings.table().streamName());
            if (rule.mayBe(id)) {
                return rule;
            }
            unchecked(
                    file,
                    "holds the rule " + rule.immutableId() + ", but dcrImmutableId is " + id
                            + "; correct the one that is wrong",
                    reporter);
        } catch (UnusableRule unusable) {
            unchecked(file, String.valueOf(unusable.getMessage()), reporter);
        }
        return null;
    }

    private static @Nullable DeclaredStream declared(Path file, DeclaredRule rule, String stream, Reporter reporter) {
        DeclaredStream declared = rule.stream(stream);
        if (declared == null) {
            String others = rule.streams().isEmpty()
                    ? "none"
                    : String.join(", ", rule.streams().keySet());
            unchecked(
                    file,
                    "declares no stream " + stream + ", but " + others + "; correct streamName or the rule",
                    reporter);
            return null;
        }
        if (declared.columns().isEmpty()) {
            unchecked(
                    file,
                    "has no columns of " + stream + " that can be read, be it for a template expression; write the"
                            + " rule as az monitor data-collection rule show prints it",
                    reporter);
            return null;
        }
        return declared;
    }

    private static void unchecked(Path file, String fault, Reporter reporter) {
        reporter.warn(new Problem(SETTING, file.toString(), fault) + "; until then all columns are sent unchecked");
    }

    private static List<Column> agreed(String file, DeclaredStream stream, List<Column> columns, Reporter reporter) {
        List<Column> kept = columns.stream().filter(stream::declares).toList();
        List<String> misfits = stream.misfits(columns);
        List<String> unused = stream.unused(columns);
        String also = unused.isEmpty() ? "" : "; declared and not sent: " + String.join(", ", unused);
        if (misfits.isEmpty()) {
            reporter.info(
                    "the rule in " + file + " declares all " + columns.size() + " columns of " + stream.name() + also);
            return columns;
        }
        var said = new ArrayList<>(misfits);
        if (kept.isEmpty()) {
            said.add("None is declared, so all are sent, lest no row says anything");
        } else if (kept.size() < columns.size()) {
            said.add("What is not declared is not sent");
        }
        reporter.warn("the rule in " + file + " and the columns of " + stream.name() + " do not agree: "
                + String.join(". ", said) + also
                + "; correct the columns or the rule, and write it into the file anew");
        return kept.isEmpty() ? columns : kept;
    }
}
