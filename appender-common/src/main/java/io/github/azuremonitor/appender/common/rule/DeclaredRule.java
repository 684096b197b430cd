package io.github.azuremonitor.appender.common.rule;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a data collection rule says about its streams.
 *
 * @param immutableId empty if unknown, as in a template
 * @param streams by name, in the rule's order
 */
record DeclaredRule(String immutableId, Map<String, DeclaredStream> streams) {
    private static final String DECLARATIONS = "streamDeclarations";

    /** Copies the streams. */
    public DeclaredRule {
        streams = Collections.unmodifiableMap(new LinkedHashMap<>(streams));
    }

    /**
     * Reads an exported rule, what {@code az monitor data-collection rule show} prints, or a template that holds rules.
     * Of several rules it takes one with a given id, else one without an id that has the stream.
     *
     * @param immutableIds ids of the wanted rules, which should declare the same
     * @param stream name of the wanted stream
     * @throws UnusableRuleException if there is no rule in the file
     */
    public static DeclaredRule read(Path file, List<String> immutableIds, String stream) throws UnusableRuleException {
        var rules = new ArrayList<DeclaredRule>();
        collect(JsonTree.of(RuleFile.read(file)), rules);
        if (rules.isEmpty()) {
            throw new UnusableRuleException("holds no data collection rule with streamDeclarations;"
                    + " write the rule as az monitor data-collection rule show prints it");
        }
        return rules.stream()
                .filter(rule -> immutableIds.stream().anyMatch(rule.immutableId::equalsIgnoreCase))
                .findFirst()
                .or(() -> rules.stream()
                        .filter(rule -> rule.immutableId.isEmpty() && rule.streams.containsKey(stream))
                        .findFirst())
                .orElse(rules.get(0));
    }

    /** Whether it can be the rule with that id. */
    public boolean mayBe(String id) {
        return immutableId.isEmpty() || immutableId.equalsIgnoreCase(id);
    }

    /** The stream of that name, or null. */
    public @Nullable DeclaredStream stream(String name) {
        return streams.get(name);
    }

    /** At any depth: az flattens properties, and templates nest. */
    private static void collect(Object node, List<DeclaredRule> rules) {
        if (node instanceof Map<?, ?> object) {
            if (object.get(DECLARATIONS) instanceof Map<?, ?> declarations) {
                rules.add(of(object, declarations));
            } else {
                object.values().forEach(child -> collect(child, rules));
            }
        } else if (node instanceof List<?> array) {
            array.forEach(child -> collect(child, rules));
        }
    }

    private static DeclaredRule of(Map<?, ?> properties, Map<?, ?> declarations) {
        Map<String, DeclaredStream> streams = new LinkedHashMap<>();
        declarations.forEach((key, declared) -> {
            String name = String.valueOf(key);
            streams.put(name, new DeclaredStream(name, columns(declared), output(name, properties.get("dataFlows"))));
        });
        String id = text(properties, "immutableId");
        return new DeclaredRule(id.startsWith("dcr-") ? id : "", streams);
    }

    private static Map<String, String> columns(Object declared) {
        Map<String, String> columns = new LinkedHashMap<>();
        if (declared instanceof Map<?, ?> stream && stream.get("columns") instanceof List<?> list) {
            for (Object element : list) {
                if (element instanceof Map<?, ?> column) {
                    columns.put(text(column, "name"), text(column, "type"));
                }
            }
        }
        return columns;
    }

    /** A stream may have several flows; one of them is enough to find a row. */
    private static String output(String stream, @Nullable Object flows) {
        if (flows instanceof List<?> list) {
            for (Object element : list) {
                if (element instanceof Map<?, ?> flow
                        && flow.get("streams") instanceof List<?> streams
                        && streams.contains(stream)) {
                    String output = text(flow, "outputStream");
                    return output.isEmpty() ? stream : output;
                }
            }
        }
        return "";
    }

    private static String text(Map<?, ?> object, String name) {
        return object.get(name) instanceof String text ? text : "";
    }
}
