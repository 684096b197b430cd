package io.github.azuremonitor.appender.log4j2;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.logging.log4j.core.Core;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Node;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginConfiguration;
import org.apache.logging.log4j.core.config.plugins.PluginFactory;
import org.apache.logging.log4j.core.config.plugins.PluginNode;
import org.apache.logging.log4j.status.StatusLogger;
import org.jspecify.annotations.Nullable;

/**
 * Columns as elements of a configuration, made into lines of the setting {@code columns}.
 *
 * <pre>{@code
 * <Columns>
 *   <Column source="standard"/>
 *   <Column name="OrderId" type="long" source="mdc.orderId"/>
 *   <Column>Tenant = mdc.tenant | "none"</Column>
 * </Columns>
 * }</pre>
 *
 * <p>The elements within are read here and not made by Log4j2, which knows another {@code Column}, of its JDBC appender.
 */
@Plugin(name = "Columns", category = Core.CATEGORY_NAME, deferChildren = true, printObject = true)
final class ColumnElements {
    private final String text;

    private ColumnElements(String text) {
        this.text = text;
    }

    /** For Log4j2. */
    @PluginFactory
    static ColumnElements of(@PluginNode Node node, @PluginConfiguration Configuration configuration) {
        var lines = new ArrayList<String>();
        add(lines, node.getValue());
        for (Node child : node.getChildren()) {
            if (child.getName().equalsIgnoreCase("Column")) {
                add(lines, entry(child));
            } else {
                StatusLogger.getLogger()
                        .error("Columns contains an element " + child.getName() + "; it knows Column alone");
            }
        }
        return new ColumnElements(configuration.getStrSubstitutor().replace(String.join("\n", lines)));
    }

    /** Lines of the setting {@code columns}. */
    String text() {
        return text;
    }

    private static String entry(Node column) {
        Map<String, String> given = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        given.putAll(column.getAttributes());
        String name = given.remove("name");
        String type = given.remove("type");
        String source = given.remove("source");
        if (!given.isEmpty()) {
            StatusLogger.getLogger()
                    .error("Column " + name + " contains attributes " + given.keySet()
                            + "; it knows name, type and source");
        }
        String value = source == null ? column.getValue() : source;
        if (name == null) {
            return value == null ? "" : value;
        }
        return name + (type == null ? "" : ":" + type) + " = " + (value == null ? "" : value);
    }

    private static void add(List<String> lines, @Nullable String text) {
        if (text != null && !text.isBlank()) {
            lines.add(text.strip());
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
