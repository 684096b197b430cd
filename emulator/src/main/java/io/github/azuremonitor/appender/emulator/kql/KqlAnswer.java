package io.github.azuremonitor.appender.emulator.kql;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The columns of an answer, and its rows while they are read. Used by one thread. */
public final class KqlAnswer {
    private final List<KqlColumn> columns;
    private final Iterator<@Nullable Object[]> rows;

    KqlAnswer(Relation relation) {
        List<Integer> visible = relation.visible();
        this.columns = visible.stream()
                .map(i -> relation.fields().get(i))
                .map(field -> new KqlColumn(field.name, field.type))
                .toList();
        List<Eval> evals = visible.stream().map(i -> (Eval) row -> row[i]).toList();
        this.rows = Rows.stream(new Supplier<>() {
            private @Nullable Iterator<@Nullable Object[]> open;

            @Override
            public @Nullable Object @Nullable [] get() {
                if (open == null) {
                    open = Rows.mapped(relation.rows().open(), Rows.project(evals));
                }
                return open.hasNext() ? open.next() : null;
            }
        });
    }

    /** The columns. */
    public List<KqlColumn> columns() {
        return columns;
    }

    /**
     * The next row in the form of the query API, null at the end.
     *
     * @throws KqlException if the query takes too long
     */
    public @Nullable ArrayNode next() {
        @Nullable Object @Nullable [] row = row();
        return row == null ? null : KqlValues.answer(columns, row);
    }

    private @Nullable Object @Nullable [] row() {
        try {
            return rows.hasNext() ? rows.next() : null;
        } catch (StackOverflowError e) {
            throw Kql.tooDeep();
        }
    }

    /**
     * The next row as an object, what is dynamic as JSON; null at the end.
     *
     * @throws KqlException if the query takes too long
     */
    public @Nullable ObjectNode nextObject() {
        @Nullable Object @Nullable [] row = row();
        if (row == null) {
            return null;
        }
        ObjectNode object = Json.NODES.objectNode();
        for (int i = 0; i < row.length; i++) {
            object.set(columns.get(i).name(), KqlValues.stored(row[i]));
        }
        return object;
    }
}
