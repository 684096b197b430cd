package io.github.azuremonitor.appender.tools.template;

import static io.github.azuremonitor.appender.common.column.Source.Kind.APP_INSTANCE;
import static io.github.azuremonitor.appender.common.column.Source.Kind.APP_NAME;
import static io.github.azuremonitor.appender.common.column.Source.Kind.LEVEL;
import static io.github.azuremonitor.appender.common.column.Source.Kind.LOGGER;
import static io.github.azuremonitor.appender.common.column.Source.Kind.MESSAGE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Scheduled query rules of a table. Version and properties of the resource:
 * learn.microsoft.com/azure/templates/microsoft.insights/scheduledqueryrules.
 */
final class Alerts {
    private static final int CRITICAL = 1;
    private static final int WARNING = 2;
    private static final int TOLD = 3;

    /** Azure lets no rule look further back. */
    private static final String LONGEST = "P2D";

    private final TableColumns table;
    private final List<Extra> rules = new ArrayList<>();

    private Alerts(TableColumns table) {
        this.table = table;
    }

    /** All that the table's columns allow. */
    static List<Extra> of(TableColumns table) {
        var alerts = new Alerts(table);
        alerts.all();
        return alerts.rules;
    }

    /**
     * What fills {@code DCRLogErrors}. Version and properties of the resource:
     * learn.microsoft.com/azure/templates/microsoft.insights/diagnosticsettings; the category:
     * learn.microsoft.com/azure/azure-monitor/reference/supported-logs/microsoft-insights-datacollectionrules-logs.
     */
    static Extra errorLog() {
        ObjectNode properties = Trees.object();
        properties.set("workspaceId", Expression.WORKSPACE_ID.node());
        properties.putArray("logs").addObject().put("category", "LogErrors").put("enabled", true);
        return new Extra(
                "rule_errors",
                "Microsoft.Insights/diagnosticSettings",
                "2021-05-01-preview",
                Trees.text("errors"),
                Extra.Place.RULE,
                "",
                properties);
    }

    private void all() {
        String from = table.name();
        if (table.has(LEVEL)) {
            add(
                    "errors",
                    "More than one event of twenty is an error",
                    CRITICAL,
                    new Window("PT5M", "PT15M"),
                    from + " | summarize events = count(), errors = countif(" + table.isError() + ")"
                            + table.grouped(APP_NAME) + " | where events >= 20"
                            + " | extend percent = 100.0 * errors / events",
                    measured("percent", "Maximum", IntNode.valueOf(5)));
        }
        silence();
        add(
                "delay",
                "Rows arrive more than ten minutes late",
                WARNING,
                new Window("PT15M", "PT30M", LONGEST),
                from + " | where ingestion_time() > ago(30m)"
                        + " | extend late = datetime_diff('second', ingestion_time(), TimeGenerated)"
                        + " | summarize seconds = percentile(late, 95)",
                measured("seconds", "Maximum", IntNode.valueOf(600)));
        add(
                "volume",
                "The table takes more than its budget in a day",
                TOLD,
                new Window("PT1H", "P1D"),
                from + " | summarize GB = sum(_BilledSize) / 1e9",
                measured("GB", "Total", Expression.BUDGET.node()));
        if (table.has(LOGGER)) {
            add(
                    "dropped",
                    "An application dropped events",
                    WARNING,
                    new Window("PT15M", "PT15M"),
                    from + " | where " + table.column(LOGGER) + " == \"" + Panel.OURS + "\"",
                    counted(0));
        }
        add(
                "refused",
                "The rule accepted rows that it could not store",
                CRITICAL,
                new Window("PT15M", "PT15M"),
                "DCRLogErrors | where InputStreamId == \"" + table.stream() + "\"",
                counted(0));
    }

    private void silence() {
        String who = table.grouped(APP_NAME, APP_INSTANCE);
        TableColumns.Heartbeats beats = table.heartbeats();
        if (beats == null || !table.has(LOGGER, MESSAGE)) {
            add(
                    "silence",
                    "An instance that spoke in the last hours is silent for 30 minutes",
                    WARNING,
                    new Window("PT15M", "PT6H"),
                    table.name() + " | summarize lastSeen = max(TimeGenerated)" + who + " | where lastSeen < ago(30m)",
                    counted(0));
            return;
        }
        // One may be late, and another one waits for an outage to end.
        long minutes = Math.max(5, beats.period().multipliedBy(3).toMinutes());
        add(
                "silence",
                "An instance that did not stop in order gives no heartbeat for " + minutes + " minutes",
                WARNING,
                new Window("PT5M", "PT6H"),
                beats.table() + " | where " + table.column(LOGGER) + " == \"" + Panel.HEARTBEATS
                        + "\" | summarize arg_max(TimeGenerated, " + table.column(MESSAGE) + ")" + who
                        + " | where TimeGenerated < ago(" + minutes + "m) and " + table.column(MESSAGE)
                        + " startswith \"running\"",
                counted(0));
    }

    /**
     * How often and over what.
     *
     * @param every ISO 8601
     * @param over ISO 8601
     * @param reads rows whose {@code TimeGenerated} is that old; ISO 8601, empty for those of {@code over}
     */
    private record Window(String every, String over, String reads) {
        Window(String every, String over) {
            this(every, over, "");
        }
    }

    private static ObjectNode counted(int most) {
        return Trees.object()
                .put("timeAggregation", "Count")
                .put("operator", "GreaterThan")
                .put("threshold", most);
    }

    private static ObjectNode measured(String column, String aggregation, JsonNode most) {
        ObjectNode criterion = Trees.object()
                .put("metricMeasureColumn", column)
                .put("timeAggregation", aggregation)
                .put("operator", "GreaterThan");
        criterion.set("threshold", most);
        return criterion;
    }

    private void add(String what, String sentence, int severity, Window window, String kql, ObjectNode criterion) {
        ObjectNode properties = Trees.object()
                .put("displayName", table.name() + ": " + what)
                .put("description", sentence)
                .put("severity", severity)
                .put("enabled", true)
                .put("evaluationFrequency", window.every())
                .put("windowSize", window.over())
                .put("autoMitigate", true)
                // DCRLogErrors and _BilledSize are there after the first row.
                .put("skipQueryValidation", true);
        if (!window.reads().isEmpty()) {
            properties.put("overrideQueryTimeRange", window.reads());
        }
        properties.putArray("scopes").add(Expression.WORKSPACE_ID.node());
        ObjectNode one = Trees.object().put("query", kql);
        one.setAll(criterion);
        one.putObject("failingPeriods").put("numberOfEvaluationPeriods", 1).put("minFailingPeriodsToAlert", 1);
        properties.putObject("criteria").putArray("allOf").add(one);
        properties.putObject("actions").set("actionGroups", Expression.ACTION_GROUPS.node());
        rules.add(new Extra(
                "alert_" + what + "_" + table.name(),
                "Microsoft.Insights/scheduledQueryRules",
                "2023-12-01",
                Trees.text(table.name() + "-" + what),
                Extra.Place.GROUP,
                "LogAlert",
                properties));
    }
}
