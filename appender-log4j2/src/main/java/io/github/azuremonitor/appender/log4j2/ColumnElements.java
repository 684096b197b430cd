package io.github.azuremonitor.appender.log4j2;

import io.github.azuremonitor.appender.common.settings.MisspeltNames;
import io.github.azuremonitor.appender.common.settings.SettingProblem;
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
 * <p>The nested elements are read here and not created by Log4j2, whose JDBC appender has a {@code Column} of its own.
 */
@Plugin(name = "Columns", category = Core.CATEGORY_NAME, deferChildren = true, printObject = true)
final class ColumnElements {
    private static final List<String> ATTRIBUTES = List.of("name", "type", "source");

    private final String text;
    private final List<SettingProblem> slips;

    private ColumnElements(String text, List<SettingProblem> slips) {
        this.text = text;
        this.slips = List.copyOf(slips);
    }

    /** For Log4j2. */
    @PluginFactory
    static ColumnElements of(@PluginNode Node node, @PluginConfiguration Configuration configuration) {
        var lines = new ArrayList<String>();
        var slips = new ArrayList<SettingProblem>();
        add(lines, node.getValue());
        // In XML an element without a plugin becomes an attribute.
        node.getAttributes().keySet().forEach(name -> slips.add(MisspeltNames.element(name, List.of("Column"))));
        for (Node child : node.getChildren()) {
            if (child.getName().equalsIgnoreCase("Column")) {
                add(lines, entry(child, slips));
            } else {
                slips.add(MisspeltNames.element(child.getName(), List.of("Column")));
            }
        }
        if (lines.isEmpty() && slips.isEmpty()) {
            slips.add(MisspeltNames.empty(node.getName()));
        }
        return new ColumnElements(configuration.getStrSubstitutor().replace(String.join("\n", lines)), slips);
    }

    /** Lines of the setting {@code columns}. */
    String text() {
        return text;
    }

    /** Content that is neither a column nor an attribute of one. */
    List<SettingProblem> slips() {
        return slips;
    }

    private static String entry(Node column, List<SettingProblem> slips) {
        Map<String, String> given = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        given.putAll(column.getAttributes());
        String name = given.remove("name");
        String type = given.remove("type");
        String source = given.remove("source");
        for (String unknown : given.keySet()) {
            slips.add(new SettingProblem(
                    "element <" + column.getName() + ">",
                    name,
                    "there is no attribute " + unknown + "; it knows " + String.join(", ", ATTRIBUTES)));
        }
        column.getChildren().forEach(child -> slips.add(MisspeltNames.element(child.getName(), ATTRIBUTES)));
        String value = source == null ? column.getValue() : source;
        if (name == null
                && (value == null || value.isEmpty())
                && column.getChildren().isEmpty()
                && given.isEmpty()) {
            slips.add(MisspeltNames.empty(column.getName()));
        }
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
