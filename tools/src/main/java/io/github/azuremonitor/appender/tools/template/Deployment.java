package io.github.azuremonitor.appender.tools.template;

import java.util.List;

/**
 * Everything that is created in Azure.
 *
 * @param tables empty if all rows go into Azure's own and those get no column
 * @param ownEndpoint whether a data collection endpoint is created too, for Private Link
 * @param linkedEndpoint whether rows go to the endpoint of a data collection endpoint and not to the rule's own
 * @param streams names, for the configuration
 * @param extras what shows and watches the tables
 */
record Deployment(
        List<Table> tables,
        Rule rule,
        boolean ownEndpoint,
        boolean linkedEndpoint,
        List<String> streams,
        List<Extra> extras) {
    static final String ENDPOINT_TYPE = "Microsoft.Insights/dataCollectionEndpoints";
    /** learn.microsoft.com/azure/templates/microsoft.insights/datacollectionendpoints, as for the rule. */
    static final String ENDPOINT_API = "2023-03-11";

    static final String ROLE_TYPE = "Microsoft.Authorization/roleAssignments";
    /** learn.microsoft.com/azure/templates/microsoft.authorization/roleassignments. */
    static final String ROLE_API = "2022-04-01";

    /** The built-in role Monitoring Metrics Publisher. */
    static final String ROLE = "3913510d-42f4-4e42-8a64-420c390055eb";

    static final String WORKSPACE_TYPE = "Microsoft.OperationalInsights/workspaces";
    /** learn.microsoft.com/azure/templates/microsoft.operationalinsights/change-log/workspaces has it as a stable one. */
    static final String WORKSPACE_API = "2023-09-01";

    /** What the person who deploys has to know; the same in all formats. */
    static final String WORKSPACE_HELP =
            "Name of the Log Analytics workspace, in the resource group of this deployment";

    static final String LOCATION_HELP = "Region of the workspace; the rule must be in the same";
    static final String RULE_HELP = "Name of the data collection rule";
    static final String ENDPOINT_HELP = "Name of the data collection endpoint";
    static final String PRINCIPAL_HELP =
            "Object id of the identity that sends: managed identity or service principal; empty for no role";
    static final String RETENTION_HELP = "Days of interactive retention, 4 to 730; -1 for the workspace's";
    static final String TOTAL_RETENTION_HELP = "Days of retention in all, up to 4383; -1 for no long-term retention";
    static final String NETWORK_HELP = "Enabled, or Disabled for private link alone";

    static final String ACTION_GROUP_HELP = "Resource id of the action group that alerts call; empty for none";
    static final String BUDGET_HELP = "GB that a table may take in a day before an alert tells";

    /** Whether there are rules that tell somebody. */
    boolean hasAlerts() {
        return extras.stream().anyMatch(extra -> extra.kind().equals("LogAlert"));
    }

    String endpointName() {
        return TableName.endpoint(rule.name());
    }

    boolean hasRetention() {
        return uses(Expression.RETENTION);
    }

    boolean hasTotalRetention() {
        return uses(Expression.TOTAL_RETENTION);
    }

    private boolean uses(Expression expression) {
        return tables.stream()
                .anyMatch(table -> table.properties().properties().stream()
                        .anyMatch(field -> field.getValue().equals(expression.node())));
    }
}
