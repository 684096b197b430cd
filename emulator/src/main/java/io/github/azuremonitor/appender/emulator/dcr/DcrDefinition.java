package io.github.azuremonitor.appender.emulator.dcr;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.azuremonitor.appender.emulator.files.FileFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One data collection rule: its id, its streams, and where their rows go. Immutable.
 *
 * @param immutableId {@code dcr-} and 32 hex digits
 * @param armId the resource's id, which only appears in error texts
 * @param streams by name, each a map of column name to type, in the rule's order
 * @param flows from streams to tables
 */
public record DcrDefinition(
        String immutableId, String armId, Map<String, Map<String, ColumnType>> streams, List<DataFlow> flows) {
    /** The id of a rule whose file names none: {@value}. */
    public static final String DEFAULT_IMMUTABLE_ID = "dcr-00000000000000000000000000000001";

    /** The stream of {@link #standard()}: {@value}. */
    public static final String STANDARD_STREAM = "Custom-JavaLogs_CL";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Keeps its own copy of the streams. */
    public DcrDefinition {
        Map<String, Map<String, ColumnType>> copy = new LinkedHashMap<>();
        streams.forEach((name, columns) -> copy.put(name, Collections.unmodifiableMap(new LinkedHashMap<>(columns))));
        streams = Collections.unmodifiableMap(copy);
        flows = List.copyOf(flows);
    }

    /** A rule whose streams go unchanged to the tables of the same names. */
    public DcrDefinition(String immutableId, String armId, Map<String, Map<String, ColumnType>> streams) {
        this(
                immutableId,
                armId,
                streams,
                streams.keySet().stream().map(DataFlow::of).toList());
    }

    /** The rule the appenders' defaults fit: one stream, {@value #STANDARD_STREAM}, with 15 columns. */
    public static DcrDefinition standard() {
        try (InputStream in = DcrDefinition.class.getResourceAsStream("dcr-standard.json")) {
            return DefinitionsReader.rules(JSON.readTree(Objects.requireNonNull(in)), Map.of(), "dcr-standard.json")
                    .get(0);
        } catch (IOException e) {
            throw new UncheckedIOException("the standard rule cannot be read", e);
        }
    }

    /**
     * Reads the rules of a JSON file: one as exported or as {@code az monitor data-collection rule show} prints it, a
     * list of such, or an ARM template with one or more among its {@code resources}, whose parameters may have values in
     * {@code NAME.parameters.json} beside it. A template knows no {@code immutableId}, as Azure gives it at creation: such a
     * rule gets {@link #DEFAULT_IMMUTABLE_ID}.
     *
     * @return at least one
     * @throws UncheckedIOException if the file cannot be read
     * @throws IllegalArgumentException if it holds no rule, or a column of an unknown type
     */
    public static List<DcrDefinition> allFromFile(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return DefinitionsReader.rules(JSON.readTree(in), ParameterFile.beside(file), file.toString());
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + FileFault.reason(e), e);
        }
    }

    /** The first of {@link #allFromFile}. */
    public static DcrDefinition fromFile(Path file) {
        return allFromFile(file).get(0);
    }

    /** The same rule under another id. */
    public DcrDefinition withImmutableId(String id) {
        return new DcrDefinition(id, armId, streams, flows);
    }
}
