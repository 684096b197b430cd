package io.github.azuremonitor.appender.tools.input;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An element of a configuration, in any format.
 *
 * @param name as written; for Log4j2 the type
 * @param attributes in order
 * @param text its own, without that of nested elements
 * @param place file and line, for people
 */
record Node(String name, Map<String, String> attributes, List<Node> children, String text, String place) {
    boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }

    /** Ignores case, as Log4j2 does; no names of Logback differ only in case. */
    @Nullable String attribute(String wanted) {
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            if (attribute.getKey().equalsIgnoreCase(wanted)) {
                return attribute.getValue();
            }
        }
        return null;
    }

    String attribute(String wanted, String otherwise) {
        String value = attribute(wanted);
        return value == null ? otherwise : value;
    }

    /** Text of the attribute or nested element with that name, or null. */
    @Nullable String value(String wanted) {
        String value = attribute(wanted);
        for (Node child : children) {
            value = value == null && child.is(wanted) ? child.text : value;
        }
        return value;
    }

    Node with(List<Node> others) {
        return new Node(name, attributes, others, text, place);
    }
}
