package io.github.azuremonitor.appender.emulator.query;

import io.github.azuremonitor.appender.emulator.kql.KqlColumn;
import io.github.azuremonitor.appender.emulator.kql.KqlTable;
import io.github.azuremonitor.appender.emulator.kql.KqlValues;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of a table whose {@code TimeGenerated} lies within the timespan of the request. */
final class WindowedTable implements KqlTable {
    private static final String TIME = "TimeGenerated";

    private final KqlTable table;
    private final Timespan within;

    WindowedTable(KqlTable table, Timespan within) {
        this.table = table;
        this.within = within;
    }

    @Override
    public String name() {
        return table.name();
    }

    @Override
    public List<KqlColumn> columns() {
        return table.columns();
    }

    @Override
    public Iterator<@Nullable Object[]> rows(Set<String> wanted) {
        List<String> names = columns().stream().map(KqlColumn::name).toList();
        int time = names.indexOf(TIME);
        if (within.isOpen() || time < 0) {
            return table.rows(wanted);
        }
        Set<String> more = new HashSet<>(wanted);
        more.add(TIME);
        Iterator<@Nullable Object[]> rows = table.rows(more);
        return new Iterator<>() {
            private @Nullable Object @Nullable [] next;

            @Override
            public boolean hasNext() {
                while (next == null && rows.hasNext()) {
                    @Nullable Object[] row = rows.next();
                    Instant at = KqlValues.instant(row[time]);
                    next = at != null && within.has(at) ? row : null;
                }
                return next != null;
            }

            @Override
            public @Nullable Object[] next() {
                if (!hasNext() || next == null) {
                    throw new NoSuchElementException();
                }
                @Nullable Object[] row = next;
                next = null;
                return row;
            }
        };
    }
}
