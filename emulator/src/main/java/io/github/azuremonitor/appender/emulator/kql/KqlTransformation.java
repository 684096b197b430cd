package io.github.azuremonitor.appender.emulator.kql;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A rule's {@code transformKql}: each row of {@code source} becomes one row or none. Used by one thread. */
public final class KqlTransformation {
    private static final String SOURCE = "source";

    /** The rows that are being transformed, under the name by which the transformation calls them. */
    private static final class Input implements KqlTable {
        private final List<KqlColumn> columns = new ArrayList<>();
        private @Nullable Function<Set<String>, Iterator<@Nullable Object[]>> rows;

        @Override
        public String name() {
            return SOURCE;
        }

        @Override
        public List<KqlColumn> columns() {
            return columns;
        }

        @Override
        public Iterator<@Nullable Object[]> rows(Set<String> names) {
            if (rows == null) {
                throw new IllegalStateException("rows come before they are transformed");
            }
            return rows.apply(names);
        }
    }

    private final Input input;
    private final Relation relation;
    private final List<Integer> visible;

    private KqlTransformation(Input input, Relation relation) {
        this.input = input;
        this.relation = relation;
        this.visible = relation.visible();
    }

    /**
     * Reads a transformation.
     *
     * @param columns those of the stream; behind them every row has the time when it was received
     * @throws KqlException if it is wrong, uses what Azure does not allow there, or what is not supported here
     */
    public static KqlTransformation prepare(String text, List<KqlColumn> columns) {
        Input input = new Input();
        input.columns.addAll(columns);
        input.columns.add(new KqlColumn(ExprBinder.INGESTION_TIME, KqlType.DATETIME));
        Statement statement = new PipeParser(text).statement();
        Context context = new Context(List.of(input), new Moment(0), Watch.NONE, Dialect.TRANSFORMATION);
        Relation relation = new PipeBinder(context).bind(statement);
        return new KqlTransformation(input, relation);
    }

    /** The columns of the rows that come out. */
    public List<KqlColumn> columns() {
        return visible.stream()
                .map(i -> relation.fields().get(i))
                .map(field -> new KqlColumn(field.name, field.type))
                .toList();
    }

    /**
     * The rows that come out, while the others are read.
     *
     * @param wanted the columns that are looked at; others may be left null
     * @param rows gives the stream's rows, with the columns that are needed for that
     */
    public Iterator<@Nullable Object[]> apply(
            Set<String> wanted, Function<Set<String>, Iterator<@Nullable Object[]>> rows) {
        input.rows = rows;
        visible.stream()
                .map(i -> relation.fields().get(i))
                .filter(field -> wanted.contains(field.name))
                .forEach(Field::use);
        List<Eval> evals = visible.stream().map(i -> (Eval) row -> row[i]).toList();
        return Rows.mapped(relation.rows().open(), Rows.project(evals));
    }
}
