package io.github.azuremonitor.appender.emulator.rows;

import io.github.azuremonitor.appender.emulator.dcr.ColumnType;
import io.github.azuremonitor.appender.emulator.dcr.DataFlow;
import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import io.github.azuremonitor.appender.emulator.kql.KqlColumn;
import io.github.azuremonitor.appender.emulator.kql.KqlException;
import io.github.azuremonitor.appender.emulator.kql.KqlTable;
import io.github.azuremonitor.appender.emulator.kql.KqlTransformation;
import io.github.azuremonitor.appender.emulator.kql.KqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tables of the workspace: those into which the rules' flows lead, and {@code DCRLogErrors}. Transformations run when
 * a table is read, on the rows that the stream keeps. Safe for use by several threads.
 */
public final class Tables {
    /**
     * A flow whose transformation cannot be run.
     *
     * @param table into which it leads
     * @param transformKql the transformation
     * @param message why not
     */
    public record Failure(String table, String transformKql, String message) {}

    private record Flow(RowStore.Source from, DataFlow flow, List<KqlColumn> columns) {
        KqlTransformation transformation() {
            return KqlTransformation.prepare(flow.transformKql(), columns);
        }
    }

    private final RowStore store;
    private final List<Flow> flows = new ArrayList<>();
    private final Map<RowStore.Source, List<Failure>> failures = new LinkedHashMap<>();

    public Tables(List<DcrDefinition> rules, RowStore store) {
        this.store = store;
        for (DcrDefinition rule : rules) {
            for (DataFlow flow : rule.flows()) {
                for (String stream : flow.streams()) {
                    add(new Flow(
                            new RowStore.Source(rule.immutableId(), stream),
                            flow,
                            columns(rule.streams().getOrDefault(stream, Map.of()))));
                }
            }
        }
    }

    private void add(Flow flow) {
        flows.add(flow);
        try {
            flow.transformation();
        } catch (KqlException e) {
            String text = flow.flow().transformKql();
            String message = "transformKql of " + flow.flow().table() + ", line " + e.line(text) + ", position "
                    + e.column(text) + ": " + e.getMessage();
            failures.computeIfAbsent(flow.from(), source -> new ArrayList<>())
                    .add(new Failure(flow.flow().table(), text, message));
        }
    }

    private static List<KqlColumn> columns(Map<String, ColumnType> declared) {
        List<KqlColumn> columns = new ArrayList<>();
        declared.forEach((name, type) -> columns.add(new KqlColumn(name, type(type))));
        return columns;
    }

    private static KqlType type(ColumnType type) {
        return switch (type) {
            case STRING -> KqlType.STRING;
            case INT -> KqlType.INT;
            case LONG -> KqlType.LONG;
            case REAL -> KqlType.REAL;
            case BOOLEAN -> KqlType.BOOL;
            case DYNAMIC -> KqlType.DYNAMIC;
            case DATETIME -> KqlType.DATETIME;
        };
    }

    /** The flows of a stream that fail. */
    public List<Failure> failures(String dcrImmutableId, String stream) {
        return failures.getOrDefault(new RowStore.Source(dcrImmutableId, stream), List.of());
    }

    /** All tables, for one query. */
    public List<KqlTable> all() {
        Map<String, List<StoredTable.Part>> parts = new LinkedHashMap<>();
        for (Flow flow : flows) {
            List<StoredTable.Part> of = parts.computeIfAbsent(flow.flow().table(), table -> new ArrayList<>());
            if (failures(String.valueOf(flow.from().dcrImmutableId()), flow.from().stream()).stream()
                    .noneMatch(failure -> failure.table().equals(flow.flow().table()))) {
                of.add(new StoredTable.Part(flow.from(), flow.columns(), flow.transformation()));
            }
        }
        List<KqlTable> tables = new ArrayList<>();
        parts.forEach((name, of) -> tables.add(new StoredTable(name, of, store)));
        tables.add(new ErrorTable(store));
        return tables;
    }
}
