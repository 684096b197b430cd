package io.github.azuremonitor.appender.tools.template;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The workbook of a configuration, in the form of its gallery template. Version and properties of the resource:
 * learn.microsoft.com/azure/templates/microsoft.insights/workbooks.
 */
final class Workbook {
    private static final String SCHEMA =
            "https://github.com/Microsoft/Application-Insights-Workbooks/blob/master/schema/workbook.json";
    private static final String WORKSPACES = "microsoft.operationalinsights/workspaces";

    private Workbook() {}

    static Extra of(List<TableColumns> tables) {
        ObjectNode properties = Trees.object()
                .put("displayName", "Java logs")
                .put("category", "workbook")
                .put("version", "Notebook/1.0");
        properties.set("sourceId", Expression.WORKSPACE_ID.node());
        properties.put("serializedData", content(tables).toString());
        return new Extra(
                "workbook",
                "Microsoft.Insights/workbooks",
                "2023-06-01",
                Expression.WORKBOOK_NAME.node(),
                Extra.Place.GROUP,
                "shared",
                properties);
    }

    private static ObjectNode content(List<TableColumns> tables) {
        ObjectNode content = Trees.object().put("version", "Notebook/1.0");
        ArrayNode items = content.putArray("items");
        parameters(items);
        for (TableColumns table : tables) {
            items.addObject()
                    .put("type", 1)
                    .put("name", table.name())
                    .putObject("content")
                    .put("json", "## " + table.name());
            for (Panel panel : Panel.of(table)) {
                items.addObject()
                        .put("type", 3)
                        .put("name", table.name() + " " + panel.title())
                        .putObject("content")
                        .put("version", "KqlItem/1.0")
                        .put("query", panel.kql())
                        .put("size", 0)
                        .put("title", panel.title())
                        .put("timeContextFromParameter", "TimeRange")
                        .put("queryType", 0)
                        .put("resourceType", WORKSPACES)
                        .put("visualization", panel.isChart() ? "timechart" : "table");
            }
        }
        return content.put("$schema", SCHEMA);
    }

    private static void parameters(ArrayNode items) {
        ObjectNode content = items.addObject()
                .put("type", 9)
                .put("name", "parameters")
                .putObject("content")
                .put("version", "KqlParameterItem/1.0");
        ArrayNode parameters = content.putArray("parameters");
        parameters
                .addObject()
                .put("version", "KqlParameterItem/1.0")
                .put("name", "TimeRange")
                .put("label", "Time")
                .put("type", 4)
                .put("isRequired", true)
                .putObject("value")
                .put("durationMs", 86_400_000);
        parameters
                .addObject()
                .put("version", "KqlParameterItem/1.0")
                .put("name", "TraceId")
                .put("label", "Trace")
                .put("type", 1)
                .put("value", "");
        content.put("queryType", 0).put("resourceType", WORKSPACES);
    }
}
