package io.github.azuremonitor.appender.tools.input;

import io.github.azuremonitor.appender.common.settings.ReferenceSlips;
import io.github.azuremonitor.appender.common.settings.SettingProblem;
import io.github.azuremonitor.appender.common.text.NameMatch;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Looks for slips in the elements with which the loggers of Log4j2's files refer to an appender. */
final class Log4jReferences {
    private static final Set<String> LEVELS = Set.of("OFF", "FATAL", "ERROR", "WARN", "INFO", "DEBUG", "TRACE", "ALL");

    private static final List<String> FILTERS = List.of(
            "BurstFilter",
            "DenyAllFilter",
            "DynamicThresholdFilter",
            "Filters",
            "LevelMatchFilter",
            "LevelRangeFilter",
            "MapFilter",
            "MarkerFilter",
            "MutableThreadContextMapFilter",
            "NoMarkerFilter",
            "RegexFilter",
            "ScriptFilter",
            "StringMatchFilter",
            "StructuredDataFilter",
            "ThreadContextMapFilter",
            "ThresholdFilter",
            "TimeFilter");

    private final List<Node> nodes;
    private final Substitution substitution;
    private final Set<String> levels = new HashSet<>(LEVELS);

    Log4jReferences(List<Node> nodes, Substitution substitution) {
        this.nodes = nodes;
        this.substitution = substitution;
        addCustomLevels(nodes);
    }

    List<SettingProblem> slips(String appender) {
        // What could not be resolved here has a remark of its own.
        var slips = new ReferenceSlips(appender, level -> level.contains("${") || levels.contains(level));
        nodes.forEach(node -> find(node, appender, slips));
        return slips.slips();
    }

    private void addCustomLevels(List<Node> among) {
        for (Node node : among) {
            if (node.is("CustomLevel")) {
                levels.add(node.attribute("name", "").toUpperCase(Locale.ROOT));
            }
            addCustomLevels(node.children());
        }
    }

    private void find(Node node, String appender, ReferenceSlips slips) {
        if (!node.is(ReferenceSlips.ELEMENT)) {
            node.children().forEach(child -> find(child, appender, slips));
        } else if (attributes(node).getOrDefault("ref", "").equals(substitution.resolve(appender))) {
            slips.reference(attributes(node));
            elements(node).forEach(child -> filter(child, slips));
        }
    }

    /** Whether there is a plugin of another name is not known here; a name that is nearly a filter's counts as it. */
    private void filter(Node element, ReferenceSlips slips) {
        boolean known = FILTERS.stream().anyMatch(element::is);
        if (!known && NameMatch.nearest(element.name(), FILTERS) != null) {
            slips.unknown(element.name());
        } else if (known) {
            slips.filter(attributes(element));
            elements(element).forEach(child -> filter(child, slips));
        }
    }

    private static List<Node> elements(Node parent) {
        return parent.children().stream().filter(child -> !isAttribute(child)).toList();
    }

    /** Log4j2 reads an element with nothing but text as an attribute. */
    private static boolean isAttribute(Node element) {
        return element.children().isEmpty() && element.attributes().isEmpty();
    }

    private Map<String, String> attributes(Node node) {
        var resolved = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        node.attributes().forEach((name, value) -> resolved.put(name, substitution.resolve(value)));
        node.children().stream()
                .filter(Log4jReferences::isAttribute)
                .filter(child -> FILTERS.stream().noneMatch(child::is))
                .forEach(child -> resolved.put(child.name(), substitution.resolve(child.text())));
        return resolved;
    }
}
