package io.github.azuremonitor.appender.emulator.dcr;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** What a file or a request defines; each list may be empty. */
public record Definitions(List<DcrDefinition> rules, List<TableDefinition> tables, List<SavedQuery> queries) {
    /** Nothing. */
    public static final Definitions NONE = new Definitions(List.of(), List.of(), List.of());

    /** Keeps its own copies. */
    public Definitions {
        rules = List.copyOf(rules);
        tables = List.copyOf(tables);
        queries = List.copyOf(queries);
    }

    /**
     * Reads resources in the forms in which Azure and its tools write them.
     *
     * @param source where they come from, for messages
     * @throws IllegalArgumentException if one is wrong
     */
    public static Definitions of(JsonNode resources, String source) {
        return DefinitionsReader.definitions(resources, Map.of(), source);
    }

    boolean isEmpty() {
        return rules.isEmpty() && tables.isEmpty() && queries.isEmpty();
    }
}
