package io.github.azuremonitor.appender.emulator.rows;

import io.github.azuremonitor.appender.emulator.kql.KqlColumn;
import io.github.azuremonitor.appender.emulator.kql.KqlTable;
import io.github.azuremonitor.appender.emulator.kql.KqlTransformation;
import io.github.azuremonitor.appender.emulator.kql.KqlType;
import io.github.azuremonitor.appender.emulator.kql.KqlValues;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table: what flows put there, in the order of the flows. A stream's row goes through the transformation with the time
 * that was sent; only what comes out has its {@code TimeGenerated} replaced if it is missing, too old or too far ahead.
 */
final class StoredTable implements KqlTable {
    static final String TIME = "TimeGenerated";

    /** The hidden column behind {@code ingestion_time()}. */
    static final KqlColumn INGESTED = new KqlColumn("$IngestionTime", KqlType.DATETIME);

    /** A flow from a stream. */
    record Part(RowStore.Source from, List<KqlColumn> columns, KqlTransformation transformation) {}

    private final String name;
    private final List<Part> parts;
    private final RowStore store;
    private final List<KqlColumn> columns = new ArrayList<>();
    private final @Nullable Object[] empty;

    /** @param declared its columns, null for those that come out of the flows */
    StoredTable(String name, List<Part> parts, @Nullable List<KqlColumn> declared, RowStore store) {
        this.name = name;
        this.parts = parts;
        this.store = store;
        if (declared == null) {
            parts.forEach(part -> part.transformation().columns().forEach(this::add));
        } else {
            declared.forEach(this::add);
        }
        add(new KqlColumn(TIME, KqlType.DATETIME));
        // A rule's columns of these names are none of the table's: Azure reserves them.
        columns.removeIf(column ->
                column.name().equals(BilledSize.SIZE.name()) || column.name().equals(BilledSize.IS_BILLABLE.name()));
        columns.addAll(List.of(BilledSize.SIZE, BilledSize.IS_BILLABLE, INGESTED));
        empty = columns.stream()
                .map(column -> KqlValues.cast(column.type(), null))
                .toArray();
    }

    private void add(KqlColumn column) {
        if (indexOf(column.name()) < 0) {
            columns.add(column);
        }
    }

    private int indexOf(String column) {
        return columns.stream().map(KqlColumn::name).toList().indexOf(column);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<KqlColumn> columns() {
        return List.copyOf(columns);
    }

    @Override
    public Iterator<@Nullable Object[]> rows(Set<String> wanted) {
        Iterator<Part> left = parts.iterator();
        return new Iterator<>() {
            private Iterator<@Nullable Object[]> rows =
                    List.<@Nullable Object[]>of().iterator();

            @Override
            public boolean hasNext() {
                while (!rows.hasNext() && left.hasNext()) {
                    rows = rows(left.next(), wanted);
                }
                return rows.hasNext();
            }

            @Override
            public @Nullable Object[] next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return rows.next();
            }
        };
    }

    private Iterator<@Nullable Object[]> rows(Part part, Set<String> wanted) {
        ValueScan[] opened = new ValueScan[1];
        boolean isBilled = wanted.contains(BilledSize.SIZE.name());
        Set<String> read = isBilled ? columns.stream().map(KqlColumn::name).collect(Collectors.toSet()) : wanted;
        Iterator<@Nullable Object[]> transformed = part.transformation().apply(read, names -> {
            opened[0] = store.values(part.from(), new ValueReader(part.columns(), names));
            return opened[0];
        });
        ValueScan scan = opened[0];
        List<KqlColumn> outputs = part.transformation().columns();
        int[] places =
                outputs.stream().mapToInt(column -> indexOf(column.name())).toArray();
        int time = read.contains(TIME) ? indexOf(TIME) : -1;
        int size = isBilled ? columns.indexOf(BilledSize.SIZE) : -1;
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return transformed.hasNext();
            }

            @Override
            public @Nullable Object[] next() {
                @Nullable Object[] row = stored(transformed.next(), outputs, places, time, scan);
                if (size >= 0) {
                    row[size] = BilledSize.of(columns, row);
                }
                return row;
            }
        };
    }

    private @Nullable Object[] stored(
            @Nullable Object[] row, List<KqlColumn> outputs, int[] places, int time, ValueScan scan) {
        @Nullable Object[] stored = Arrays.copyOf(empty, empty.length);
        for (int i = 0; i < places.length; i++) {
            if (places[i] < 0) {
                continue; // the declared table does not have it
            }
            KqlType type = columns.get(places[i]).type();
            stored[places[i]] = type == outputs.get(i).type() ? row[i] : KqlValues.cast(type, row[i]);
        }
        stored[stored.length - 1] = scan.receivedValue();
        stored[stored.length - 2] = "True";
        if (time >= 0) {
            Instant at = KqlValues.instant(stored[time]);
            boolean replaced = at == null || ColumnRules.isReplaced(at, scan.receivedAt());
            stored[time] = replaced ? scan.receivedValue() : stored[time];
        }
        return stored;
    }
}
