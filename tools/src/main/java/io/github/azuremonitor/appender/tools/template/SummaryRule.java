package io.github.azuremonitor.appender.tools.template;

import static io.github.azuremonitor.appender.common.column.Source.Kind.APP_NAME;
import static io.github.azuremonitor.appender.common.column.Source.Kind.APP_VERSION;
import static io.github.azuremonitor.appender.common.column.Source.Kind.LEVEL;
import static io.github.azuremonitor.appender.common.column.Source.Kind.LOGGER;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A summary rule of a table: events and errors of each hour in a table that is cheap to look at. Version and properties of the
 * resource: learn.microsoft.com/azure/templates/microsoft.operationalinsights/workspaces/summarylogs.
 */
final class SummaryRule {
    private static final int HOUR = 60;

    private SummaryRule() {}

    static Extra of(TableColumns table) {
        String bare = table.name().replaceFirst("_CL$", "");
        String errors = table.has(LEVEL) ? ", errors = countif(" + table.isError() + ")" : "";
        ObjectNode properties =
                Trees.object().put("ruleType", "User").put("description", "Events of " + table.name() + " by the hour");
        properties
                .putObject("ruleDefinition")
                .put(
                        "query",
                        table.name() + " | summarize events = count()" + errors
                                + table.grouped(APP_NAME, APP_VERSION, LOGGER))
                .put("binSize", HOUR)
                .put("destinationTable", bare + "ByHour_CL");
        return new Extra(
                "summary_" + table.name(),
                "Microsoft.OperationalInsights/workspaces/summaryLogs",
                "2025-07-01",
                Trees.text(bare + "ByHour"),
                Extra.Place.WORKSPACE,
                "",
                properties);
    }
}
