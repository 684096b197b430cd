package io.github.azuremonitor.appender.emulator.kql;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code in}, {@code in~}, {@code has_any} and {@code has_all}: of a list, of arrays within it, or of a query's first column. */
final class Membership {
    private Membership() {}

    static Typed bind(Expr.Among among, ExprBinder binder, PipeBinder pipes) {
        String operator = among.operator().replace("!", "");
        boolean not = among.operator().startsWith("!");
        Typed of = binder.bind(among.of());
        if (!operator.equals("in") && !TextOperators.isText(of.type())) {
            throw KqlException.semantic(
                    among.of().at(),
                    "The operator '" + operator + "' is not defined for "
                            + of.type().keyword());
        }
        Supplier<List<Object>> values = values(among, operator, of.type(), binder, pipes);
        Eval eval = of.eval();
        if (operator.equals("has_any") || operator.equals("has_all")) {
            BiPredicate<String, String> has = TextOperators.predicate("has");
            boolean all = operator.equals("has_all");
            return new Typed(
                    KqlType.BOOL,
                    row -> {
                        String text = Texts.of(eval.of(row));
                        return all
                                ? values.get().stream().allMatch(term -> has.test(text, Texts.of(term)))
                                : values.get().stream().anyMatch(term -> has.test(text, Texts.of(term)));
                    },
                    null,
                    false);
        }
        boolean anyCase = operator.equals("in~");
        return new Typed(
                KqlType.BOOL, row -> not != among(Comparison.plain(eval.of(row)), values.get(), anyCase), null, false);
    }

    private static boolean among(@Nullable Object value, List<Object> values, boolean anyCase) {
        if (value == null) {
            return false;
        }
        for (Object each : values) {
            if (anyCase ? AsciiCase.same(Texts.of(value), Texts.of(each)) : Comparison.same(value, each)) {
                return true;
            }
        }
        return false;
    }

    private static Supplier<List<Object>> values(
            Expr.Among among, String operator, KqlType type, ExprBinder binder, PipeBinder pipes) {
        Pipe query = among.query();
        if (query == null && among.list().size() == 1 && among.list().get(0) instanceof Expr.Name name) {
            boolean column = binder.rows().indexOf(name.name()) >= 0;
            query = !column && pipes.isTable(name.name())
                    ? new Pipe(new Source.Table(name.at(), name.name()), List.of())
                    : null;
        }
        if (query == null && among.list().size() == 1 && among.list().get(0) instanceof Expr.Call call) {
            query = pipes.givesRows(call.function())
                    ? new Pipe(new Source.Call(call.at(), call.function(), call.arguments()), List.of())
                    : null;
        }
        return query == null
                ? ofList(among, operator, type, binder)
                : ofQuery(among.at(), operator, type, pipes.bind(query));
    }

    private static Supplier<List<Object>> ofList(Expr.Among among, String operator, KqlType type, ExprBinder binder) {
        List<Object> values = new ArrayList<>();
        for (Expr each : among.list()) {
            Typed value = binder.bind(each);
            if (!value.constant()) {
                throw KqlException.unsupported(each.at(), "A value of '" + operator + "' that is not constant");
            }
            if (value.type() != KqlType.DYNAMIC) {
                requireType(each.at(), operator, type, value.type());
            }
            add(values, value.value());
        }
        return () -> values;
    }

    private static void requireType(int at, String operator, KqlType of, KqlType value) {
        if (!operator.equals("in") && value != KqlType.STRING) {
            throw KqlException.semantic(at, "The operator '" + operator + "' expects strings, not " + value.keyword());
        }
        Comparison.requireComparable(at, of, value);
    }

    private static Supplier<List<Object>> ofQuery(int at, String operator, KqlType type, Relation relation) {
        Field first = relation.fields().get(0);
        if (first.type != KqlType.DYNAMIC) {
            requireType(at, operator, type, first.type);
        }
        first.use();
        List<List<Object>> read = new ArrayList<>();
        return () -> {
            if (read.isEmpty()) {
                List<Object> values = new ArrayList<>();
                for (Iterator<@Nullable Object[]> rows = relation.rows().open(); rows.hasNext(); ) {
                    add(values, rows.next()[0]);
                }
                read.add(values);
            }
            return read.get(0);
        };
    }

    private static void add(List<Object> values, @Nullable Object value) {
        if (value instanceof ArrayNode array) {
            array.forEach(element -> add(values, Json.orNull(element)));
        } else if (value != null) {
            Object plain = Comparison.plain(value);
            if (plain != null) {
                values.add(plain);
            }
        }
    }
}
