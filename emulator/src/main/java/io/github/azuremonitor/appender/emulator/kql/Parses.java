package io.github.azuremonitor.appender.emulator.kql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** {@code parse}: columns from the parts of a text. */
final class Parses {
    /** What {@code transformKql} takes in one statement. */
    private static final int MOST_IN_TRANSFORMATION = 10;

    private Parses() {}

    static Relation bind(ExprBinder in, Step.Parse parse) {
        Typed of = in.bind(parse.of()); // anything else is converted to a string (Kusto docs, "parse operator")
        ParsePattern pattern = new ParsePattern(parse);
        List<ParsePattern.Column> columns = pattern.columns();
        if (in.context().dialect == Dialect.TRANSFORMATION && columns.size() > MOST_IN_TRANSFORMATION) {
            throw KqlException.semantic(parse.at(), "A parse in a transformation has 10 columns at most");
        }
        List<Field> fields = new ArrayList<>(in.rows().fields());
        List<Integer> places = new ArrayList<>();
        for (ParsePattern.Column column : columns) {
            Field field = new Field(column.name(), column.type());
            int place = in.rows().indexOf(column.name());
            places.add(place < 0 ? fields.size() : place);
            if (place < 0) {
                fields.add(field);
            } else {
                fields.set(place, field);
            }
        }
        boolean strict = !parse.kind().equals("relaxed");
        return new Relation(
                fields,
                () -> Rows.mapped(in.rows().rows().open(), row -> {
                    @Nullable Object[] wider = Arrays.copyOf(row, fields.size());
                    fill(wider, pattern.match(Texts.of(of.eval().of(row))), columns, places, strict);
                    return wider;
                }));
    }

    private static void fill(
            @Nullable Object[] row,
            @Nullable Matcher matcher,
            List<ParsePattern.Column> columns,
            List<Integer> places,
            boolean strict) {
        boolean matches = true;
        for (int i = 0; i < columns.size() && strict; i++) {
            matches &= columns.get(i).type() == KqlType.STRING || value(matcher, columns.get(i)) != null;
        }
        for (int i = 0; i < columns.size(); i++) {
            row[places.get(i)] = value(matches ? matcher : null, columns.get(i));
        }
    }

    private static @Nullable Object value(@Nullable Matcher matcher, ParsePattern.Column column) {
        return Convert.to(column.type(), matcher == null ? null : matcher.group(column.group()));
    }
}
