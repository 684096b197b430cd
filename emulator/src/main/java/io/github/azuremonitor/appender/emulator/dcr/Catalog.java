package io.github.azuremonitor.appender.emulator.dcr;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is defined at one moment. Immutable.
 *
 * @param version another one after each change
 * @param rules by immutable id, at least one
 * @param tables by name; a table that is not declared has the columns that come out of the flows
 * @param queries saved queries, functions among them
 */
public record Catalog(
        long version, Map<String, DcrDefinition> rules, Map<String, TableDefinition> tables, List<SavedQuery> queries) {
    /** Keeps its own copies. */
    public Catalog {
        rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
        queries = List.copyOf(queries);
    }
}
