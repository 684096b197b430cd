package io.github.azuremonitor.appender.emulator.rows;

import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows in their order, which can be narrowed down. Immutable. */
public final class RowList extends AbstractList<Row> {
    private final List<Row> rows;

    /** Keeps its own copy. */
    public RowList(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    /**
     * The rows whose column has this value: {@code where("Level", "ERROR")}, {@code where("Seq", 7)}.
     *
     * @param value compared with {@link Row#text}, so that 7 and "7" are the same; null for rows that have none
     */
    public RowList where(String column, @Nullable Object value) {
        String wanted = value == null ? null : value.toString();
        return new RowList(rows.stream()
                .filter(row -> Objects.equals(row.text(column), wanted))
                .toList());
    }

    @Override
    public Row get(int index) {
        return rows.get(index);
    }

    @Override
    public int size() {
        return rows.size();
    }
}
