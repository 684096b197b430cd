package io.github.azuremonitor.appender.log4j2;

import io.github.azuremonitor.appender.common.settings.MisspeltNames;
import io.github.azuremonitor.appender.common.settings.SettingProblem;
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
 * One rule of the setting {@code routes} as an element of its own within {@code <AzureMonitor>}. It is not called
 * {@code Route}, because Log4j2 has an element of that name, and names must be unique.
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

    private final List<SettingProblem> slips;

    private AzureMonitorRoute(String rule, List<SettingProblem> slips) {
        this.rule = rule;
        this.slips = slips;
    }

    /** A rule, in JSON and YAML the attribute {@code value}; an empty variable counts as no rule. */
    @PluginFactory
    public static AzureMonitorRoute create(@PluginValue("value") @Nullable String value, @PluginNode Node node) {
        List<SettingProblem> slips = Stream.concat(
                        node.getAttributes().keySet().stream().filter(name -> !name.equalsIgnoreCase("value")),
                        node.getChildren().stream().map(Node::getName))
                .map(name -> new SettingProblem(
                        "element <" + PLUGIN_NAME + ">", value, "there is no " + name + " here; it is a rule alone"))
                .toList();
        if (value == null) {
            return new AzureMonitorRoute("", slips.isEmpty() ? List.of(MisspeltNames.empty(PLUGIN_NAME)) : slips);
        }
        return new AzureMonitorRoute(value, slips);
    }

    /** Content that is not a rule. */
    List<SettingProblem> slips() {
        return slips;
    }

    /** The attribute's rules and those of elements, one per line; null if there are none. */
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
