package io.github.azuremonitor.appender.tools.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.common.column.ColumnType;
import io.github.azuremonitor.appender.tools.input.BadInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A data collection rule.
 *
 * @param name of the existing rule, or a proposal
 * @param kind {@code Direct}, or that of the existing rule; empty for none
 * @param location of the existing rule, else empty
 * @param tags of the existing rule, else empty
 * @param properties content of the PUT, which replaces the whole rule
 * @param remarks what the user has to check
 */
record Rule(String name, String kind, String location, JsonNode tags, ObjectNode properties, List<String> remarks) {
    static final String TYPE = "Microsoft.Insights/dataCollectionRules";
    /** learn.microsoft.com/azure/templates/microsoft.insights/datacollectionrules. */
    static final String API = "2023-03-11";

    private static final String DESTINATION = "workspace";

    /** Azure's limit for the streams and for the data flows of a rule. */
    private static final int MAX_STREAMS = 10;

    /** Properties that Azure returns but does not accept. */
    private static final Set<String> READ_ONLY =
            Set.of("immutableId", "endpoints", "provisioningState", "metadata", "ingestionQuotas");

    /** What az shows next to the properties that it flattens. */
    private static final Set<String> ENVELOPE =
            Set.of("id", "name", "type", "kind", "location", "tags", "etag", "systemData", "resourceGroup", "identity");

    /** A rule with these streams, and those of the existing one. */
    static Rule of(List<Stream> streams, @Nullable Existing existing, boolean ownEndpoint) throws BadInput {
        ObjectNode properties = existing == null ? Trees.object() : existing.properties.deepCopy();
        properties.remove(READ_ONLY);
        boolean linked = properties.hasNonNull("dataCollectionEndpointId");
        if (ownEndpoint && !linked) {
            properties.set("dataCollectionEndpointId", Expression.ENDPOINT_ID.node());
        }
        var remarks = new ArrayList<String>();
        ObjectNode declarations = properties.withObjectProperty("streamDeclarations");
        String destination = destination(properties);
        ArrayNode flows = properties.withArrayProperty("dataFlows");
        for (Stream stream : streams) {
            List<String> added = declare(declarations, stream, existing);
            if (existing != null && existing.feeds(stream)) {
                if (!added.isEmpty() && !existing.letsAllThrough(stream)) {
                    remarks.add("stream " + stream.name() + " keeps its transformation: see that it lets "
                            + String.join(", ", added) + " through");
                }
            } else {
                ObjectNode flow = flows.addObject();
                flow.putArray("streams").add(stream.name());
                flow.putArray("destinations").add(destination);
                flow.put("transformKql", Transformation.of(stream));
                flow.put("outputStream", stream.outputStream());
            }
        }
        if (existing != null && existing.hasIdentity()) {
            remarks.add("the rule has an identity, which is not in the template: add it, or a deployment may take it"
                    + " from the rule");
        }
        if (declarations.size() > MAX_STREAMS || flows.size() > MAX_STREAMS) {
            throw new BadInput("the rule would have " + Math.max(declarations.size(), flows.size())
                    + " streams; Azure takes " + MAX_STREAMS + ", so make a second rule");
        }
        String kind = ownEndpoint || linked ? "" : "Direct";
        String name = TableName.rule(streams.get(0).table());
        JsonNode envelope = existing == null ? Trees.object() : existing.resource;
        return new Rule(
                envelope.path("name").asText(name),
                envelope.path("kind").asText(kind),
                envelope.path("location").asText(),
                envelope.path("tags"),
                properties,
                remarks);
    }

    /** Adds missing columns; returns their names. */
    private static List<String> declare(ObjectNode declarations, Stream stream, @Nullable Existing existing)
            throws BadInput {
        ArrayNode columns = declarations.withObjectProperty(stream.name()).withArrayProperty("columns");
        var added = new ArrayList<String>();
        for (Map.Entry<String, ColumnType> column : stream.columns().entrySet()) {
            String type = column.getValue().text();
            JsonNode there = Trees.column(columns, column.getKey());
            if (there.isMissingNode()) {
                Trees.addColumn(columns, column.getKey(), type);
                added.add(column.getKey());
            } else if (existing != null && !there.path("type").asText().equals(type)) {
                throw new BadInput(existing.file + ": column " + column.getKey() + " of stream " + stream.name()
                        + " is " + there.path("type").asText() + " in the rule, but " + type
                        + " in the configuration; write " + column.getKey() + ":"
                        + there.path("type").asText() + " or take another name");
            }
        }
        return added;
    }

    /** The name of the rule's first workspace; one is added to a rule that has none. */
    private static String destination(ObjectNode properties) {
        ArrayNode workspaces = properties.withObjectProperty("destinations").withArrayProperty("logAnalytics");
        if (workspaces.isEmpty()) {
            workspaces.addObject().put("name", DESTINATION).set("workspaceResourceId", Expression.WORKSPACE_ID.node());
        }
        return workspaces.get(0).path("name").asText();
    }

    /**
     * An existing rule.
     *
     * @param file the file that it was read from
     */
    record Existing(Path file, ObjectNode resource, ObjectNode properties) {
        boolean feeds(Stream stream) {
            return !outputStream(stream).isEmpty();
        }

        /** Whether rows of any stream go into a table. */
        boolean fills(String outputStream) {
            for (JsonNode flow : properties.path("dataFlows")) {
                if (flow.path("outputStream").asText().equals(outputStream)) {
                    return true;
                }
            }
            return false;
        }

        /** Whether no transformation of the stream selects columns; those that filter or add leave the others alone. */
        boolean letsAllThrough(Stream stream) {
            for (JsonNode flow : properties.path("dataFlows")) {
                boolean ours = flow.path("streams").toString().contains('"' + stream.name() + '"');
                if (ours && flow.path("transformKql").asText().contains("project")) {
                    return false;
                }
            }
            return true;
        }

        boolean hasIdentity() {
            return !resource.path("identity").path("type").asText("None").equalsIgnoreCase("None");
        }

        /** Destination of a stream's rows; empty if the rule does not take them. */
        String outputStream(Stream stream) {
            for (JsonNode flow : properties.path("dataFlows")) {
                for (JsonNode name : flow.path("streams")) {
                    if (name.asText().equals(stream.name())) {
                        return flow.path("outputStream").asText(stream.name());
                    }
                }
            }
            return "";
        }

        static Existing of(Path file, JsonNode root) throws BadInput {
            ObjectNode resource = Trees.resource(file, root, TYPE);
            JsonNode found = Trees.properties(resource);
            if (!found.path("dataFlows").isArray()
                    && !found.path("streamDeclarations").isObject()) {
                throw new BadInput(file + ": is no data collection rule");
            }
            ObjectNode properties = found.deepCopy();
            if (!resource.path("properties").isObject()) {
                properties.remove(ENVELOPE);
            }
            // az writes them for missing values.
            List<String> empty = properties.properties().stream()
                    .filter(field -> field.getValue().isNull())
                    .map(Map.Entry::getKey)
                    .toList();
            properties.remove(empty);
            return new Existing(file, resource, properties);
        }
    }
}
