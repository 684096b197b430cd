package io.github.azuremonitor.appender.tools.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes trees as literals of Bicep or HCL, which differ little. */
abstract class Literals {
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final String assign;
    private final String afterElement;

    /**
     * @param assign text between a name and its value
     * @param afterElement text after an element of an array
     */
    Literals(String assign, String afterElement) {
        this.assign = assign;
        this.afterElement = afterElement;
    }

    abstract String string(String text);

    abstract String expression(Expression expression);

    /** A value whose lines after the first are indented by {@code indent} spaces. */
    String value(JsonNode node, int indent) {
        if (node instanceof POJONode pojo && pojo.getPojo() instanceof Expression expression) {
            return expression(expression);
        }
        if (node.isTextual()) {
            return string(node.asText());
        }
        if (!node.isContainerNode()) {
            return node.toString();
        }
        if (node.isEmpty()) {
            return node.isArray() ? "[]" : "{}";
        }
        if (node.isObject() && isShort(node)) {
            return shortObject(node);
        }
        var text = new StringBuilder(node.isArray() ? "[\n" : "{\n");
        String inner = " ".repeat(indent + 2);
        if (node.isArray()) {
            for (JsonNode element : node) {
                text.append(inner)
                        .append(value(element, indent + 2))
                        .append(afterElement)
                        .append('\n');
            }
        } else {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                text.append(inner)
                        .append(name(field.getKey()))
                        .append(assign)
                        .append(value(field.getValue(), indent + 2))
                        .append('\n');
            }
        }
        return text.append(" ".repeat(indent))
                .append(node.isArray() ? ']' : '}')
                .toString();
    }

    /** A column fits on one line, and there are many. */
    private static boolean isShort(JsonNode object) {
        return object.size() == 2
                && object.path("name").isTextual()
                && object.path("type").isTextual();
    }

    private String shortObject(JsonNode object) {
        return object.properties().stream()
                .map(field ->
                        name(field.getKey()) + assign + string(field.getValue().asText()))
                .collect(Collectors.joining(", ", "{ ", " }"));
    }

    private String name(String name) {
        return IDENTIFIER.matcher(name).matches() ? name : string(name);
    }
}
