package io.github.azuremonitor.appender.tools.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;

/** An ARM template. */
final class ArmFormat implements Format {
    private static final String RULE_ID = "resourceId('" + Rule.TYPE + "', parameters('ruleName'))";
    private static final String ENDPOINT_ID =
            "resourceId('" + Deployment.ENDPOINT_TYPE + "', parameters('endpointName'))";

    @Override
    public String render(Deployment deployment) {
        ObjectNode template = Trees.object()
                .put("$schema", "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#")
                .put("contentVersion", "1.0.0.0");
        parameters(template.putObject("parameters"), deployment);
        ArrayNode resources = template.putArray("resources");
        deployment.tables().forEach(table -> resources.add(table(table)));
        if (deployment.ownEndpoint()) {
            resources.add(endpoint());
        }
        resources.add(rule(deployment));
        resources.add(role());
        deployment.extras().forEach(extra -> resources.add(extra(extra, deployment)));
        outputs(template.putObject("outputs"), deployment);
        return Trees.pretty(template);
    }

    private static void parameters(ObjectNode parameters, Deployment deployment) {
        parameter(parameters, "workspaceName", "string", Deployment.WORKSPACE_HELP);
        String location = deployment.rule().location();
        parameter(parameters, "location", "string", Deployment.LOCATION_HELP)
                .put("defaultValue", location.isEmpty() ? "[resourceGroup().location]" : escaped(location));
        parameter(parameters, "ruleName", "string", Deployment.RULE_HELP)
                .put("defaultValue", escaped(deployment.rule().name()));
        if (deployment.ownEndpoint()) {
            parameter(parameters, "endpointName", "string", Deployment.ENDPOINT_HELP)
                    .put("defaultValue", escaped(deployment.endpointName()));
            parameter(parameters, "publicNetworkAccess", "string", Deployment.NETWORK_HELP)
                    .put("defaultValue", "Disabled");
        }
        parameter(parameters, "principalId", "string", Deployment.PRINCIPAL_HELP)
                .put("defaultValue", "");
        if (deployment.hasRetention()) {
            parameter(parameters, "retentionInDays", "int", Deployment.RETENTION_HELP)
                    .put("defaultValue", -1);
        }
        if (deployment.hasTotalRetention()) {
            parameter(parameters, "totalRetentionInDays", "int", Deployment.TOTAL_RETENTION_HELP)
                    .put("defaultValue", -1);
        }
        if (deployment.hasAlerts()) {
            parameter(parameters, "actionGroupId", "string", Deployment.ACTION_GROUP_HELP)
                    .put("defaultValue", "");
            parameter(parameters, "dailyBudgetGB", "int", Deployment.BUDGET_HELP)
                    .put("defaultValue", 1);
        }
    }

    private static ObjectNode extra(Extra extra, Deployment deployment) {
        JsonNode name = literal(extra.name());
        boolean inWorkspace = extra.place() == Extra.Place.WORKSPACE;
        ObjectNode resource = resource(
                extra.type(),
                extra.api(),
                inWorkspace ? "[concat(parameters('workspaceName'), '/" + name.asText() + "')]" : name.asText());
        if (extra.place() == Extra.Place.GROUP) {
            resource.put("location", "[parameters('location')]");
        }
        if (!extra.kind().isEmpty()) {
            resource.put("kind", extra.kind());
        }
        ArrayNode before = tablesBefore(resource, deployment);
        if (extra.place() == Extra.Place.RULE) {
            resource.put("scope", "[" + RULE_ID + "]");
            before.add("[" + RULE_ID + "]");
        }
        resource.set("properties", literal(extra.properties()));
        return resource;
    }

    private static ArrayNode tablesBefore(ObjectNode resource, Deployment deployment) {
        ArrayNode before = resource.putArray("dependsOn");
        for (Table table : deployment.tables()) {
            before.add("[resourceId('" + Table.TYPE + "', parameters('workspaceName'), '" + table.name() + "')]");
        }
        return before;
    }

    private static ObjectNode parameter(ObjectNode parameters, String name, String type, String help) {
        ObjectNode parameter = parameters.putObject(name).put("type", type);
        parameter.putObject("metadata").put("description", help);
        return parameter;
    }

    private static ObjectNode table(Table table) {
        ObjectNode resource =
                resource(Table.TYPE, Table.API, "[concat(parameters('workspaceName'), '/" + table.name() + "')]");
        resource.set("properties", literal(table.properties()));
        return resource;
    }

    private static ObjectNode endpoint() {
        ObjectNode resource =
                resource(Deployment.ENDPOINT_TYPE, Deployment.ENDPOINT_API, "[parameters('endpointName')]");
        resource.put("location", "[parameters('location')]");
        resource.putObject("properties")
                .putObject("networkAcls")
                .put("publicNetworkAccess", "[parameters('publicNetworkAccess')]");
        return resource;
    }

