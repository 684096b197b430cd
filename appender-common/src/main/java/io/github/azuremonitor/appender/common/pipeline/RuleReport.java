package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.flush.StreamColumns;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.rule.RuleCheck;
import io.github.azuremonitor.appender.common.rule.StreamCheck;
import io.github.azuremonitor.appender.common.settings.AppenderSettings;
import io.github.azuremonitor.appender.common.settings.SettingProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an appender says and does at its start about the check of its columns. An unusable rule costs a warning but no
 * row.
 *
 * @param columns to be sent: Azure bills and drops undeclared ones
 * @param faults what cannot be right
 */
record RuleReport(StreamColumns columns, List<SettingProblem> faults) {
    private static final String SETTING = "dcr";

    /** Checks the appender's own stream and the others that its settings name. */
    static RuleReport of(AppenderSettings settings, List<Column> columns, Reporter reporter) {
        Path file = settings.dcr();
        String text = settings.table().columns().text();
        RuleCheck check = RuleCheck.of(file, settings.pipeline().dcrImmutableIds(), false, settings.streams(), columns);
        unchecked(file, check.unusable(), reporter);
        unchecked(file, check.other(), reporter);
        var kept = new HashMap<String, List<Column>>();
        var faults = new LinkedHashSet<SettingProblem>();
        for (StreamCheck stream : check.streams()) {
            if (stream instanceof StreamCheck.Compared compared) {
                say(String.valueOf(file), compared, columns.size(), reporter);
                kept.put(stream.stream(), compared.kept());
            } else if (stream instanceof StreamCheck.Unchecked unchecked) {
                unchecked(file, unchecked.fault(), reporter);
                String doubt = unchecked.doubt();
                if (doubt != null) {
                    reporter.warn(new SettingProblem("streamName", stream.stream(), doubt).toString());
                }
                unchecked.tableFaults().forEach(fault -> faults.add(new SettingProblem("columns", text, fault)));
            }
        }
        return new RuleReport(new StreamColumns(columns, kept), List.copyOf(faults));
    }

    private static void unchecked(@Nullable Path file, @Nullable String fault, Reporter reporter) {
        if (fault != null) {
            reporter.warn(new SettingProblem(SETTING, String.valueOf(file), fault)
                    + "; until then all columns are sent unchecked");
        }
    }

    private static void say(String file, StreamCheck.Compared check, int sent, Reporter reporter) {
        String also = check.unused().isEmpty() ? "" : "; declared and not sent: " + String.join(", ", check.unused());
        if (check.misfits().isEmpty()) {
            reporter.info("the rule in " + file + " declares all " + sent + " columns of " + check.stream() + also);
            return;
        }
        var said = new ArrayList<>(check.misfits());
        if (check.kept().stream().noneMatch(check.declared()::declares)) {
            said.add("None is declared, so all are sent: rows would be empty otherwise");
        } else if (check.kept().size() < sent) {
            said.add("What is not declared is not sent");
        }
        reporter.warn("the rule in " + file + " and the columns of " + check.stream() + " do not agree: "
                + String.join(". ", said) + also
                + "; correct the columns or the rule, and write it into the file anew");
    }
}
