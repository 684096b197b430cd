package io.github.azuremonitor.appender.tools.template;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Terraform, through azapi: azurerm knows neither custom tables nor rules of kind Direct. */
final class TerraformFormat extends Literals implements Format {
    private static final String HEAD = """
            terraform {
              required_providers {
                azapi = {
                  source  = "Azure/azapi"
                  version = "~> 2.0"
                }
              }
            }

            data "azapi_client_config" "current" {}

            data "azapi_resource" "workspace" {
              type                   = "%s@%s"
              resource_id            = var.workspace_id
              response_export_values = ["properties.customerId"]
            }

            """.formatted(Deployment.WORKSPACE_TYPE, Deployment.WORKSPACE_API);

    private static final String ROLE =
            """
            resource "azapi_resource" "role" {
              count     = var.principal_id == "" ? 0 : 1
              type      = "%s@%s"
              name      = uuidv5("url", "${azapi_resource.rule.id}/${var.principal_id}/%s")
              parent_id = azapi_resource.rule.id
              body = {
                properties = {
                  roleDefinitionId = "/subscriptions/${data.azapi_client_config.current.subscription_id}/providers/Microsoft.Authorization/roleDefinitions/%s"
                  principalId      = var.principal_id
                  principalType    = "ServicePrincipal"
                }
              }
            }

            """.formatted(Deployment.ROLE_TYPE, Deployment.ROLE_API, Deployment.ROLE, Deployment.ROLE);

    private static final String ENDPOINT = """
            resource "azapi_resource" "dce" {
              type      = "%s@%s"
              name      = var.endpoint_name
              parent_id = var.resource_group_id
              location  = var.location
              body = {
                properties = {
                  networkAcls = {
                    publicNetworkAccess = var.public_network_access
                  }
                }
              }
              response_export_values = ["properties.logsIngestion.endpoint"]
            }

            """.formatted(Deployment.ENDPOINT_TYPE, Deployment.ENDPOINT_API);

    TerraformFormat() {
        super(" = ", ",");
    }

    @Override
    public String render(Deployment deployment) {
        var text = new StringBuilder(HEAD);
        variables(text, deployment);
        for (Table table : deployment.tables()) {
            ObjectNode body = Trees.object();
            body.set("properties", table.properties());
            text.append("""
                    resource "azapi_resource" "%s" {
                      type      = "%s@%s"
                      name      = %s
                      parent_id = var.workspace_id
                      body = %s
                    }

                    """.formatted(symbol(table), Table.TYPE, Table.API, string(table.name()), value(body, 2)));
        }
        if (deployment.ownEndpoint()) {
            text.append(ENDPOINT);
        }
        rule(text, deployment);
        text.append(ROLE);
        deployment.extras().forEach(extra -> extra(text, extra, deployment));
        outputs(text, deployment);
        return text.toString();
    }

    private void variables(StringBuilder text, Deployment deployment) {
        Rule rule = deployment.rule();
        variable(text, "workspace_id", "Resource id of the Log Analytics workspace", "string", null);
        variable(text, "resource_group_id", "Resource id of the resource group of the rule", "string", null);
        String location = rule.location();
        variable(text, "location", Deployment.LOCATION_HELP, "string", location.isEmpty() ? null : string(location));
        variable(text, "rule_name", Deployment.RULE_HELP, "string", string(rule.name()));
        if (deployment.ownEndpoint()) {
            variable(text, "endpoint_name", Deployment.ENDPOINT_HELP, "string", string(deployment.endpointName()));
            variable(text, "public_network_access", Deployment.NETWORK_HELP, "string", "\"Disabled\"");
        }
        variable(text, "principal_id", Deployment.PRINCIPAL_HELP, "string", "\"\"");
        if (deployment.hasRetention()) {
            variable(text, "retention_in_days", Deployment.RETENTION_HELP, "number", "-1");
        }
        if (deployment.hasTotalRetention()) {
            variable(text, "total_retention_in_days", Deployment.TOTAL_RETENTION_HELP, "number", "-1");
        }
        if (deployment.hasAlerts()) {
            variable(text, "action_group_id", Deployment.ACTION_GROUP_HELP, "string", "\"\"");
            variable(text, "daily_budget_gb", Deployment.BUDGET_HELP, "number", "1");
        }
    }

