package io.github.azuremonitor.appender.tools.template;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A dashboard in Grafana's JSON model, for its data source Azure Monitor; to be imported, not deployed. */
final class GrafanaDashboard {
    private static final String DATA_SOURCE = "grafana-azure-monitor-datasource";
    private static final int WIDTH = 12;
    private static final int HEIGHT = 8;

    private GrafanaDashboard() {}

    static String of(List<TableColumns> tables) {
        ObjectNode dashboard = Trees.object()
                .put("title", "Java logs")
                .put("schemaVersion", 39)
                .put("editable", true);
        dashboard.putObject("time").put("from", "now-24h").put("to", "now");
        ArrayNode variables = dashboard.putObject("templating").putArray("list");
        variables
                .addObject()
                .put("name", "datasource")
                .put("label", "Data source")
                .put("type", "datasource")
                .put("query", DATA_SOURCE);
        variable(variables, "workspace", "Resource id of the workspace");
        variable(variables, "TraceId", "Trace");
        ArrayNode panels = dashboard.putArray("panels");
        for (TableColumns table : tables) {
            for (Panel panel : Panel.of(table)) {
                panels.add(panel(table, panel, panels.size()));
            }
        }
        return Trees.pretty(dashboard);
    }

    private static void variable(ArrayNode variables, String name, String label) {
        variables.addObject().put("name", name).put("label", label).put("type", "textbox");
    }

    private static ObjectNode panel(TableColumns table, Panel panel, int index) {
        ObjectNode node = Trees.object()
                .put("id", index + 1)
                .put("title", table.name() + ": " + panel.title())
                .put("type", panel.isChart() ? "timeseries" : "table");
        node.putObject("gridPos")
                .put("h", HEIGHT)
                .put("w", WIDTH)
                .put("x", index % 2 * WIDTH)
                .put("y", index / 2 * HEIGHT);
        source(node);
        ObjectNode target =
                node.putArray("targets").addObject().put("refId", "A").put("queryType", "Azure Log Analytics");
        source(target);
        target.putObject("azureLogAnalytics")
                .put("query", panel.kql().replace("{TraceId}", "${TraceId}"))
                .put("resultFormat", panel.isChart() ? "time_series" : "table")
                .put("dashboardTime", true)
                .put("timeColumn", "TimeGenerated")
                .putArray("resources")
                .add("${workspace}");
        return node;
    }

    private static void source(ObjectNode node) {
        node.putObject("datasource").put("type", DATA_SOURCE).put("uid", "${datasource}");
    }
}
