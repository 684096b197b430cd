package io.github.azuremonitor.appender.emulator.dcr;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A table of the workspace whose columns are declared. Immutable.
 *
 * @param name as queries call it
 * @param columns by name, in their order; {@code guid} is {@code string}
 */
public record TableDefinition(String name, Map<String, ColumnType> columns) {
    /** Keeps its own copy. */
    public TableDefinition {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }
}
