package io.github.azuremonitor.appender.tools.template;

import static io.github.azuremonitor.appender.common.column.Source.Kind.APP_INSTANCE;
import static io.github.azuremonitor.appender.common.column.Source.Kind.APP_NAME;
import static io.github.azuremonitor.appender.common.column.Source.Kind.APP_VERSION;
import static io.github.azuremonitor.appender.common.column.Source.Kind.EXCEPTION_TYPE;
import static io.github.azuremonitor.appender.common.column.Source.Kind.LEVEL;
import static io.github.azuremonitor.appender.common.column.Source.Kind.LOGGER;
import static io.github.azuremonitor.appender.common.column.Source.Kind.MESSAGE;
import static io.github.azuremonitor.appender.common.column.Source.Kind.TRACE_ID;

import java.util.ArrayList;
import java.util.List;

/**
 * A picture of a workbook and of a dashboard.
 *
 * @param kql without a condition on time, which the page has
 * @param isChart a line over time, or else a table
 */
record Panel(String title, String kql, boolean isChart) {
    /** The logger of this library's own rows. */
    static final String OURS = "io.github.azuremonitor.appender";

    /** The logger of its heartbeats. */
    static final String HEARTBEATS = OURS + ".heartbeat";

    /** Where a page puts the trace that somebody looks for. */
    static final String TRACE = "\"{TraceId}\"";

    /** What the columns of a table allow; a picture whose column is missing is left out. */
    static List<Panel> of(TableColumns table) {
        String from = table.name();
        var panels = new ArrayList<Panel>();
        if (table.has(LEVEL)) {
            panels.add(new Panel(
                    "Events by level",
                    from + " | summarize events = count() by bin(TimeGenerated, 5m), " + table.column(LEVEL),
                    true));
            String groups = table.grouped(APP_NAME, APP_VERSION, LOGGER, EXCEPTION_TYPE);
            panels.add(new Panel(
                    "Errors",
                    from + " | where " + table.isError()
                            + " | summarize events = count(), firstSeen = min(TimeGenerated), lastSeen = max(TimeGenerated)"
                            + groups + " | order by events desc",
                    false));
        }
        if (table.has(TRACE_ID, MESSAGE)) {
            String columns = table.by(APP_NAME, LEVEL, LOGGER, MESSAGE, EXCEPTION_TYPE);
            panels.add(new Panel(
                    "One request",
                    from + " | where " + table.column(TRACE_ID) + " == " + TRACE + " | project TimeGenerated, "
                            + columns + " | order by TimeGenerated asc",
                    false));
        }
        panels.add(new Panel(
                "Volume and cost",
                // The price of a GB is for the reader to fill in.
                "let price = 1.0; " + from + " | summarize MB = sum(_BilledSize) / 1e6, rows = count()"
                        + table.grouped(APP_NAME, LOGGER, LEVEL)
                        + " | extend cost = MB / 1000 * price | top 20 by MB desc",
                false));
        panels.add(new Panel(
                "Instances",
                from + " | summarize rows = count(), lastSeen = max(TimeGenerated)"
                        + table.grouped(APP_NAME, APP_INSTANCE, APP_VERSION) + " | order by lastSeen asc",
                false));
        panels.add(new Panel(
                "Delay in seconds",
                from + " | extend late = datetime_diff('second', ingestion_time(), TimeGenerated)"
                        + " | summarize percentiles(late, 50, 95) by bin(TimeGenerated, 5m)",
                true));
        if (table.has(LOGGER, MESSAGE)) {
            panels.add(new Panel(
                    "Dropped events",
                    from + " | where " + table.column(LOGGER) + " == \"" + OURS + "\" | project TimeGenerated, "
                            + table.by(APP_NAME, APP_INSTANCE, MESSAGE) + " | order by TimeGenerated desc",
                    false));
        }
        return panels;
    }
}
