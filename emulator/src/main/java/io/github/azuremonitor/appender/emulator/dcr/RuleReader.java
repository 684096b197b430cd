package io.github.azuremonitor.appender.emulator.dcr;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the rules in the forms in which Azure and its tools write them. */
final class RuleReader {
    private static final String RULE_TYPE = "Microsoft.Insights/dataCollectionRules";
    private static final String NO_ARM_ID = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/"
            + "emulator/providers/microsoft.insights/dataCollectionRules/emulator";

    private RuleReader() {}

    /** At least one. Throws {@link IllegalArgumentException} if there is none, or one that no service would take. */
    static List<DcrDefinition> rules(JsonNode root, String source) {
        List<DcrDefinition> rules = new ArrayList<>();
        for (JsonNode candidate : candidates(root)) {
            // az flattens "properties" into the resource; the API and templates do not.
            JsonNode properties = candidate.has("properties") ? candidate.path("properties") : candidate;
            if (properties.path("streamDeclarations").isObject()) {
                rules.add(rule(candidate, properties, source));
            }
        }
        if (rules.isEmpty()) {
            throw new IllegalArgumentException(source
                    + " holds no rule with streamDeclarations; it has to be a data collection rule as the portal exports it"
                    + " or 'az monitor data-collection rule show' prints it, or an ARM template with one");
        }
        return rules;
    }

    private static Iterable<JsonNode> candidates(JsonNode root) {
        if (root.isArray()) {
            return root;
        }
        if (root.path("value").isArray()) {
            return root.path("value"); // a list, as the API answers it
        }
        if (!root.has("resources")) {
            return List.of(root);
        }
        List<JsonNode> rules = new ArrayList<>();
        for (JsonNode resource : root.path("resources")) { // of an array, or of an object by symbolic names
            if (RULE_TYPE.equalsIgnoreCase(resource.path("type").asText())) {
                rules.add(resource);
            }
            JsonNode nested = resource.path("properties").path("template"); // a deployment within the template
            if (nested.has("resources")) {
                candidates(nested).forEach(rules::add);
            }
        }
        return rules;
    }

    private static DcrDefinition rule(JsonNode rule, JsonNode properties, String source) {
        Map<String, Map<String, ColumnType>> streams = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> stream :
                properties.path("streamDeclarations").properties()) {
            streams.put(stream.getKey(), columns(stream.getValue().path("columns"), source, stream.getKey()));
        }
        if (streams.isEmpty()) {
            throw new IllegalArgumentException(source + " has a rule whose streamDeclarations declare no stream");
        }
        return new DcrDefinition(
                properties.path("immutableId").asText(DcrDefinition.DEFAULT_IMMUTABLE_ID),
                rule.path("id").asText(NO_ARM_ID),
                streams,
                flows(properties.path("dataFlows"), streams.keySet()));
    }

    /** A stream that no flow names goes to the table of its name: of a rule that is only sketched, rows are seen, too. */
    private static List<DataFlow> flows(JsonNode declared, Set<String> streams) {
        List<DataFlow> flows = new ArrayList<>();
        Set<String> without = new LinkedHashSet<>(streams);
        for (JsonNode flow : declared) {
            List<String> from = new ArrayList<>();
            flow.path("streams").forEach(stream -> from.add(stream.asText()));
            from.retainAll(streams);
            if (!from.isEmpty()) {
                without.removeAll(from);
                flows.add(new DataFlow(
                        from,
                        flow.path("transformKql").asText(DataFlow.SOURCE),
                        flow.path("outputStream").asText(from.get(0))));
            }
        }
        without.forEach(stream -> flows.add(DataFlow.of(stream)));
        return flows;
    }

    private static Map<String, ColumnType> columns(JsonNode declared, String source, String stream) {
        String where = source + ", stream " + stream;
        if (!declared.isArray() || declared.isEmpty()) {
            throw new IllegalArgumentException(
                    where + ": it has no columns; list them as {\"name\": …, \"type\": …} in \"columns\"");
        }
        Map<String, ColumnType> columns = new LinkedHashMap<>();
        for (JsonNode column : declared) {
            String name = column.path("name").asText();
            if (name.isEmpty()) {
                throw new IllegalArgumentException(where + ": a column has no name: " + column);
            }
            try {
                columns.put(name, ColumnType.named(column.path("type").asText()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(where + ", column " + name + ": " + e.getMessage(), e);
            }
        }
        return columns;
    }
}
