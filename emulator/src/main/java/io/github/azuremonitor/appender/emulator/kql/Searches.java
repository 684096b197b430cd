package io.github.azuremonitor.appender.emulator.kql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code search}: terms in any column, joined by {@code and} and {@code or} with other conditions. */
final class Searches {
    private Searches() {}

    static Relation bind(Context context, PipeBinder pipes, @Nullable Relation in, Step.Search search) {
        Relation rows = in == null ? tables(context, pipes, search) : withTable(in, search);
        ExprBinder binder = new ExprBinder(context, rows, pipes);
        Eval condition =
                condition(search.condition(), search.caseSensitive(), binder).eval();
        return new Relation(rows.fields(), () -> Rows.filtered(rows.rows().open(), condition));
    }

    private static Relation tables(Context context, PipeBinder pipes, Step.Search search) {
        List<Source> sources = search.in().isEmpty() ? List.of(new Source.Table(search.at(), "*")) : search.in();
        List<Unions.Side> sides = new ArrayList<>();
        for (Source source : sources) {
            sides.addAll(Unions.sides(context, pipes, source, sides.size()));
        }
        return Unions.of(sides, false, "$table");
    }

    private static Relation withTable(Relation in, Step.Search search) {
        if (!search.in().isEmpty()) {
            throw KqlException.semantic(search.at(), "A search of rows does not name tables as well");
        }
        return Unions.of(List.of(new Unions.Side("search_arg0", in)), false, "$table");
    }

    /** A text alone is a term; everything else is a condition. */
    private static Typed condition(Expr expr, boolean caseSensitive, ExprBinder binder) {
        if (expr instanceof Expr.Literal literal && literal.type() == KqlType.STRING) {
            return StarTerms.anyColumn(binder, StarTerms.term(Texts.of(literal.value()), caseSensitive));
        }
        if (expr instanceof Expr.Star) {
            return Typed.literal(KqlType.BOOL, true);
        }
        if (expr instanceof Expr.Binary binary
                && (binary.operator().equals("and") || binary.operator().equals("or"))) {
            return Logic.bind(
                    binary.at(),
                    binary.operator(),
                    condition(binary.left(), caseSensitive, binder),
                    condition(binary.right(), caseSensitive, binder));
        }
        if (expr instanceof Expr.Call call
                && call.function().equals("not")
                && call.arguments().size() == 1) {
            return Logic.not(condition(call.arguments().get(0), caseSensitive, binder));
        }
        if (caseSensitive) {
            throw KqlException.unsupported(expr.at(), "A condition other than texts in a search with regard to case");
        }
        binder.bool(expr);
        return binder.bind(expr);
    }
}
