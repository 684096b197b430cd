package io.github.azuremonitor.appender.emulator.kql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Operators that take columns away, order or rename them, or tell what there is. */
final class Shapes {
    private Shapes() {}

    static Relation bind(Relation in, Step step) {
        if (step instanceof Step.Select select) {
            return select(in, select);
        }
        if (step instanceof Step.Reorder reorder) {
            return reorder(in, reorder);
        }
        if (step instanceof Step.Rename rename) {
            return rename(in, rename);
        }
        if (step instanceof Step.GetSchema) {
            return schema(in);
        }
        return in; // render is for a client
    }

    private static Relation chosen(Relation in, List<Integer> places) {
        List<Field> fields = new ArrayList<>();
        List<Eval> evals = new ArrayList<>();
        for (int place : places) {
            fields.add(in.fields().get(place));
            evals.add(row -> row[place]);
        }
        return new Relation(fields, () -> Rows.mapped(in.rows().open(), Rows.project(evals)));
    }

    /** The columns that a pattern means; a name must be there, a pattern need not. */
    private static List<Integer> matches(Relation in, Step.Pattern pattern) {
        List<Integer> places = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        for (String part : pattern.text().split("\\*", -1)) {
            parts.add(Pattern.quote(part));
        }
        Pattern regex = Pattern.compile(String.join(".*", parts));
        for (int i = 0; i < in.fields().size(); i++) {
            Field field = in.fields().get(i);
            if (!field.hidden && regex.matcher(field.name).matches()) {
                places.add(i);
            }
        }
        if (places.isEmpty() && pattern.text().indexOf('*') < 0) {
            throw KqlException.semantic(
                    pattern.at(), "The name '" + pattern.text() + "' does not refer to any known column");
        }
        return places;
    }

    private static Relation select(Relation in, Step.Select select) {
        List<Integer> named = new ArrayList<>();
        select.patterns().forEach(pattern -> named.addAll(matches(in, pattern)));
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < in.fields().size(); i++) {
            if (named.contains(i) == select.keep()) {
                places.add(i);
            }
        }
        return chosen(in, places);
    }

    private static Relation reorder(Relation in, Step.Reorder reorder) {
        List<Integer> places = new ArrayList<>();
        for (Step.Pattern pattern : reorder.patterns()) {
            for (int place : matches(in, pattern)) {
                if (!places.contains(place)) {
                    places.add(place);
                }
            }
        }
        for (int i = 0; i < in.fields().size(); i++) {
            if (!places.contains(i)) {
                places.add(i);
            }
        }
        return chosen(in, places);
    }

    private static Relation rename(Relation in, Step.Rename rename) {
        List<Field> fields = new ArrayList<>(in.fields());
        for (Step.Renaming renaming : rename.renamings()) {
            int place = in.indexOf(renaming.from());
            if (place < 0) {
                throw KqlException.semantic(
                        renaming.at(), "The name '" + renaming.from() + "' does not refer to any known column");
            }
            fields.set(place, in.fields().get(place).called(renaming.to()));
        }
        Names names = new Names();
        fields.stream().filter(field -> !field.hidden).forEach(field -> names.said(field.name, rename.at()));
        return new Relation(fields, in.rows());
    }

    private static Relation schema(Relation in) {
        List<Field> fields = List.of(
                new Field("ColumnName", KqlType.STRING),
                new Field("ColumnOrdinal", KqlType.LONG),
                new Field("DataType", KqlType.STRING),
                new Field("ColumnType", KqlType.STRING));
        List<Object[]> rows = new ArrayList<>();
        for (Field field : in.fields()) {
            if (!field.hidden) {
                rows.add(new Object[] {field.name, (long) rows.size(), field.type.dotNet(), field.type.keyword()});
            }
        }
        return new Relation(fields, rows::iterator);
    }
}
