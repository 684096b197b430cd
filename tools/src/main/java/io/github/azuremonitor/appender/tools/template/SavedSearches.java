package io.github.azuremonitor.appender.tools.template;

import static io.github.azuremonitor.appender.common.column.Source.Kind.LEVEL;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The queries of the pictures as saved searches of the workspace, and functions for what other queries begin with. Version and
 * properties of the resource: learn.microsoft.com/azure/templates/microsoft.operationalinsights/workspaces/savedsearches.
 */
final class SavedSearches {
    private final TableColumns table;
    private final List<Extra> searches = new ArrayList<>();

    private SavedSearches(TableColumns table) {
        this.table = table;
    }

    /** All that the table's columns allow. */
    static List<Extra> of(TableColumns table) {
        var searches = new SavedSearches(table);
        searches.all();
        return searches.searches;
    }

    private void all() {
        String bare = table.name().replaceFirst("_CL$", "");
        if (table.has(LEVEL)) {
            add("Rows of errors", table.name() + " | where " + table.isError()).put("functionAlias", bare + "Errors");
        }
        for (Panel panel : Panel.of(table)) {
            if (panel.kql().contains(Panel.TRACE)) {
                add(panel.title(), panel.kql().replace(Panel.TRACE, "traceId"))
                        .put("functionAlias", bare + "Trace")
                        .put("functionParameters", "traceId:string");
            } else {
                add(panel.title(), panel.kql() + (panel.isChart() ? " | render timechart" : ""));
            }
        }
    }

    private ObjectNode add(String title, String kql) {
        String slug = title.toLowerCase(Locale.ROOT).replace(' ', '-');
        ObjectNode properties = Trees.object()
                .put("category", table.name())
                .put("displayName", table.name() + ": " + title)
                .put("query", kql);
        searches.add(new Extra(
                "search_" + slug.replace('-', '_') + "_" + table.name(),
                "Microsoft.OperationalInsights/workspaces/savedSearches",
                "2020-08-01",
                Trees.text(table.name() + "-" + slug),
                Extra.Place.WORKSPACE,
                "",
                properties));
        return properties;
    }
}
