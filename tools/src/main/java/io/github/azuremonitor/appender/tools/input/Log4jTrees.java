package io.github.azuremonitor.appender.tools.input;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Turns Log4j2's four formats into the tree of components that Log4j2 makes of them. */
final class Log4jTrees {
    private static final int DEEPEST_INCLUSION = 32;
    private static final String CONFIGURATION = "Configuration";

    private final Consumer<String> remarks;

    /** @param remarks what could not be followed */
    Log4jTrees(Consumer<String> remarks) {
        this.remarks = remarks;
    }

    /** XML, whose root says what it is. */
    Node xml(Path file, Node root) throws BadInput {
        boolean isStrict = Boolean.parseBoolean(root.attribute("strict", "false"));
        return typed(included(root, file, 0).get(0), isStrict);
    }

    /** JSON or YAML. */
    Node tree(Path file, JsonNode document) {
        for (Map.Entry<String, JsonNode> child : document.properties()) {
            if (child.getKey().equalsIgnoreCase(CONFIGURATION)) {
                return component(CONFIGURATION, child.getValue(), file.toString());
            }
        }
        return component(CONFIGURATION, document, file.toString());
    }

    /** In strict XML the attribute names the element's plugin; otherwise it may do so for appenders only. */
    private static Node typed(Node node, boolean isStrict) {
        List<Node> children =
                node.children().stream().map(child -> typed(child, isStrict)).toList();
        String type = node.attribute("type");
        boolean isNamed = type != null && (isStrict || node.is("Appender"));
        return isNamed && type != null
                ? new Node(type, node.attributes(), children, node.text(), node.place())
                : node.with(children);
    }

    /** XInclude, which inserts the root of the other file. */
    private List<Node> included(Node node, Path from, int depth) throws BadInput {
        if (!node.name().endsWith(":include")) {
            var children = new ArrayList<Node>();
            for (Node child : node.children()) {
                children.addAll(included(child, from, depth));
            }
            return List.of(node.with(children));
        }
        String name = node.attribute("href", "").replaceFirst("^file:(//)?", "");
        Path file = ConfigEnvironment.beside(name, from);
        if (Files.isRegularFile(file)) {
            if (depth > DEEPEST_INCLUSION) {
                throw new BadInput(node.place() + ": the files include each other");
            }
            try {
                return included(XmlTree.read(file), file, depth + 1);
            } catch (IOException unreadable) {
                throw new BadInput(file + ": " + ConfigFiles.reason(unreadable));
            }
        }
        var instead = new ArrayList<Node>();
        for (Node fallback : node.children()) {
            for (Node child : fallback.children()) {
                instead.addAll(included(child, from, depth));
            }
        }
        if (node.children().isEmpty()) {
            remarks.accept(node.place() + ": " + name + " is included, but is not there");
        }
        return instead;
    }

    private static Node component(String key, JsonNode value, String place) {
        var attributes = new LinkedHashMap<String, String>();
        var children = new ArrayList<Node>();
        for (Map.Entry<String, JsonNode> child : value.properties()) {
            JsonNode inner = child.getValue();
            if (inner.isValueNode()) {
                attributes.put(child.getKey(), inner.isNull() ? "" : inner.asText());
            } else if (inner.isArray()) {
                // In a list, and there alone, each may say by its type what it is.
                inner.forEach(one -> children.add(component(one.path("type").asText(child.getKey()), one, place)));
            } else {
                children.add(component(child.getKey(), inner, place));
            }
        }
        // An entry of a list may be a bare value.
        String text = value.isValueNode() ? value.asText() : "";
        return new Node(key, attributes, children, text, place);
    }

    /** Properties, whose names are paths; a type makes a component. */
    static Node lines(Path file, Map<String, String> lines) {
        var children = new ArrayList<Node>();
        var properties = new ArrayList<Node>();
        lines.forEach((name, value) -> {
            if (name.startsWith("property.")) {
                properties.add(new Node(
                        "Property",
                        Map.of("name", name.substring("property.".length()), "value", value),
                        List.of(),
                        "",
                        file.toString()));
            }
        });
        children.add(new Node("Properties", Map.of(), properties, "", file.toString()));
        String listed = lines.get("appenders");
        Set<String> keys = new LinkedHashSet<>();
        if (listed == null) {
            lines.keySet().stream()
                    .filter(name -> name.startsWith("appender."))
                    .forEach(name -> keys.add(name.split("\\.", -1)[1]));
        } else {
            keys.addAll(List.of(listed.strip().split("\\s*,\\s*")));
        }
        var appenders = new ArrayList<Node>();
        for (String key : keys) {
            Node appender = component("appender." + key + '.', key, lines, file.toString());
            appender.attributes().putIfAbsent("name", key);
            appenders.add(appender);
        }
        children.add(new Node("Appenders", Map.of(), appenders, "", file.toString()));
        return new Node(CONFIGURATION, Map.of(), children, "", file.toString());
    }

    private static Node component(String prefix, String key, Map<String, String> lines, String place) {
        var attributes = new LinkedHashMap<String, String>();
        var inner = new LinkedHashSet<String>();
        lines.forEach((name, value) -> {
            String rest = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
            int dot = rest.indexOf('.');
            if (dot > 0) {
                inner.add(rest.substring(0, dot));
            } else if (!rest.isEmpty()) {
                attributes.put(rest, value.strip());
            }
        });
        List<Node> children = inner.stream()
                .map(name -> component(prefix + name + '.', name, lines, place))
                .toList();
        String type = attributes.getOrDefault("type", key);
        return new Node(type, attributes, children, "", place);
    }
}
