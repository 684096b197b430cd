package io.github.azuremonitor.appender.tools.cost;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.ColumnType;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a workspace is asked about the rows of a table, as it bills them: the column {@code _BilledSize} (Azure Monitor docs,
 * "Standard columns"). The workspace adds up, so that no row comes here.
 */
final class CostQueries {
    /** Characters of stack traces that a short one has not. */
    static final String BEYOND_SHORT_TRACES = "beyondShortTraces";

    private static final String SUMS = "summarize counted = count(), size = sum(_BilledSize)";

    /** As {@link Measured} does with rows that it reads. */
    private static final String IDS = "@'[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|[0-9]+'";

    private static final int MOST_TEMPLATES = 1000;

    private final String rows;
    private final List<Column> columns;
    private final RowNames names;

    /** @param since such as {@code 1d} */
    CostQueries(String table, String since, List<Column> columns) {
        this.rows = table + " | where TimeGenerated > ago(" + since + ") | ";
        this.columns = columns;
        this.names = RowNames.of(columns);
    }

    String loggers() {
        return rows + SUMS + " by logger = " + text(names.logger()) + ", level = " + text(names.level());
    }

    String times() {
        return rows + "summarize begin = min(TimeGenerated), end = max(TimeGenerated)";
    }

    /** Of which column the characters are; what is billed is about that. */
    String lengths() {
        String lengths = columns.stream()
                .map(column -> column.name() + " = sum(" + length(column) + ")")
                .collect(Collectors.joining(", "));
        String trace = names.stackTrace();
        return rows + "summarize " + lengths
                + (trace.isEmpty() ? "" : ", " + BEYOND_SHORT_TRACES + " = " + beyond(trace));
    }

    private static String beyond(String trace) {
        String length = "strlen(" + trace + ")";
        return "sum(iff(" + length + " > " + Measured.SHORT_STACK_TRACE + ", " + length + " - "
                + Measured.SHORT_STACK_TRACE + ", 0))";
    }

    String templates() {
        String template = names.template().isEmpty()
                ? "replace_regex(" + text(names.message()) + ", " + IDS + ", '…')"
                : names.template();
        return rows + "extend template = substring(" + template + ", 0, 100) | " + SUMS + " by logger = "
                + text(names.logger()) + ", template | top " + MOST_TEMPLATES + " by size desc";
    }

    private static String length(Column column) {
        return column.type() == ColumnType.STRING
                ? "strlen(" + column.name() + ")"
                : "strlen(tostring(" + column.name() + "))";
    }

    private static String text(String column) {
        return column.isEmpty() ? "''" : "tostring(" + column + ")";
    }
}
