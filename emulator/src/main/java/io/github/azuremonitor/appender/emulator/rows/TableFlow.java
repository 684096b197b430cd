package io.github.azuremonitor.appender.emulator.rows;

import io.github.azuremonitor.appender.emulator.dcr.ColumnType;
import io.github.azuremonitor.appender.emulator.dcr.DataFlow;
import io.github.azuremonitor.appender.emulator.dcr.TableDefinition;
import io.github.azuremonitor.appender.emulator.kql.KqlColumn;
import io.github.azuremonitor.appender.emulator.kql.KqlException;
import io.github.azuremonitor.appender.emulator.kql.KqlTransformation;
import io.github.azuremonitor.appender.emulator.kql.KqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The way from one stream into one table. Immutable. */
final class TableFlow {
    private final RowStore.Source from;
    private final DataFlow flow;
    private final List<KqlColumn> columns;
    private final @Nullable String fault;
    private final List<String> dropped = new ArrayList<>();

    /** @param into the table if its columns are declared, else null */
    TableFlow(
            RowStore.Source from,
            DataFlow flow,
            Map<String, ColumnType> streamColumns,
            @Nullable TableDefinition into) {
        this.from = from;
        this.flow = flow;
        this.columns = columns(streamColumns);
        this.fault = check(into);
    }

    private @Nullable String check(@Nullable TableDefinition into) {
        String text = flow.transformKql();
        try {
            List<KqlColumn> outputs = transformation().columns();
            if (into == null) {
                return null;
            }
            List<String> wrong = new ArrayList<>();
            for (KqlColumn output : outputs) {
                ColumnType type = into.columns().get(output.name());
                if (output.name().equals(StoredTable.TIME)) {
                    continue; // every table has it
                }
                if (type == null) {
                    dropped.add(output.name());
                } else if (type(type) != output.type()) {
                    wrong.add(output.name() + " [produced:'" + output.type().keyword() + "', output:'"
                            + type(type).keyword() + "']");
                }
            }
            return wrong.isEmpty()
                    ? null
                    : "Types of transform output columns do not match the ones defined by the output stream: "
                            + String.join(", ", wrong);
        } catch (KqlException e) {
            return "transformKql of " + flow.table() + ", line " + e.line(text) + ", position " + e.column(text) + ": "
                    + e.getMessage();
        }
    }

    static List<KqlColumn> columns(Map<String, ColumnType> declared) {
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

    RowStore.Source from() {
        return from;
    }

    DataFlow flow() {
        return flow;
    }

    /** The columns of the stream. */
    List<KqlColumn> columns() {
        return columns;
    }

    /** A new one for each call, because one is used by a single thread. */
    KqlTransformation transformation() {
        return KqlTransformation.prepare(flow.transformKql(), columns);
    }

    /** Why its rows reach no table; null if they do. */
    @Nullable String fault() {
        return fault;
    }

    /** The columns that the transformation produces and the table does not have. */
    List<String> dropped() {
        return dropped;
    }
}
