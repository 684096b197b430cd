package io.github.azuremonitor.appender.emulator.kql;

import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Columns, and the rows that have them. */
record Relation(List<Field> fields, Rows rows) {
    /** Each call starts from the first row. */
    @FunctionalInterface
    interface Rows {
        Iterator<@Nullable Object[]> open();
    }

    /** Where the columns are that queries see. */
    List<Integer> visible() {
        return IntStream.range(0, fields.size())
                .filter(i -> !fields.get(i).hidden)
                .boxed()
                .toList();
    }

    /** Marks all columns as used. */
    Relation useAll() {
        visible().forEach(i -> fields.get(i).use());
        return this;
    }

    /** Where a column is, -1 if there is none. */
    int indexOf(String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).hasName() && fields.get(i).name.equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** Where a hidden column is, -1 if it is there no more. */
    int indexOfHidden(String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).hidden && fields.get(i).name.equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
