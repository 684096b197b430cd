package io.github.azuremonitor.appender.emulator.dcr;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds rules, tables and saved queries in the forms in which Azure and its tools write them. */
final class DefinitionsReader {
    private static final Pattern TABLE_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
    private static final String NO_ARM_ID = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/"
            + "emulator/providers/microsoft.insights/dataCollectionRules/emulator";

    private DefinitionsReader() {}

    /** At least one rule. Throws {@link IllegalArgumentException} if there is none, or one that no service would take. */
    static List<DcrDefinition> rules(JsonNode root, Map<String, JsonNode> parameters, String source) {
        List<DcrDefinition> rules = definitions(root, parameters, source).rules();
        if (rules.isEmpty()) {
            throw new IllegalArgumentException(source
                    + " holds no rule with streamDeclarations; it has to be a data collection rule as the portal exports it"
                    + " or 'az monitor data-collection rule show' prints it, or an ARM template with one");
        }
        return rules;
    }

    /**
     * All there are. Throws {@link IllegalArgumentException} for one that no service would take.
     *
     * @param parameters values for those of a template
     */
    static Definitions definitions(JsonNode root, Map<String, JsonNode> parameters, String source) {
        List<DcrDefinition> rules = new ArrayList<>();
        List<TableDefinition> tables = new ArrayList<>();
        List<SavedQuery> queries = new ArrayList<>();
        for (JsonNode candidate : candidates(root, parameters, source)) {
            // az flattens "properties" into the resource; the API and templates do not.
            JsonNode properties = candidate.has("properties") ? candidate.path("properties") : candidate;
            if (properties.path("streamDeclarations").isObject()) {
                rules.add(rule(candidate, properties, source));
            } else if (properties.path("schema").path("columns").isArray()) {
                tables.add(table(candidate, properties.path("schema"), source));
            } else if (properties.path("query").isTextual()) {
                queries.add(query(candidate, properties));
            }
        }
        return new Definitions(rules, tables, queries);
    }

    private static Iterable<JsonNode> candidates(JsonNode root, Map<String, JsonNode> parameters, String source) {
        if (root.isArray()) {
            return root;
        }
        if (root.path("value").isArray()) {
            return root.path("value"); // a list, as the API answers it
        }
        return Template.is(root) ? Template.resources(root, parameters, source) : List.of(root);
    }

    private static TableDefinition table(JsonNode table, JsonNode schema, String source) {
        String name = lastOf(schema.path("name").asText(table.path("name").asText()));
        if (!TABLE_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    source + " has a table without a name, such as MyLogs_CL, in schema.name");
        }
        return new TableDefinition(name, columns(schema.path("columns"), source, "table " + name));
    }

    private static SavedQuery query(JsonNode query, JsonNode properties) {
        String name = lastOf(query.path("name").asText(query.path("id").asText("query")));
        String alias = properties.path("functionAlias").asText("");
        return new SavedQuery(
                properties.path("displayName").asText(name),
                alias.isEmpty() ? null : alias,
                properties.path("functionParameters").asText(""),
                properties.path("query").textValue());
    }

    private static String lastOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static DcrDefinition rule(JsonNode rule, JsonNode properties, String source) {
        Map<String, Map<String, ColumnType>> streams = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> stream :
                properties.path("streamDeclarations").properties()) {
            streams.put(
                    stream.getKey(), columns(stream.getValue().path("columns"), source, "stream " + stream.getKey()));
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

    private static Map<String, ColumnType> columns(JsonNode declared, String source, String what) {
        String where = source + ", " + what;
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
                String type = column.path("type").asText();
                boolean text = what.startsWith("table ") && type.equalsIgnoreCase("guid"); // stored as string
                columns.put(name, text ? ColumnType.STRING : ColumnType.named(type));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(where + ", column " + name + ": " + e.getMessage(), e);
            }
        }
        return columns;
    }
}
