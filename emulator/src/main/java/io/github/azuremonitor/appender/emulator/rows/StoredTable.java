package io.github.azuremonitor.appender.emulator.rows;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.azuremonitor.appender.emulator.kql.KqlColumn;
import io.github.azuremonitor.appender.emulator.kql.KqlTable;
import io.github.azuremonitor.appender.emulator.kql.KqlTransformation;
import io.github.azuremonitor.appender.emulator.kql.KqlType;
import io.github.azuremonitor.appender.emulator.kql.KqlValues;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
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

    StoredTable(String name, List<Part> parts, RowStore store) {
        this.name = name;
        this.parts = parts;
        this.store = store;
        for (Part part : parts) {
            for (KqlColumn column : part.transformation().columns()) {
                add(column);
            }
        }
        add(new KqlColumn(TIME, KqlType.DATETIME));
        columns.add(INGESTED);
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
                    rows = rows(left.next());
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

    private Iterator<@Nullable Object[]> rows(Part part) {
        StreamIterator stream = new StreamIterator(store.scan(part.from(), 0, Long.MAX_VALUE), part.columns());
        Iterator<@Nullable Object[]> transformed = part.transformation().apply(stream);
        int[] places = part.transformation().columns().stream()
                .mapToInt(column -> indexOf(column.name()))
                .toArray();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return transformed.hasNext();
            }

            @Override
            public @Nullable Object[] next() {
                return stored(transformed.next(), places, stream.receivedAt());
            }
        };
    }

    private @Nullable Object[] stored(@Nullable Object[] row, int[] places, Instant receivedAt) {
        @Nullable Object[] stored = new Object[columns.size()];
        for (int i = 0; i < stored.length; i++) {
            stored[i] = columns.get(i).type() == KqlType.STRING ? "" : null;
        }
        for (int i = 0; i < places.length; i++) {
            stored[places[i]] = KqlValues.cast(columns.get(places[i]).type(), row[i]);
        }
        int time = indexOf(TIME);
        Instant at = KqlValues.instant(stored[time]);
        if (at == null || ColumnRules.isReplaced(at, receivedAt)) {
            stored[time] = KqlValues.read(receivedAt);
        }
        stored[stored.length - 1] = KqlValues.read(receivedAt);
        return stored;
    }

    /** A stream's rows as the transformation takes them. */
    private static final class StreamIterator implements Iterator<@Nullable Object[]> {
        private final RowScan scan;
        private final List<KqlColumn> columns;
        private @Nullable Row next;
        private Instant receivedAt = Instant.EPOCH;

        StreamIterator(RowScan scan, List<KqlColumn> columns) {
            this.scan = scan;
            this.columns = columns;
        }

        /** When the last row that was given was received. */
        Instant receivedAt() {
            return receivedAt;
        }

        @Override
        public boolean hasNext() {
            if (next == null) {
                next = scan.next();
            }
            return next != null;
        }

        @Override
        public @Nullable Object[] next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            Row row = next;
            next = null;
            receivedAt = row.ingestedAt();
            @Nullable Object[] values = new Object[columns.size() + 1];
            Map<String, JsonNode> sent = row.columns();
            for (int i = 0; i < columns.size(); i++) {
                KqlColumn column = columns.get(i);
                JsonNode value =
                        column.name().equals(TIME) && row.sentTime() != null ? row.sentTime() : sent.get(column.name());
                values[i] = KqlValues.read(column.type(), value);
            }
            values[columns.size()] = KqlValues.read(receivedAt);
            return values;
        }
    }
}
