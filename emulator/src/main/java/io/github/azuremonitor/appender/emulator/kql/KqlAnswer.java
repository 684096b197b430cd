package io.github.azuremonitor.appender.emulator.kql;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The columns of an answer, and its rows while they are read. Used by one thread. */
public final class KqlAnswer {
    private final List<KqlColumn> columns;
    private final Iterator<@Nullable Object[]> rows;

    private final Step.@Nullable Render render;
    private final Watch watch;

    KqlAnswer(Relation relation, Step.@Nullable Render render, Watch watch) {
        this.render = render;
        this.watch = watch;
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

    /** How many rows of tables have been read for it so far. */
    public long rowsRead() {
        return watch.rows();
    }

    /** How the query wants its rows to be shown, in the form of the query API; null if it does not say. */
    public @Nullable ObjectNode visualization() {
        if (render == null) {
            return null;
        }
        Map<String, String> said = render.properties();
        ObjectNode shown = Json.NODES.objectNode();
        shown.put("visualization", render.visualization());
        shown.put("title", said.get("title"));
        shown.put("accumulate", Boolean.parseBoolean(said.get("accumulate")));
        shown.put("isQuerySorted", false);
        shown.put("kind", said.getOrDefault("kind", "default"));
        shown.put("annotation", "");
        shown.putNull("by");
        return shown;
    }

    /**
     * The next row in the form of the query API, null at the end.
     *
     * @throws KqlException if the query takes too long, or more memory than there is
     */
    public @Nullable ArrayNode next() {
        return next(row -> KqlValues.answer(columns, row));
    }

    /**
     * The next row as an object, what is dynamic as JSON; null at the end.
     *
     * @throws KqlException if the query takes too long, or more memory than there is
     */
    public @Nullable ObjectNode nextObject() {
        return next(row -> {
            ObjectNode object = Json.NODES.objectNode();
            for (int i = 0; i < row.length; i++) {
                object.set(columns.get(i).name(), KqlValues.stored(row[i]));
            }
            return object;
        });
    }

    /** The one place where rows are computed, and where the errors are met that many or large ones end in. */
    private <T> @Nullable T next(Function<@Nullable Object[], T> form) {
        try {
            return rows.hasNext() ? form.apply(rows.next()) : null;
        } catch (StackOverflowError e) {
            throw Kql.tooDeep();
        } catch (OutOfMemoryError e) {
            throw Kql.tooLarge();
        }
    }
}
