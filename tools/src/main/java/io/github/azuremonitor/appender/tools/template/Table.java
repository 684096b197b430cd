package io.github.azuremonitor.appender.tools.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.common.column.AzureTable;
import io.github.azuremonitor.appender.common.column.ColumnType;
import io.github.azuremonitor.appender.tools.input.BadInput;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A custom table, or the custom columns of one of Azure's.
 *
 * @param name of a custom table ends in {@code _CL}
 * @param properties content of the PUT, which replaces the whole description of the table
 */
record Table(String name, ObjectNode properties) {
    static final String TYPE = "Microsoft.OperationalInsights/workspaces/tables";
    /** learn.microsoft.com/azure/templates/microsoft.operationalinsights/workspaces/tables. */
    static final String API = "2025-07-01";

    /**
     * Properties of a schema that Azure returns but does not accept (Microsoft.OperationalInsights/workspaces/tables,
     * template reference).
     */
    private static final Set<String> READ_ONLY =
            Set.of("standardColumns", "categories", "labels", "solutions", "source", "tableType", "tableSubType");

    /** The same for a column. */
    private static final Set<String> READ_ONLY_OF_COLUMNS = Set.of("isDefaultDisplay", "isHidden");

    /** Azure's limit for custom tables. */
    private static final int MAX_COLUMNS = 500;

    /**
     * A table with the columns of a stream, its existing ones, and those that the rule adds.
     *
     * @param streamed types by column, as sent
     * @param withEventTime whether the rule's transformation is ours
     * @param plan null to keep that of the existing table, or for Azure's default
     */
    static Table of(
            String name,
            Map<String, ColumnType> streamed,
            boolean withEventTime,
            @Nullable Existing existing,
            @Nullable Plan plan)
            throws BadInput {
        ObjectNode properties = Trees.object();
        String planName = plan != null
                ? plan.name()
                : existing == null
                        ? Plan.Analytics.name()
                        : existing.properties.path("plan").asText("Analytics");
        properties.put("plan", planName);
        retention(properties, planName, existing);
        ArrayNode columns = schema(properties, name, existing);
        var wanted = new LinkedHashMap<>(streamed);
        wanted.putIfAbsent(Transformation.TIME_GENERATED, ColumnType.DATETIME);
        if (withEventTime) {
            wanted.putIfAbsent(Transformation.EVENT_TIME, ColumnType.DATETIME);
        }
        addTo(columns, wanted, existing);
        if (columns.size() > MAX_COLUMNS) {
            throw new BadInput(
                    "table " + name + " would have " + columns.size() + " columns; Azure takes " + MAX_COLUMNS);
        }
        return new Table(name, properties);
    }

    /**
     * The custom columns of one of Azure's tables; its plan and retention do not change.
     *
     * @param streamed types by column, as sent
     * @param before the same table for another stream, or null
     * @return {@code before} if no column is custom
     */
    static @Nullable Table ofAzure(
            String name, Map<String, ColumnType> streamed, @Nullable Table before, @Nullable Existing existing)
            throws BadInput {
        Map<String, ColumnType> custom = new LinkedHashMap<>(streamed);
        custom.keySet().removeIf(column -> !column.endsWith(AzureTable.CUSTOM_ENDING));
        if (custom.isEmpty()) {
            return before;
        }
        if (before != null) {
            addTo((ArrayNode) before.properties.path("schema").path("columns"), custom, existing);
            return before;
        }
        ObjectNode properties = Trees.object();
        if (existing != null) {
            boolean analytics = existing.properties.path("plan").asText().equals(Plan.Analytics.name());
            List.of("plan", analytics ? "retentionInDays" : "plan", "totalRetentionInDays").stream()
                    .filter(kept -> existing.properties.hasNonNull(kept) && !isDefault(existing.properties, kept))
                    .forEach(kept -> properties.set(kept, existing.properties.get(kept)));
        }
        addTo(schema(properties, name, existing), custom, existing);
        return new Table(name, properties);
    }

