package io.github.azuremonitor.appender.emulator.dcr;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** {@code NAME.parameters.json} beside the ARM template {@code NAME.json}: values of its parameters. */
final class ParameterFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEMPLATE = ".json";
    private static final String PARAMETERS = ".parameters.json";

    private ParameterFile() {}

    static boolean is(Path file) {
        return file.getFileName().toString().endsWith(PARAMETERS);
    }

    /** The template that its values are for. */
    static Path template(Path parameters) {
        String name = parameters.getFileName().toString();
        return parameters.resolveSibling(name.substring(0, name.length() - PARAMETERS.length()) + TEMPLATE);
    }

    /**
     * The values that lie beside a template, none if there is no such file.
     *
     * @throws IllegalArgumentException if the file is no JSON
     */
    static Map<String, JsonNode> beside(Path template) throws IOException {
        String name = template.getFileName().toString();
        if (!name.endsWith(TEMPLATE)) {
            return Map.of();
        }
        Path file = template.resolveSibling(name.substring(0, name.length() - TEMPLATE.length()) + PARAMETERS);
        if (!Files.exists(file)) {
            return Map.of();
        }
        Map<String, JsonNode> values = new HashMap<>();
        try {
            for (var parameter :
                    JSON.readTree(Files.readAllBytes(file)).path("parameters").properties()) {
                if (parameter.getValue().has("value")) { // else it refers to a key vault
                    values.put(parameter.getKey(), parameter.getValue().path("value"));
                }
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + " is not JSON: " + e.getOriginalMessage(), e);
        }
        return values;
    }
}
