package io.github.azuremonitor.appender.emulator.kql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code parse}: texts and columns in turns become one regular expression. */
final class Parses {
    /** What {@code transformKql} takes in one statement. */
    private static final int MOST_IN_TRANSFORMATION = 10;

    private record Column(String name, KqlType type, int group) {}

    private Parses() {}

    static Relation bind(ExprBinder in, Step.Parse parse) {
        if (parse.kind().equals("regex")) {
            throw KqlException.unsupported(parse.at(), "The operator parse with kind=regex");
        }
        if (!parse.flags().isEmpty()) {
            throw KqlException.semantic(parse.at(), "Flags belong to kind=regex");
        }
        Typed of = in.bind(parse.of());
        if (!TextOperators.isText(of.type())) {
            throw KqlException.unsupported(
                    parse.of().at(), "The operator parse of a " + of.type().keyword());
        }
        List<Column> columns = new ArrayList<>();
        Pattern pattern = pattern(parse, columns);
        if (in.context().dialect == Dialect.TRANSFORMATION && columns.size() > MOST_IN_TRANSFORMATION) {
            throw KqlException.semantic(parse.at(), "A parse in a transformation has 10 columns at most");
        }
        List<Field> fields = new ArrayList<>(in.rows().fields());
        List<Integer> places = new ArrayList<>();
        for (Column column : columns) {
            Field field = new Field(column.name(), column.type());
            int place = in.rows().indexOf(column.name());
            places.add(place < 0 ? fields.size() : place);
            if (place < 0) {
                fields.add(field);
            } else {
                fields.set(place, field);
            }
        }
        boolean strict = parse.kind().equals("simple");
        return new Relation(
                fields,
                () -> Rows.mapped(in.rows().rows().open(), row -> {
                    @Nullable Object[] wider = Arrays.copyOf(row, fields.size());
                    fill(wider, pattern.matcher(Texts.of(of.eval().of(row))), columns, places, strict);
                    return wider;
                }));
    }

    private static void fill(
            @Nullable Object[] row, Matcher matcher, List<Column> columns, List<Integer> places, boolean strict) {
        boolean matches = matcher.matches();
        for (int i = 0; i < columns.size() && matches && strict; i++) {
            KqlType type = columns.get(i).type();
            matches = type == KqlType.STRING || value(matcher, columns.get(i)) != null;
        }
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            row[places.get(i)] = matches ? value(matcher, column) : Convert.to(column.type(), null);
        }
    }

    private static @Nullable Object value(Matcher matcher, Column column) {
        return Convert.to(column.type(), matcher.group(column.group()));
    }

    /** A text is looked for as early as it comes; a column in front of the end takes all that is left. */
    private static Pattern pattern(Step.Parse parse, List<Column> columns) {
        StringBuilder regex = new StringBuilder();
        Step.Part before = null;
        for (Step.Part part : parse.parts()) {
            String column = part.column();
            if (before != null && before.text() == null && part.text() == null) {
                boolean number = before.type() != null && before.type() != KqlType.STRING && column == null;
                if (!number) {
                    throw KqlException.unsupported(part.at(), "A pattern without a text between two columns");
                }
            }
            if (part.text() != null) {
                regex.append(Pattern.quote(part.text()));
            } else if (column == null) {
                regex.append(".*?");
            } else {
                regex.append('(').append(ofType(part)).append(')');
                Column added =
                        new Column(column, part.type() == null ? KqlType.STRING : part.type(), columns.size() + 1);
                if (columns.stream().anyMatch(each -> each.name().equals(column))) {
                    throw KqlException.semantic(
                            part.at(), "A column with the name '" + column + "' is already declared");
                }
                columns.add(added);
            }
            before = part;
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private static String ofType(Step.Part part) {
        KqlType type = part.type();
        return type == KqlType.LONG || type == KqlType.INT
                ? "[-+]?\\d+"
                : type == KqlType.REAL ? "[-+]?[\\d.eE+-]+" : ".*?";
    }
}
