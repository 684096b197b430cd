package io.github.azuremonitor.appender.tools.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.tools.input.BadInput;
import java.nio.file.Path;

/** JSON as trees. */
final class Trees {
    static final ObjectMapper JSON = new ObjectMapper();

    private Trees() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static JsonNode text(String text) {
        return JSON.getNodeFactory().textNode(text);
    }

    /** JSON for people, with a new line at its end. */
    static String pretty(JsonNode tree) {
        var indenter = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter()
                .withSeparators(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(indenter)
                .withArrayIndenter(indenter);
        try {
            return JSON.writer(printer).writeValueAsString(tree) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The resource of a type in a file: output of {@code az}, an export, or one of a template without expressions. */
    static ObjectNode resource(Path file, JsonNode root, String type) throws BadInput {
        JsonNode resource = root;
        for (JsonNode candidate : root.path("resources")) {
            if (candidate.path("type").asText().equalsIgnoreCase(type)) {
                resource = candidate;
                break;
            }
        }
        String expression = expression(resource);
        if (!expression.isEmpty()) {
            throw new BadInput(file + ": has the template expression " + expression
                    + "; give what Azure has, as 'az … show' prints it");
        }
        return (ObjectNode) resource;
    }

    /** Its {@code properties}, which az flattens. */
    static JsonNode properties(JsonNode resource) {
        return resource.path("properties").isObject() ? resource.get("properties") : resource;
    }

    private static String expression(JsonNode node) {
        if (node.isTextual()) {
            String text = node.asText();
            boolean is = text.startsWith("[") && text.endsWith("]") && !text.startsWith("[[");
            return is ? text : "";
        }
        for (JsonNode child : node) {
            String found = expression(child);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return "";
    }

    /** The column of that name, or one that is missing. */
    static JsonNode column(JsonNode columns, String name) {
        for (JsonNode column : columns) {
            if (column.path("name").asText().equals(name)) {
                return column;
            }
        }
        return JSON.missingNode();
    }

    static void addColumn(ArrayNode columns, String name, String type) {
        columns.addObject().put("name", name).put("type", type);
    }
}