    /** The schema including what exists; returns its columns. */
    private static ArrayNode schema(ObjectNode properties, String name, @Nullable Existing existing) {
        ObjectNode schema = properties.putObject("schema").put("name", name);
        if (existing == null) {
            return schema.putArray("columns");
        }
        for (Map.Entry<String, JsonNode> field :
                existing.properties.path("schema").properties()) {
            if (!field.getValue().isNull() && !READ_ONLY.contains(field.getKey()) && !schema.has(field.getKey())) {
                schema.set(field.getKey(), field.getValue().deepCopy());
            }
        }
        ArrayNode columns = schema.putArray("columns");
        for (JsonNode column : existing.columns()) {
            ObjectNode copy = columns.addObject();
            column.properties().stream()
                    .filter(field -> !field.getValue().isNull() && !READ_ONLY_OF_COLUMNS.contains(field.getKey()))
                    .forEach(field -> copy.set(field.getKey(), field.getValue()));
        }
        return columns;
    }

    private static void addTo(ArrayNode columns, Map<String, ColumnType> wanted, @Nullable Existing existing)
            throws BadInput {
        for (Map.Entry<String, ColumnType> column : wanted.entrySet()) {
            String type = column.getValue() == ColumnType.DATETIME
                    ? "dateTime"
                    : column.getValue().text();
            JsonNode there = Trees.column(columns, column.getKey());
            if (there.isMissingNode()) {
                Trees.addColumn(columns, column.getKey(), type);
            } else if (!fits(there.path("type").asText(), type)) {
                throw new BadInput((existing == null ? "two streams" : existing.file) + ": column " + column.getKey()
                        + " is "
                        + there.path("type").asText() + " in the table, but " + type + " in the configuration; a"
                        + " table's column cannot change its type, take another name");
            }
        }
    }

    /** Basic and Auxiliary tables have a fixed interactive retention, which must not be set. */
    private static void retention(ObjectNode properties, String plan, @Nullable Existing existing) {
        JsonNode there = existing == null ? Trees.object() : existing.properties;
        if (plan.equals(Plan.Analytics.name())) {
            properties.set("retentionInDays", retention(there, "retentionInDays", Expression.RETENTION));
        }
        properties.set("totalRetentionInDays", retention(there, "totalRetentionInDays", Expression.TOTAL_RETENTION));
    }

    private static JsonNode retention(JsonNode there, String name, Expression otherwise) {
        boolean chosen = there.hasNonNull(name) && !isDefault(there, name);
        return chosen ? there.get(name) : otherwise.node();
    }

    private static boolean isDefault(JsonNode there, String name) {
        return there.path(name + "AsDefault").asBoolean();
    }

    /** Tables have a type that streams lack: guid, which is sent as a string. */
    private static boolean fits(String there, String wanted) {
        String type = there.toLowerCase(Locale.ROOT);
        return type.equals(wanted.toLowerCase(Locale.ROOT)) || (type.equals("guid") && wanted.equals("string"));
    }

    /**
     * An existing table.
     *
     * @param file the file that it was read from
     */
    record Existing(Path file, String name, JsonNode properties) {
        static Existing of(Path file, JsonNode root) throws BadInput {
            ObjectNode resource = Trees.resource(file, root, TYPE);
            JsonNode properties = Trees.properties(resource);
            JsonNode schema = properties.path("schema");
            String fullName = schema.path("name").asText(resource.path("name").asText());
            boolean isAzures = schema.path("standardColumns").isArray();
            boolean isSound = isAzures || schema.path("columns").isArray();
            for (JsonNode column : schema.path("columns")) {
                isSound &=
                        column.path("name").isTextual() && column.path("type").isTextual();
            }
            if (fullName.isEmpty() || !isSound) {
                throw new BadInput(file + ": is no table with schema.columns");
            }
            return new Existing(file, fullName.substring(fullName.lastIndexOf('/') + 1), properties);
        }

        JsonNode columns() {
            return properties.path("schema").path("columns");
        }
    }
}
