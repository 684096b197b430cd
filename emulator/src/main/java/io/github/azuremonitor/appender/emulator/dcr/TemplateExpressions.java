package io.github.azuremonitor.appender.emulator.dcr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Expressions of an ARM template, {@code [concat(parameters('prefix'), '_CL')]}, with the defaults of its parameters. What
 * only a deployment knows is refused. Used by one thread.
 */
final class TemplateExpressions {
    /** Parameters and variables may mean each other; deeper it is a circle. */
    private static final int DEEPEST = 32;

    private static final String SUBSCRIPTION = "00000000-0000-0000-0000-000000000000";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonNode template;
    private final Map<String, JsonNode> given;
    private int depth;

    /** @param given values of parameters, which stand in front of the defaults */
    TemplateExpressions(JsonNode template, Map<String, JsonNode> given) {
        this.template = template;
        this.given = given;
    }

    /** A copy with every expression replaced by its value; throws {@link IllegalArgumentException} naming one that has none here. */
    JsonNode resolved(JsonNode node) {
        if (node.isTextual()) {
            return text(node.textValue());
        }
        if (node.isArray()) {
            ArrayNode array = NODES.arrayNode();
            node.forEach(element -> array.add(resolved(element)));
            return array;
        }
        if (node.isObject()) {
            ObjectNode object = NODES.objectNode();
            node.properties()
                    .forEach(property -> object.set(text(property.getKey()).asText(), resolved(property.getValue())));
            return object;
        }
        return node;
    }

    private JsonNode text(String text) {
        if (text.startsWith("[[")) {
            return NODES.textNode(text.substring(1)); // an escaped bracket
        }
        boolean expression = text.startsWith("[") && text.endsWith("]");
        if (!expression) {
            return NODES.textNode(text);
        }
        if (++depth > DEEPEST) {
            throw new IllegalArgumentException(text + ", which means itself");
        }
        try {
            TemplateTokens tokens = new TemplateTokens(text.substring(1, text.length() - 1));
            JsonNode value = expression(tokens);
            tokens.end();
            return value;
        } catch (Unknown e) {
            throw new IllegalArgumentException(text + ", where " + e.getMessage(), e);
        } finally {
            depth--;
        }
    }

    /** Why an expression has no value here. */
    static final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unknown(String message) {
            super(message);
        }
    }

    private JsonNode expression(TemplateTokens tokens) {
        JsonNode value = tokens.atLiteral() ? tokens.literal() : call(tokens);
        while (true) {
            if (tokens.accept('.')) {
                value = value.path(tokens.name());
            } else if (tokens.accept('[')) {
                JsonNode index = expression(tokens);
                tokens.expect(']');
                value = index.isNumber() ? value.path(index.asInt()) : value.path(index.asText());
            } else {
                return value;
            }
            if (value instanceof MissingNode) {
                throw new Unknown("a property is not there");
            }
        }
    }

    private JsonNode call(TemplateTokens tokens) {
        String function = tokens.name();
        List<JsonNode> arguments = new ArrayList<>();
        tokens.expect('(');
        while (!tokens.accept(')')) {
            arguments.add(expression(tokens));
            if (!tokens.accept(',')) {
                tokens.expect(')');
                break;
            }
        }
        JsonNode value = value(function, arguments);
        if (value == null) {
            throw new Unknown(function + "() is not known to the emulator");
        }
        return value;
    }

    private @Nullable JsonNode value(String function, List<JsonNode> of) {
        if (of.isEmpty()) {
            return switch (function) {
                case "resourceGroup" ->
                    NODES.objectNode().put("name", "emulator").put("location", "local");
                case "subscription" -> NODES.objectNode().put("subscriptionId", SUBSCRIPTION);
                case "true" -> NODES.booleanNode(true);
                case "false" -> NODES.booleanNode(false);
                case "null" -> NullNode.getInstance();
                case "createArray" -> NODES.arrayNode();
                default -> null;
            };
        }
        JsonNode first = of.get(0);
        return switch (function) {
            case "parameters" -> parameter(first.asText());
            case "variables" -> variable(first.asText());
            case "concat" -> concat(of);
            case "format" -> NODES.textNode(format(first.asText(), of.subList(1, of.size())));
            case "resourceId" -> resourceId(of);
            case "toLower" -> NODES.textNode(first.asText().toLowerCase(Locale.ROOT));
            case "toUpper" -> NODES.textNode(first.asText().toUpperCase(Locale.ROOT));
            case "string" -> NODES.textNode(first.isValueNode() ? first.asText() : first.toString());
            case "replace" ->
                of.size() == 3
                        ? NODES.textNode(first.asText()
                                .replace(of.get(1).asText(), of.get(2).asText()))
                        : null;
            case "createArray" -> NODES.arrayNode().addAll(of);
            case "equals" -> of.size() == 2 ? NODES.booleanNode(first.equals(of.get(1))) : null;
            case "not" -> NODES.booleanNode(!first.asBoolean());
            case "empty" ->
                NODES.booleanNode(
                        first.isNull() || (first.isTextual() ? first.asText().isEmpty() : first.isEmpty()));
            case "if" -> of.size() == 3 ? of.get(first.asBoolean() ? 1 : 2) : null;
            case "coalesce" ->
                of.stream().filter(each -> !each.isNull()).findFirst().orElse(NullNode.getInstance());
            default -> null;
        };
    }

    private JsonNode parameter(String name) {
        JsonNode value = given.get(name);
        if (value != null) {
            return value;
        }
        JsonNode declared = template.path("parameters").path(name);
        if (!declared.has("defaultValue")) {
            throw new Unknown("the parameter " + name + " has no defaultValue");
        }
        return resolved(declared.path("defaultValue"));
    }

    private JsonNode variable(String name) {
        JsonNode declared = template.path("variables").path(name);
        if (declared.isMissingNode()) {
            throw new Unknown("there is no variable " + name);
        }
        return resolved(declared);
    }

    private static JsonNode concat(List<JsonNode> of) {
        if (of.get(0).isArray()) {
            ArrayNode all = NODES.arrayNode();
            of.forEach(array -> array.forEach(all::add));
            return all;
        }
        return NODES.textNode(of.stream().map(JsonNode::asText).collect(Collectors.joining()));
    }

    private static String format(String text, List<JsonNode> values) {
        String formatted = text;
        for (int i = 0; i < values.size(); i++) {
            formatted = formatted.replace("{" + i + "}", values.get(i).asText());
        }
        if (formatted.matches("(?s).*\\{\\d+[,:].*")) {
            throw new Unknown("format() has more than {0}");
        }
        return formatted;
    }

    /** The type stands where the first slash is; subscription and group may stand in front of it. */
    private static @Nullable JsonNode resourceId(List<JsonNode> of) {
        int type = 0;
        while (type < of.size() && of.get(type).asText().indexOf('/') < 0) {
            type++;
        }
        if (type == of.size() || type > 2) {
            return null;
        }
        String subscription = type == 2 ? of.get(0).asText() : SUBSCRIPTION;
        StringBuilder id = new StringBuilder("/subscriptions/" + subscription + "/resourceGroups/"
                + (type == 0 ? "emulator" : of.get(type - 1).asText()) + "/providers/");
        String[] kinds = of.get(type).asText().split("/", -1);
        if (kinds.length - 1 != of.size() - 1 - type) {
            throw new Unknown("resourceId() has not as many names as its type");
        }
        id.append(kinds[0]);
        for (int i = 1; i < kinds.length; i++) {
            id.append('/').append(kinds[i]).append('/').append(of.get(type + i).asText());
        }
        return NODES.textNode(id.toString());
    }
}
