package io.github.azuremonitor.appender.emulator.rows;

import io.github.azuremonitor.appender.emulator.dcr.Catalog;
import io.github.azuremonitor.appender.emulator.dcr.DataFlow;
import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import io.github.azuremonitor.appender.emulator.dcr.Rules;
import io.github.azuremonitor.appender.emulator.dcr.SavedQuery;
import io.github.azuremonitor.appender.emulator.dcr.TableDefinition;
import io.github.azuremonitor.appender.emulator.kql.KqlColumn;
import io.github.azuremonitor.appender.emulator.kql.KqlFunction;
import io.github.azuremonitor.appender.emulator.kql.KqlTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the workspace: those that are declared, those into which the rules' flows lead, {@code DCRLogErrors} and {@code Usage}.
 * Transformations run when a table is read, on the rows that the stream keeps. Safe for use by several threads.
 */
public final class Tables {
    /**
     * A flow whose transformation cannot be run, or whose rows do not fit the table.
     *
     * @param table into which it leads
     * @param transformKql the transformation
     * @param message why not
     */
    public record Failure(String table, String transformKql, String message) {}

    /** A column that comes out of a flow and that the declared table does not have. */
    public record DroppedColumn(String table, String column) {}

    private record Plan(Catalog of, Map<RowStore.Source, List<TableFlow>> flows) {
        List<TableFlow> from(String dcrImmutableId, String stream) {
            return flows.getOrDefault(new RowStore.Source(dcrImmutableId, stream), List.of());
        }
    }

    private final Rules rules;
    private final RowStore store;
    private volatile @Nullable Plan plan;

    public Tables(Rules rules, RowStore store) {
        this.rules = rules;
        this.store = store;
    }

    private Plan plan() {
        Catalog now = rules.now();
        Plan last = plan;
        if (last == null || last.of().version() != now.version()) {
            last = new Plan(now, flows(now));
            plan = last;
        }
        return last;
    }

    private static Map<RowStore.Source, List<TableFlow>> flows(Catalog of) {
        Map<RowStore.Source, List<TableFlow>> flows = new LinkedHashMap<>();
        for (DcrDefinition rule : of.rules().values()) {
            for (TableFlow flow : flows(rule, of.tables())) {
                flows.computeIfAbsent(flow.from(), source -> new ArrayList<>()).add(flow);
            }
        }
        return flows;
    }

    private static List<TableFlow> flows(DcrDefinition rule, Map<String, TableDefinition> tables) {
        List<TableFlow> flows = new ArrayList<>();
        for (DataFlow flow : rule.flows()) {
            for (String stream : flow.streams()) {
                flows.add(new TableFlow(
                        new RowStore.Source(rule.immutableId(), stream),
                        flow,
                        rule.streams().getOrDefault(stream, Map.of()),
                        tables.get(flow.table())));
            }
        }
        return flows;
    }

    /** The flows of a rule that would fail. */
    public static List<Failure> failures(DcrDefinition rule, Map<String, TableDefinition> tables) {
        return failures(flows(rule, tables));
    }

    /** The flows of a stream that fail. */
    public List<Failure> failures(String dcrImmutableId, String stream) {
        return failures(plan().from(dcrImmutableId, stream));
    }

    private static List<Failure> failures(List<TableFlow> flows) {
        List<Failure> failures = new ArrayList<>();
        for (TableFlow flow : flows) {
            String fault = flow.fault();
            if (fault != null) {
                failures.add(new Failure(flow.flow().table(), flow.flow().transformKql(), fault));
            }
        }
        return failures;
    }

    /** What the tables do not accept of a stream's rows. */
    public List<DroppedColumn> dropped(String dcrImmutableId, String stream) {
        List<DroppedColumn> dropped = new ArrayList<>();
        for (TableFlow flow : plan().from(dcrImmutableId, stream)) {
            flow.dropped()
                    .forEach(column -> dropped.add(new DroppedColumn(flow.flow().table(), column)));
        }
        return dropped;
    }

    /** What became of a stream's rows. */
    public StreamCounts counts(DcrDefinition rule, String stream) {
        return StreamCounts.of(rule, stream, plan().from(rule.immutableId(), stream), store);
    }

    /** The functions that queries may call: the saved queries that have a name for that. */
    public List<KqlFunction> functions() {
        List<KqlFunction> functions = new ArrayList<>();
        for (SavedQuery saved : rules.now().queries()) {
            if (saved.function() != null) {
                functions.add(new KqlFunction(saved.function(), saved.parameters(), saved.query()));
            }
        }
        return functions;
    }

    /** All tables, for one query. */
    public List<KqlTable> all() {
        Plan now = plan();
        Map<String, List<StoredTable.Part>> parts = new LinkedHashMap<>();
        now.of().tables().keySet().forEach(name -> parts.put(name, new ArrayList<>()));
        for (List<TableFlow> flows : now.flows().values()) {
            for (TableFlow flow : flows) {
                List<StoredTable.Part> of = parts.computeIfAbsent(flow.flow().table(), table -> new ArrayList<>());
                if (flow.fault() == null) {
                    of.add(new StoredTable.Part(flow.from(), flow.columns(), flow.transformation()));
                }
            }
        }
        List<StoredTable> stored = new ArrayList<>();
        parts.forEach((name, of) -> {
            TableDefinition declared = now.of().tables().get(name);
            List<KqlColumn> columns = declared == null ? null : TableFlow.columns(declared.columns());
            stored.add(new StoredTable(name, of, columns, store));
        });
        List<KqlTable> tables = new ArrayList<>(stored);
        tables.add(new ErrorTable(store));
        if (!parts.containsKey(UsageTable.NAME)) {
            tables.add(new UsageTable(stored));
        }
        return tables;
    }
}
