package io.github.azuremonitor.appender.emulator.dcr;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What the emulator knows of one data collection rule: its id and its streams. A transformation is not run: rows are
 * read back in the shape of the stream, not of the table. Immutable.
 *
 * @param immutableId {@code dcr-} and 32 hex digits
 * @param armId the resource's id, which only appears in error texts
 * @param streams by name, each a map of column name to type, in the rule's order
 */
public record DcrDefinition(String immutableId, String armId, Map<String, Map<String, ColumnType>> streams) {
    /** The id of a rule whose file names none: {@value}. */
    public static final String DEFAULT_IMMUTABLE_ID = "dcr-00000000000000000000000000000001";

    /** The stream of {@link #standard()}: {@value}. */
    public static final String STANDARD_STREAM = "Custom-JavaLogs_CL";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RULE_TYPE = "Microsoft.Insights/dataCollectionRules";
    private static final String NO_ARM_ID = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/"
            + "emulator/providers/microsoft.insights/dataCollectionRules/emulator";

    /** Keeps its own copy of the streams. */
    public DcrDefinition {
        Map<String, Map<String, ColumnType>> copy = new LinkedHashMap<>();
        streams.forEach((name, columns) -> copy.put(name, Collections.unmodifiableMap(new LinkedHashMap<>(columns))));
        streams = Collections.unmodifiableMap(copy);
    }

    /** The rule the appenders' defaults fit: one stream, {@value #STANDARD_STREAM}, with 15 columns. */
    public static DcrDefinition standard() {
        try (InputStream in = DcrDefinition.class.getResourceAsStream("dcr-standard.json")) {
            return of(JSON.readTree(Objects.requireNonNull(in)), "dcr-standard.json");
        } catch (IOException e) {
            throw new UncheckedIOException("the standard rule cannot be read", e);
        }
    }

    /**
     * Reads a rule from a JSON file: an exported rule ({@code properties.streamDeclarations}), or an ARM template whose
     * {@code resources} hold one. A template knows no {@code immutableId}, as Azure gives it at creation: such a rule
     * gets {@link #DEFAULT_IMMUTABLE_ID}.
     *
     * @throws UncheckedIOException if the file cannot be read
     * @throws IllegalArgumentException if it holds no rule, or a column of an unknown type
     */
    public static DcrDefinition fromFile(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return of(JSON.readTree(in), file.toString());
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    /** The same rule under another id. */
    public DcrDefinition withImmutableId(String id) {
        return new DcrDefinition(id, armId, streams);
    }

    private static DcrDefinition of(JsonNode root, String source) {
        JsonNode rule = root;
        for (JsonNode resource : root.path("resources")) {
            if (RULE_TYPE.equalsIgnoreCase(resource.path("type").asText())) {
                rule = resource;
                break;
            }
        }
        JsonNode properties = rule.path("properties");
        JsonNode declarations = properties.path("streamDeclarations");
        if (!declarations.isObject() || declarations.isEmpty()) {
            throw new IllegalArgumentException(source + " holds no rule with properties.streamDeclarations");
        }
        Map<String, Map<String, ColumnType>> streams = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> stream : declarations.properties()) {
            streams.put(stream.getKey(), columns(stream.getValue().path("columns"), source, stream.getKey()));
        }
        return new DcrDefinition(
                properties.path("immutableId").asText(DEFAULT_IMMUTABLE_ID),
                rule.path("id").asText(NO_ARM_ID),
                streams);
    }

    private static Map<String, ColumnType> columns(JsonNode declared, String source, String stream) {
        Map<String, ColumnType> columns = new LinkedHashMap<>();
        for (JsonNode column : declared) {
            String name = column.path("name").asText();
            try {
                columns.put(name, ColumnType.named(column.path("type").asText()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        source + ", stream " + stream + ", column " + name + ": " + e.getMessage(), e);
            }
        }
        return columns;
    }
}
