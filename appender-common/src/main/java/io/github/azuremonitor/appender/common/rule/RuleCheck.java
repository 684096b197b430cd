package io.github.azuremonitor.appender.common.rule;

import io.github.azuremonitor.appender.common.column.Column;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares the columns with what is known of Azure's side: the rule in a file, or else the list of Azure's own tables.
 * The caller decides what follows from it.
 *
 * @param unusable why the file is of no use, with the correction, or null
 * @param other what tells that the file holds the rule of another id, or null
 * @param streams the appender's own first
 */
public record RuleCheck(@Nullable String unusable, @Nullable String other, List<StreamCheck> streams) {
    /** Copies the list. */
    public RuleCheck {
        streams = List.copyOf(streams);
    }

    /**
     * Reads the file. An unusable one is a finding and not an error.
     *
     * @param file null if there is none
     * @param immutableIds of the rules that rows are sent to
     * @param compareOther whether a rule of another id is compared with all the same
     * @param streams those that rows go to, the appender's own first
     */
    public static RuleCheck of(
            @Nullable Path file,
            List<String> immutableIds,
            boolean compareOther,
            List<String> streams,
            List<Column> columns) {
        DeclaredRule rule = null;
        String unusable = null;
        String other = null;
        try {
            rule = file == null ? null : DeclaredRule.read(file, immutableIds, streams.get(0));
        } catch (UnusableRuleException useless) {
            unusable = useless.getMessage();
        }
        if (rule != null && immutableIds.stream().noneMatch(rule::mayBe)) {
            other = "holds the rule " + rule.immutableId() + ", but dcrImmutableId is "
                    + String.join(", ", immutableIds) + "; correct the one that is wrong";
            rule = compareOther ? rule : null;
        }
        var checks = new ArrayList<StreamCheck>(streams.size());
        for (String stream : streams) {
            checks.add(rule == null ? StreamCheck.without(stream, columns, null) : compare(rule, stream, columns));
        }
        return new RuleCheck(unusable, other, checks);
    }

    /** A rule from the user knows more than the list of Azure's tables, which ages. */
    private static StreamCheck compare(DeclaredRule rule, String stream, List<Column> columns) {
        DeclaredStream declared = rule.stream(stream);
        if (declared == null) {
            String others = rule.streams().isEmpty()
                    ? "none"
                    : String.join(", ", rule.streams().keySet());
            return StreamCheck.without(
                    stream,
                    columns,
                    "declares no stream " + stream + ", but " + others + "; correct streamName or the rule");
        }
        if (declared.columns().isEmpty()) {
            return StreamCheck.without(
                    stream,
                    columns,
                    "has no columns of " + stream
                            + " that can be read, perhaps because of a template expression; write the"
                            + " rule as az monitor data-collection rule show prints it");
        }
        List<Column> kept = columns.stream().filter(declared::declares).toList();
        return new StreamCheck.Compared(
                declared, kept.isEmpty() ? columns : kept, declared.misfits(columns), declared.unused(columns));
    }
}
