package io.github.azuremonitor.appender.log4j2;

import io.github.azuremonitor.appender.common.settings.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.logging.log4j.core.Core;
import org.apache.logging.log4j.core.config.Node;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginFactory;
import org.apache.logging.log4j.core.config.plugins.PluginNode;
import org.apache.logging.log4j.core.config.plugins.PluginValue;
import org.jspecify.annotations.Nullable;

/**
 * One rule of the setting {@code routes} as an element of its own within {@code <AzureMonitor>}. It is not called {@code
 * Route}, because that is an element of Log4j2's own, and there is one of each name.
 *
 * <pre>{@code
 * <AzureMonitorRoute>marker AUDIT -> Custom-Audit_CL</AzureMonitorRoute>
 * }</pre>
 */
@Plugin(name = AzureMonitorRoute.PLUGIN_NAME, category = Core.CATEGORY_NAME, printObject = true)
public final class AzureMonitorRoute {
    /** Name of the element in a configuration. */
    public static final String PLUGIN_NAME = "AzureMonitorRoute";

    private final String rule;

    private final List<Problem> slips;

    private AzureMonitorRoute(String rule, List<Problem> slips) {
        this.rule = rule;
        this.slips = slips;
    }

    /** A rule, in JSON and YAML the attribute {@code value}; an empty one counts as none. */
    @PluginFactory
    public static AzureMonitorRoute create(@PluginValue("value") @Nullable String value, @PluginNode Node node) {
        Stream<String> unknown = Stream.concat(
                node.getAttributes().keySet().stream().filter(name -> !name.equalsIgnoreCase("value")),
                node.getChildren().stream().map(Node::getName));
        return new AzureMonitorRoute(
                value == null ? "" : value,
                unknown.map(name -> new Problem(
                                "element <" + PLUGIN_NAME + ">",
                                value,
                                "there is no " + name + " here; it is a rule alone"))
                        .toList());
    }

    /** What is no rule. */
    List<Problem> slips() {
        return slips;
    }

    /** The attribute's rules and those of elements, each in a line; null if there are neither. */
    static @Nullable String text(@Nullable String attribute, AzureMonitorRoute @Nullable [] elements) {
        Stream<String> nested =
                elements == null ? Stream.empty() : Arrays.stream(elements).map(route -> route.rule);
        String text = Stream.concat(Stream.ofNullable(attribute), nested).collect(Collectors.joining("\n"));
        return attribute == null && (elements == null || elements.length == 0) ? null : text;
    }

    @Override
    public String toString() {
        return rule;
    }
}
