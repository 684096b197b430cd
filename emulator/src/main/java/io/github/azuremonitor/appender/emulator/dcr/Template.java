package io.github.azuremonitor.appender.emulator.dcr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The resources of an ARM template that concern the emulator, with their expressions replaced by values. */
final class Template {
    private static final List<String> TYPES = List.of(
            "Microsoft.Insights/dataCollectionRules",
            "Microsoft.OperationalInsights/workspaces/tables",
            "Microsoft.OperationalInsights/workspaces/savedSearches");

    /** What is read of a resource; elsewhere, as in a rule's destinations, only a deployment knows the values. */
    private static final List<String> READ_PROPERTIES = List.of(
            "streamDeclarations",
            "dataFlows",
            "immutableId",
            "schema",
            "query",
            "displayName",
            "functionAlias",
            "functionParameters");

    private Template() {}

    static boolean is(JsonNode root) {
        return root.has("resources");
    }

    /**
     * @param parameters values that are given from outside
     * @param source where the template comes from, for messages
     */
    static List<JsonNode> resources(JsonNode template, Map<String, JsonNode> parameters, String source) {
        List<JsonNode> known = new ArrayList<>();
        add(template, new TemplateExpressions(template, parameters), source, known);
        return known;
    }

    private static void add(JsonNode template, TemplateExpressions expressions, String source, List<JsonNode> known) {
        for (JsonNode resource : template.path("resources")) { // of an array, or of an object by symbolic names
            String type = resource.path("type").asText();
            JsonNode nested = resource.path("properties").path("template"); // a deployment within the template
            try {
                if (TYPES.stream().anyMatch(type::equalsIgnoreCase) && isWanted(resource, expressions)) {
                    known.add(resolved(resource, expressions));
                } else if (Template.is(nested)) {
                    add(nested, within(resource, nested, expressions), source, known);
                }
            } catch (IllegalArgumentException e) {
                throw e.getMessage() != null && e.getMessage().startsWith(source)
                        ? e
                        : new IllegalArgumentException(
                                source + " has a resource "
                                        + resource.path("name").asText() + " with " + e.getMessage()
                                        + "; write the value there",
                                e);
            }
        }
    }

    private static boolean isWanted(JsonNode resource, TemplateExpressions expressions) {
        if (resource.has("copy")) {
            throw new IllegalArgumentException("a copy loop, which the emulator does not unfold");
        }
        return !resource.has("condition")
                || expressions.resolved(resource.path("condition")).asBoolean();
    }

    private static JsonNode resolved(JsonNode resource, TemplateExpressions expressions) {
        ObjectNode copy = resource.deepCopy();
        boolean rule = TYPES.get(0).equalsIgnoreCase(resource.path("type").asText());
        if (!rule && resource.has("name")) {
            // The workspace's name, which begins it, is often a parameter without a value; the properties have the
            // table's.
            JsonNode name = isNamedInside(resource.path("properties"))
                    ? known(resource.path("name"), expressions)
                    : expressions.resolved(resource.path("name"));
            if (name == null) {
                copy.remove("name");
            } else {
                copy.set("name", name);
            }
        }
        if (copy.path("properties") instanceof ObjectNode properties) {
            READ_PROPERTIES.stream()
                    .filter(properties::has)
                    .forEach(name -> properties.set(name, expressions.resolved(properties.path(name))));
        }
        return copy;
    }

    private static boolean isNamedInside(JsonNode properties) {
        return properties.path("schema").has("name") || properties.has("displayName");
    }

    /** A nested template has the outer one's parameters and variables, unless it says that it has its own. */
    private static TemplateExpressions within(JsonNode deployment, JsonNode nested, TemplateExpressions outer) {
        JsonNode properties = deployment.path("properties");
        if (!properties.at("/expressionEvaluationOptions/scope").asText().equalsIgnoreCase("inner")) {
            return outer;
        }
        Map<String, JsonNode> given = new HashMap<>();
        for (Map.Entry<String, JsonNode> parameter :
                properties.path("parameters").properties()) {
            JsonNode value = known(parameter.getValue().path("value"), outer);
            if (value != null) {
                given.put(parameter.getKey(), value);
            }
        }
        return new TemplateExpressions(nested, given);
    }

    /** Null for what only a deployment knows: it may concern nothing that is read, and is told if it does. */
    private static @Nullable JsonNode known(JsonNode value, TemplateExpressions outer) {
        try {
            return outer.resolved(value);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