    private static ObjectNode rule(Deployment deployment) {
        Rule rule = deployment.rule();
        ObjectNode resource = resource(Rule.TYPE, Rule.API, "[parameters('ruleName')]");
        resource.put("location", "[parameters('location')]");
        if (!rule.kind().isEmpty()) {
            resource.put("kind", rule.kind());
        }
        if (!rule.tags().isEmpty()) {
            resource.set("tags", literal(rule.tags()));
        }
        ArrayNode before = tablesBefore(resource, deployment);
        if (deployment.ownEndpoint()) {
            before.add("[" + ENDPOINT_ID + "]");
        }
        resource.set("properties", literal(rule.properties()));
        return resource;
    }

    private static ObjectNode role() {
        ObjectNode resource = resource(
                Deployment.ROLE_TYPE,
                Deployment.ROLE_API,
                "[guid(" + RULE_ID + ", parameters('principalId'), '" + Deployment.ROLE + "')]");
        resource.put("condition", "[not(empty(parameters('principalId')))]");
        resource.put("scope", "[" + RULE_ID + "]");
        resource.putArray("dependsOn").add("[" + RULE_ID + "]");
        resource.putObject("properties")
                .put(
                        "roleDefinitionId",
                        "[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '" + Deployment.ROLE
                                + "')]")
                .put("principalId", "[parameters('principalId')]")
                .put("principalType", "ServicePrincipal");
        return resource;
    }

    private static void outputs(ObjectNode outputs, Deployment deployment) {
        String rule = "reference(" + RULE_ID + ", '" + Rule.API + "')";
        String endpoint = rule + ".endpoints.logsIngestion";
        if (deployment.ownEndpoint()) {
            endpoint = "reference(" + ENDPOINT_ID + ", '" + Deployment.ENDPOINT_API + "').logsIngestion.endpoint";
        } else if (deployment.linkedEndpoint()) {
            endpoint = "reference(" + rule + ".dataCollectionEndpointId, '" + Deployment.ENDPOINT_API
                    + "').logsIngestion.endpoint";
        }
        outputs.putObject("endpoint").put("type", "string").put("value", "[" + endpoint + "]");
        outputs.putObject("dcrImmutableId").put("type", "string").put("value", "[" + rule + ".immutableId]");
        ArrayNode names = outputs.putObject("streamNames").put("type", "array").putArray("value");
        deployment.streams().forEach(names::add);
        outputs.putObject("ruleResourceId").put("type", "string").put("value", "[" + RULE_ID + "]");
        outputs.putObject("workspaceCustomerId")
                .put("type", "string")
                .put(
                        "value",
                        "[reference(resourceId('" + Deployment.WORKSPACE_TYPE + "', parameters('workspaceName')), '"
                                + Deployment.WORKSPACE_API + "').customerId]");
    }

    private static ObjectNode resource(String type, String api, String name) {
        return Trees.object().put("type", type).put("apiVersion", api).put("name", name);
    }

    private static JsonNode literal(JsonNode node) {
        if (node instanceof POJONode pojo && pojo.getPojo() instanceof Expression expression) {
            return new TextNode(
                    switch (expression) {
                        case WORKSPACE_ID ->
                            "[resourceId('" + Deployment.WORKSPACE_TYPE + "', parameters('workspaceName'))]";
                        case ENDPOINT_ID -> "[" + ENDPOINT_ID + "]";
                        case RETENTION -> "[parameters('retentionInDays')]";
                        case TOTAL_RETENTION -> "[parameters('totalRetentionInDays')]";
                        case WORKBOOK_NAME ->
                            "[guid(resourceId('" + Deployment.WORKSPACE_TYPE
                                    + "', parameters('workspaceName')), 'java-logs')]";
                        case ACTION_GROUPS ->
                            "[if(empty(parameters('actionGroupId')), createArray(), createArray(parameters('actionGroupId')))]";
                        case BUDGET -> "[parameters('dailyBudgetGB')]";
                    });
        }
        if (node.isTextual()) {
            return new TextNode(escaped(node.asText()));
        }
        if (node.isArray()) {
            ArrayNode copy = Trees.JSON.createArrayNode();
            node.forEach(child -> copy.add(literal(child)));
            return copy;
        }
        if (node.isObject()) {
            ObjectNode copy = Trees.object();
            for (Map.Entry<String, JsonNode> child : node.properties()) {
                copy.set(child.getKey(), literal(child.getValue()));
            }
            return copy;
        }
        return node;
    }

    /** Escapes a text that begins like an expression. */
    private static String escaped(String text) {
        return text.startsWith("[") ? "[" + text : text;
    }
}