    private void rule(StringBuilder text, Deployment deployment) {
        Rule rule = deployment.rule();
        ObjectNode body = Trees.object();
        if (!rule.kind().isEmpty()) {
            body.put("kind", rule.kind());
        }
        body.set("properties", rule.properties());
        text.append("resource \"azapi_resource\" \"rule\" {\n");
        text.append("  type      = \"" + Rule.TYPE + "@" + Rule.API + "\"\n");
        text.append("  name      = var.rule_name\n  parent_id = var.resource_group_id\n  location  = var.location\n");
        if (!rule.tags().isEmpty()) {
            text.append("  tags = ").append(value(rule.tags(), 2)).append('\n');
        }
        text.append("  body = ").append(value(body, 2)).append('\n');
        boolean own = !deployment.linkedEndpoint();
        text.append("  response_export_values = [\"properties.immutableId\"")
                .append(own ? ", \"properties.endpoints.logsIngestion\"" : "")
                .append("]\n");
        tablesBefore(text, deployment);
        text.append("}\n\n");
    }

    private void extra(StringBuilder text, Extra extra, Deployment deployment) {
        ObjectNode body = Trees.object();
        if (!extra.kind().isEmpty()) {
            body.put("kind", extra.kind());
        }
        body.set("properties", extra.properties());
        text.append("resource \"azapi_resource\" \"" + extra.symbol() + "\" {\n");
        text.append("  type      = \"" + extra.type() + "@" + extra.api() + "\"\n");
        text.append("  name      = " + value(extra.name(), 2) + "\n");
        text.append("  parent_id = ")
                .append(
                        switch (extra.place()) {
                            case WORKSPACE -> "var.workspace_id\n";
                            case RULE -> "azapi_resource.rule.id\n";
                            case GROUP -> "var.resource_group_id\n  location  = var.location\n";
                        });
        text.append("  body = ").append(value(body, 2)).append('\n');
        tablesBefore(text, deployment);
        text.append("}\n\n");
    }

    private static void tablesBefore(StringBuilder text, Deployment deployment) {
        text.append("  depends_on = [\n");
        deployment
                .tables()
                .forEach(table ->
                        text.append("    azapi_resource.").append(symbol(table)).append(",\n"));
        text.append("  ]\n");
    }

    private void outputs(StringBuilder text, Deployment deployment) {
        if (deployment.ownEndpoint()) {
            output(text, "endpoint", "azapi_resource.dce.output.properties.logsIngestion.endpoint");
        } else if (!deployment.linkedEndpoint()) {
            output(text, "endpoint", "azapi_resource.rule.output.properties.endpoints.logsIngestion");
        }
        output(text, "dcr_immutable_id", "azapi_resource.rule.output.properties.immutableId");
        ArrayNode streams = Trees.JSON.createArrayNode();
        deployment.streams().forEach(streams::add);
        text.append("output \"stream_names\" {\n  value = ")
                .append(value(streams, 2))
                .append("\n}\n\n");
        output(text, "rule_resource_id", "azapi_resource.rule.id");
        text.append("output \"workspace_customer_id\" {\n")
                .append("  value = data.azapi_resource.workspace.output.properties.customerId\n}\n");
    }

    private static void output(StringBuilder text, String name, String value) {
        text.append("output \"" + name + "\" {\n  value = " + value + "\n}\n\n");
    }

    private void variable(
            StringBuilder text,
            String name,
            String help,
            String type,
            @org.jspecify.annotations.Nullable String otherwise) {
        text.append(
                "variable \"" + name + "\" {\n  type        = " + type + "\n  description = " + string(help) + "\n");
        text.append(otherwise == null ? "" : "  default     = " + otherwise + "\n")
                .append("}\n\n");
    }

    private static String symbol(Table table) {
        return "table_" + table.name();
    }

    @Override
    String expression(Expression expression) {
        return switch (expression) {
            case WORKSPACE_ID -> "var.workspace_id";
            case ENDPOINT_ID -> "azapi_resource.dce.id";
            case RETENTION -> "var.retention_in_days";
            case TOTAL_RETENTION -> "var.total_retention_in_days";
            case WORKBOOK_NAME -> "uuidv5(\"url\", \"${var.workspace_id}/java-logs\")";
            case ACTION_GROUPS -> "var.action_group_id == \"\" ? [] : [var.action_group_id]";
            case BUDGET -> "var.daily_budget_gb";
        };
    }

    @Override
    String string(String text) {
        return "\""
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\r", "\\r")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t")
                        .replace("${", "$${")
                        .replace("%{", "%%{")
                + "\"";
    }
}
