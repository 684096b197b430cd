package io.github.azuremonitor.appender.tools.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.common.column.ColumnType;
import io.github.azuremonitor.appender.tools.input.BadInput;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A custom table.
 *
 * @param name ends in {@code _CL}
 * @param properties what is put; a PUT replaces the whole table's description
 */
record Table(String name, ObjectNode properties) {
    static final String TYPE = "Microsoft.OperationalInsights/workspaces/tables";
    static final String API = "2025-07-01";

    /** Azure's cap for custom tables. */
    private static final int MAX_COLUMNS = 500;

    /**
     * A table with the columns of a stream, those that it has already, and those that the rule adds.
     *
     * @param streamed types by column, as they are sent
     * @param withEventTime whether the rule's transformation is ours
     * @param plan null for that of the existing table, or Azure's default
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
        ObjectNode schema = properties.putObject("schema").put("name", name);
        ArrayNode columns = schema.putArray("columns");
        if (existing != null) {
            existing.columns().forEach(columns::add);
        }
        var wanted = new LinkedHashMap<>(streamed);
        wanted.putIfAbsent(Transformation.TIME_GENERATED, ColumnType.DATETIME);
        if (withEventTime) {
            wanted.putIfAbsent(Transformation.EVENT_TIME, ColumnType.DATETIME);
        }
        for (Map.Entry<String, ColumnType> column : wanted.entrySet()) {
            String type = column.getValue() == ColumnType.DATETIME
                    ? "dateTime"
                    : column.getValue().text();
            JsonNode there = Trees.column(columns, column.getKey());
            if (there.isMissingNode()) {
                Trees.addColumn(columns, column.getKey(), type);
            } else if (existing != null && !fits(there.path("type").asText(), type)) {
                throw new BadInput(existing.file + ": column " + column.getKey() + " is "
                        + there.path("type").asText() + " in the table, but " + type + " in the configuration; a"
                        + " table's column cannot change its type, take another name");
            }
        }
        if (columns.size() > MAX_COLUMNS) {
            throw new BadInput(
                    "table " + name + " would have " + columns.size() + " columns; Azure takes " + MAX_COLUMNS);
        }
        return new Table(name, properties);
    }

    /** Basic and Auxiliary tables have a fixed interactive retention, which must not be given. */
    private static void retention(ObjectNode properties, String plan, @Nullable Existing existing) {
        JsonNode there = existing == null ? Trees.object() : existing.properties;
        if (plan.equals(Plan.Analytics.name())) {
            properties.set("retentionInDays", retention(there, "retentionInDays", Expression.RETENTION));
        }
        properties.set("totalRetentionInDays", retention(there, "totalRetentionInDays", Expression.TOTAL_RETENTION));
    }

    private static JsonNode retention(JsonNode there, String name, Expression otherwise) {
        boolean chosen =
                there.hasNonNull(name) && !there.path(name + "AsDefault").asBoolean();
        return chosen ? there.get(name) : otherwise.node();
    }

    /** Tables have a type that streams do not: guid, which is sent as a string. */
    private static boolean fits(String there, String wanted) {
        String type = there.toLowerCase(Locale.ROOT);
        return type.equals(wanted.toLowerCase(Locale.ROOT)) || (type.equals("guid") && wanted.equals("string"));
    }

    /**
     * A table that is there.
     *
     * @param file where it was read from
     */
    record Existing(Path file, String name, JsonNode properties) {
        static Existing of(Path file, JsonNode root) throws BadInput {
            ObjectNode resource = Trees.resource(file, root, TYPE);
            JsonNode properties = Trees.properties(resource);
            JsonNode schema = properties.path("schema");
            String fullName = schema.path("name").asText(resource.path("name").asText());
            if (fullName.isEmpty() || !schema.path("columns").isArray()) {
                throw new BadInput(file + ": is no table with schema.columns");
            }
            return new Existing(file, fullName.substring(fullName.lastIndexOf('/') + 1), properties);
        }

        JsonNode columns() {
            return properties.path("schema").path("columns");
        }
    }
}
