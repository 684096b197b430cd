package io.github.azuremonitor.appender.tools.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Spring's YAML, and Log4j2's YAML and JSON. */
final class TreeConfig {
    private final Path file;
    private final Placeholders placeholders;
    private final List<AppenderConfig> found = new ArrayList<>();

    TreeConfig(Path file, Placeholders placeholders) {
        this.file = file;
        this.placeholders = placeholders;
    }

    /** Later documents of a YAML file add to earlier ones and win over them; profiles are not looked at. */
    List<AppenderConfig> read(List<JsonNode> documents) {
        var lines = new LinkedHashMap<String, String>();
        for (JsonNode document : documents) {
            flatten("", document, lines);
        }
        var flat = new FlatConfig(file, placeholders).read(lines);
        for (JsonNode document : documents) {
            define(document);
            visit(document);
        }
        flat.addAll(found);
        return flat;
    }

    private static void flatten(String path, JsonNode node, Map<String, String> lines) {
        for (Map.Entry<String, JsonNode> child : node.properties()) {
            String name = path.isEmpty() ? child.getKey() : path + '.' + child.getKey();
            JsonNode value = child.getValue();
            if (value.isValueNode()) {
                lines.put(name, text(value));
            } else if (value.isArray()) {
                // As Spring names them.
                for (int i = 0; i < value.size(); i++) {
                    if (value.get(i).isValueNode()) {
                        lines.put(name + '[' + i + ']', text(value.get(i)));
                    }
                }
            } else {
                flatten(name, value, lines);
            }
        }
    }

    /** Log4j2's {@code Properties: Property: [name, value]}. */
    private void define(JsonNode document) {
        for (JsonNode properties : document.findValues("Properties")) {
            JsonNode listed = properties.isArray() ? properties : properties.findPath("property");
            listed = listed.isMissingNode() ? properties.findPath("Property") : listed;
            for (JsonNode property : listed.isArray() ? listed : List.of(listed)) {
                if (property.hasNonNull("name")) {
                    placeholders.define(
                            property.get("name").asText(),
                            property.path("value").asText());
                }
            }
        }
    }

    private void visit(JsonNode node) {
        for (Map.Entry<String, JsonNode> child : node.properties()) {
            JsonNode value = child.getValue();
            boolean named = child.getKey().equalsIgnoreCase(Settings.LOG4J_PLUGIN);
            for (JsonNode one : value.isArray() ? value : List.of(value)) {
                boolean typed = one.path("type").asText().equalsIgnoreCase(Settings.LOG4J_PLUGIN);
                if (one.isObject() && (named || typed)) {
                    found.add(appender(one));
                } else {
                    visit(one);
                }
            }
        }
    }

    private AppenderConfig appender(JsonNode node) {
        var settings = new LinkedHashMap<String, String>();
        for (Map.Entry<String, JsonNode> child : node.properties()) {
            if (child.getValue().isValueNode() && !Settings.isOfTheFramework(child.getKey())) {
                String text = text(child.getValue());
                settings.put(
                        Settings.flat(child.getKey()),
                        placeholders.resolve(text).strip());
            }
        }
        columns(node).addTo(settings, placeholders);
        for (Map.Entry<String, JsonNode> child : node.properties()) {
            JsonNode value = child.getValue();
            for (JsonNode one : value.isArray() ? value : List.of(value)) {
                String type = one.path("type").asText(child.getKey());
                if (type.equalsIgnoreCase(Settings.LOG4J_ROUTE)) {
                    String rule = one.path("value").asText();
                    Settings.addRoutes(settings, placeholders.resolve(rule).strip());
                }
            }
        }
        return new AppenderConfig(file, node.path("name").asText("AzureMonitor"), settings);
    }

    /** Log4j2 takes a {@code type} for the name of a plugin, so that the column's stands behind its name. */
    private static ColumnLines columns(JsonNode appender) {
        var lines = new ColumnLines();
        for (Map.Entry<String, JsonNode> child : appender.properties()) {
            // The attribute has the same name, but for its case.
            if (child.getKey().equalsIgnoreCase(ColumnLines.COLUMNS)
                    && child.getValue().isObject()) {
                JsonNode listed = named(child.getValue(), ColumnLines.COLUMN);
                for (JsonNode column : listed.isArray() ? listed : List.of(listed)) {
                    JsonNode name = named(column, "name");
                    JsonNode source = named(column, "source");
                    lines.add(name.isValueNode() ? text(name) : null, null, source.isValueNode() ? text(source) : null);
                }
            }
        }
        return lines;
    }

    private static JsonNode named(JsonNode node, String name) {
        for (Map.Entry<String, JsonNode> child : node.properties()) {
            if (child.getKey().equalsIgnoreCase(name)) {
                return child.getValue();
            }
        }
        return MissingNode.getInstance();
    }

    private static String text(JsonNode value) {
        return value.isNull() ? "" : value.asText();
    }
}
