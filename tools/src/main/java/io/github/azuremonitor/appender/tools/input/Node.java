package io.github.azuremonitor.appender.tools.input;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An element of a configuration, in whatever form it was written.
 *
 * @param name as written; of Log4j2's the type
 * @param attributes in their order
 * @param text its own, without that of the elements within
 * @param place file and line, for people
 */
record Node(String name, Map<String, String> attributes, List<Node> children, String text, String place) {
    boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }

    /** Case does not count, as in Log4j2; nor does any name of Logback's differ in case alone. */
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

    /** Text of an attribute or of an element of that name within, or null. */
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
