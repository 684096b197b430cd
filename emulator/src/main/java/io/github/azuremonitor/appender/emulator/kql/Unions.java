package io.github.azuremonitor.appender.emulator.kql;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code union}: one table after the other. Columns of one name and several types get the type into their names. */
final class Unions {
    /** A side of a union, and what {@code withsource} calls it. */
    record Side(String name, Relation rows) {}

    private Unions() {}

    static Relation bind(Context context, PipeBinder pipes, @Nullable Relation in, Step.Union union) {
        List<Side> sides = new ArrayList<>();
        if (in != null) {
            sides.add(new Side("union_arg0", in));
        }
        for (Source source : union.sources()) {
            try {
                sides.addAll(sides(context, pipes, source, sides.size()));
            } catch (KqlException e) {
                if (!union.fuzzy() || e.kind() != KqlException.Kind.SEMANTIC) {
                    throw e;
                }
            }
        }
        if (sides.isEmpty()) {
            throw KqlException.semantic(union.at(), "The union has no table that is there");
        }
        return of(sides, union.inner(), union.sourceColumn());
    }

    /** The tables of a name, which may have stars, or a query. */
    static List<Side> sides(Context context, PipeBinder pipes, Source source, int number) {
        if (!(source instanceof Source.Table table) || table.name().indexOf('*') < 0) {
            String name = source instanceof Source.Table table ? table.name() : "union_arg" + number;
            return List.of(new Side(name, pipes.source(source)));
        }
        List<String> parts = new ArrayList<>();
        for (String part : table.name().split("\\*", -1)) {
            parts.add(Pattern.quote(part));
        }
        Pattern pattern = Pattern.compile(String.join(".*", parts));
        List<Side> sides = new ArrayList<>();
        for (String name : context.tables().keySet()) {
            if (pattern.matcher(name).matches()) {
                sides.add(new Side(name, pipes.source(new Source.Table(source.at(), name))));
            }
        }
        if (sides.isEmpty()) {
            throw KqlException.semantic(source.at(), "There is no table '" + table.name() + "'");
        }
        return sides;
    }

    static Relation of(List<Side> sides, boolean inner, @Nullable String sourceColumn) {
        Names names = new Names();
        List<Field> fields = new ArrayList<>();
        if (sourceColumn != null) {
            fields.add(new Field(names.free(sourceColumn), KqlType.STRING));
        }
        Map<KqlColumn, List<Field>> columns = columns(sides, inner);
        List<KqlColumn> order = List.copyOf(columns.keySet());
        for (KqlColumn column : order) {
            boolean alone = order.stream()
                            .filter(each -> each.name().equals(column.name()))
                            .count()
                    == 1;
            String name =
                    alone ? column.name() : column.name() + "_" + column.type().keyword();
            List<Field> from = columns.getOrDefault(column, List.of());
            boolean hidden = from.stream().allMatch(field -> field.hidden);
            fields.add(
                    hidden
                            ? Field.hidden(names.free(name), column.type(), from)
                            : new Field(names.free(name), column.type(), from));
        }
        return new Relation(fields, () -> {
            Iterator<Side> left = sides.iterator();
            return chained(() -> left.hasNext() ? rows(left.next(), order, sourceColumn != null) : null);
        });
    }

    private static Iterator<@Nullable Object[]> chained(Supplier<@Nullable Iterator<@Nullable Object[]>> nextRows) {
        List<Iterator<@Nullable Object[]>> current = new ArrayList<>();
        return Rows.stream(() -> {
            while (current.isEmpty() || !current.get(0).hasNext()) {
                current.clear();
                Iterator<@Nullable Object[]> rows = nextRows.get();
                if (rows == null) {
                    return null;
                }
                current.add(rows);
            }
            return current.get(0).next();
        });
    }

    private static Map<KqlColumn, List<Field>> columns(List<Side> sides, boolean inner) {
        Map<KqlColumn, List<Field>> columns = new LinkedHashMap<>();
        for (Side side : sides) {
            for (Field field : side.rows().fields()) {
                if (field.hasName()) {
                    columns.computeIfAbsent(new KqlColumn(field.name, field.type), column -> new ArrayList<>())
                            .add(field);
                }
            }
        }
        if (inner) {
            columns.values().removeIf(fields -> fields.size() < sides.size());
        }
        // Columns of the same name are placed together, where the first of them is.
        Map<KqlColumn, List<Field>> grouped = new LinkedHashMap<>();
        for (KqlColumn first : columns.keySet()) {
            columns.forEach((column, fields) -> {
                if (column.name().equals(first.name())) {
                    grouped.put(column, fields);
                }
            });
        }
        return grouped;
    }

    private static Iterator<@Nullable Object[]> rows(Side side, List<KqlColumn> order, boolean withSource) {
        List<Eval> evals = new ArrayList<>();
        if (withSource) {
            evals.add(row -> side.name());
        }
        for (KqlColumn column : order) {
            int place = side.rows().indexOf(column.name());
            boolean there = place >= 0 && side.rows().fields().get(place).type == column.type();
            Object nothing = Convert.to(column.type(), null);
            evals.add(there ? row -> row[place] : row -> nothing);
        }
        return Rows.mapped(side.rows().rows().open(), Rows.project(evals));
    }
}
