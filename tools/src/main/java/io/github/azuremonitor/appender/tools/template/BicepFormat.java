package io.github.azuremonitor.appender.tools.template;

import com.fasterxml.jackson.databind.node.ArrayNode;

/** Bicep. */
final class BicepFormat extends Literals implements Format {
    BicepFormat() {
        super(": ", "");
    }

    @Override
    public String render(Deployment deployment) {
        var text = new StringBuilder();
        parameters(text, deployment);
        block(text, """
                resource workspace '%s@%s' existing = {
                  name: workspaceName
                }
                """.formatted(Deployment.WORKSPACE_TYPE, Deployment.WORKSPACE_API));
        for (Table table : deployment.tables()) {
            block(text, """
                    resource %s '%s@%s' = {
                      parent: workspace
                      name: %s
                      properties: %s
                    }
                    """.formatted(
                            symbol(table), Table.TYPE, Table.API, string(table.name()), value(table.properties(), 2)));
        }
        if (deployment.ownEndpoint()) {
            block(text, """
                    resource dce '%s@%s' = {
                      name: endpointName
                      location: location
                      properties: {
                        networkAcls: {
                          publicNetworkAccess: publicNetworkAccess
                        }
                      }
                    }
                    """.formatted(Deployment.ENDPOINT_TYPE, Deployment.ENDPOINT_API));
        }
        rule(text, deployment);
        block(text, """
                resource role '%s@%s' = if (!empty(principalId)) {
                  scope: rule
                  name: guid(rule.id, principalId, '%s')
                  properties: {
                    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '%s')
                    principalId: principalId
                    principalType: 'ServicePrincipal'
                  }
                }
                """.formatted(Deployment.ROLE_TYPE, Deployment.ROLE_API, Deployment.ROLE, Deployment.ROLE));
        deployment.extras().forEach(extra -> extra(text, extra, deployment));
        outputs(text, deployment);
        return text.toString();
    }

    private void parameters(StringBuilder text, Deployment deployment) {
        Rule rule = deployment.rule();
        parameter(text, Deployment.WORKSPACE_HELP, "workspaceName string");
        String location = rule.location().isEmpty() ? "resourceGroup().location" : string(rule.location());
        parameter(text, Deployment.LOCATION_HELP, "location string = " + location);
        parameter(text, Deployment.RULE_HELP, "ruleName string = " + string(rule.name()));
        if (deployment.ownEndpoint()) {
            parameter(text, Deployment.ENDPOINT_HELP, "endpointName string = " + string(deployment.endpointName()));
            parameter(text, Deployment.NETWORK_HELP, "publicNetworkAccess string = 'Disabled'");
        }
        parameter(text, Deployment.PRINCIPAL_HELP, "principalId string = ''");
        if (deployment.hasRetention()) {
            parameter(text, Deployment.RETENTION_HELP, "retentionInDays int = -1");
        }
        if (deployment.hasTotalRetention()) {
            parameter(text, Deployment.TOTAL_RETENTION_HELP, "totalRetentionInDays int = -1");
        }
        if (deployment.hasAlerts()) {
            parameter(text, Deployment.ACTION_GROUP_HELP, "actionGroupId string = ''");
            parameter(text, Deployment.BUDGET_HELP, "dailyBudgetGB int = 1");
        }
    }

    private void rule(StringBuilder text, Deployment deployment) {
        Rule rule = deployment.rule();
        text.append("resource rule '" + Rule.TYPE + "@" + Rule.API + "' = {\n");
        text.append("  name: ruleName\n  location: location\n");
        if (!rule.kind().isEmpty()) {
            text.append("  kind: ").append(string(rule.kind())).append('\n');
        }
        if (!rule.tags().isEmpty()) {
            text.append("  tags: ").append(value(rule.tags(), 2)).append('\n');
        }
        text.append("  properties: ").append(value(rule.properties(), 2)).append('\n');
        tablesBefore(text, deployment);
        text.append("}\n\n");
    }

    private void extra(StringBuilder text, Extra extra, Deployment deployment) {
        text.append("resource " + extra.symbol() + " '" + extra.type() + "@" + extra.api() + "' = {\n");
        text.append(
                switch (extra.place()) {
                    case WORKSPACE -> "  parent: workspace\n";
                    case RULE -> "  scope: rule\n";
                    case GROUP -> "";
                });
        text.append("  name: ").append(value(extra.name(), 2)).append('\n');
        text.append(extra.place() == Extra.Place.GROUP ? "  location: location\n" : "");
        text.append(extra.kind().isEmpty() ? "" : "  kind: " + string(extra.kind()) + "\n");
        text.append("  properties: ").append(value(extra.properties(), 2)).append('\n');
        tablesBefore(text, deployment);
        text.append("}\n\n");
    }

    private static void tablesBefore(StringBuilder text, Deployment deployment) {
        text.append("  dependsOn: [\n");
        deployment
                .tables()
                .forEach(table -> text.append("    ").append(symbol(table)).append('\n'));
        text.append("  ]\n");
    }

    private void outputs(StringBuilder text, Deployment deployment) {
        String endpoint = "rule.properties.endpoints.logsIngestion";
        if (deployment.ownEndpoint()) {
            endpoint = "dce.properties.logsIngestion.endpoint";
        } else if (deployment.linkedEndpoint()) {
            endpoint = "reference(rule.properties.dataCollectionEndpointId, '" + Deployment.ENDPOINT_API
                    + "').logsIngestion.endpoint";
        }
        ArrayNode streams = Trees.JSON.createArrayNode();
        deployment.streams().forEach(streams::add);
        text.append("output endpoint string = ").append(endpoint).append('\n');
        text.append("output dcrImmutableId string = rule.properties.immutableId\n");
        text.append("output streamNames array = ").append(value(streams, 0)).append('\n');
        text.append("output ruleResourceId string = rule.id\n");
        text.append("output workspaceCustomerId string = workspace.properties.customerId\n");
    }

    private void parameter(StringBuilder text, String help, String declaration) {
        block(text, "@description(" + string(help) + ")\nparam " + declaration + "\n");
    }

    private static void block(StringBuilder text, String block) {
        text.append(block).append('\n');
    }

    private static String symbol(Table table) {
        return "table_" + table.name();
    }

    @Override
    String expression(Expression expression) {
        return switch (expression) {
            case WORKSPACE_ID -> "workspace.id";
            case ENDPOINT_ID -> "dce.id";
            case RETENTION -> "retentionInDays";
            case TOTAL_RETENTION -> "totalRetentionInDays";
            case WORKBOOK_NAME -> "guid(workspace.id, 'java-logs')";
            case ACTION_GROUPS -> "empty(actionGroupId) ? [] : [actionGroupId]";
            case BUDGET -> "dailyBudgetGB";
        };
    }

    @Override
    String string(String text) {
        return "'"
                + text.replace("\\", "\\\\")
                        .replace("'", "\\'")
                        .replace("\r", "\\r")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t")
                        .replace("${", "\\${")
                + "'";
    }
}
