package io.github.azuremonitor.appender.emulator.kql;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Conditions on any column: {@code * has "…"}, and the terms of {@code search}. */
final class StarTerms {
    private StarTerms() {}

    /** {@code * operator "…"}, or {@code Column:"…"}. */
    static Typed bind(Expr.Binary binary, ExprBinder binder) {
        if (!(binary.right() instanceof Expr.Literal literal) || literal.type() != KqlType.STRING) {
            throw KqlException.unsupported(
                    binary.right().at(), "Anything but a string behind '" + binary.operator() + "'");
        }
        String term = Texts.of(literal.value());
        if (binary.operator().equals(":")) {
            Predicate<String> test = term(term, false);
            if (binary.left() instanceof Expr.Star) {
                return anyColumn(binder, test);
            }
            Typed left = binder.bind(binary.left());
            if (!TextOperators.isText(left.type())) {
                throw KqlException.semantic(
                        binary.at(),
                        "The operator ':' is not defined for a " + left.type().keyword());
            }
            Eval eval = left.eval();
            return new Typed(KqlType.BOOL, row -> test.test(Texts.of(eval.of(row))), null, false);
        }
        String operator = binary.operator();
        if (operator.equals("==")) {
            return anyColumn(binder, term::equals);
        }
        if (operator.startsWith("!") || "<>=+-/%andor".contains(operator)) {
            throw KqlException.unsupported(binary.at(), "The operator '" + operator + "' of all columns");
        }
        if (operator.equals("matches regex")) {
            Pattern pattern = Regexes.compile(binary.right().at(), term);
            return anyColumn(binder, text -> Regexes.matcher(pattern, text).find());
        }
        var test = TextOperators.predicate(operator);
        return anyColumn(binder, text -> test.test(text, term));
    }

    /** Whether any column has a text. */
    static Typed anyColumn(ExprBinder binder, Predicate<String> test) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < binder.rows().fields().size(); i++) {
            Field field = binder.rows().fields().get(i);
            if (!field.hidden) {
                field.use();
                places.add(i);
            }
        }
        return new Typed(
                KqlType.BOOL,
                row -> places.stream().anyMatch(place -> row[place] != null && test.test(Texts.of(row[place]))),
                null,
                false);
    }

    /** What a term of a search means: {@code has}, or by its stars a prefix, a suffix, a part or a pattern. */
    static Predicate<String> term(String term, boolean caseSensitive) {
        boolean any = !caseSensitive;
        String inner = term.replaceAll("^\\*|\\*$", "");
        boolean open = term.startsWith("*") && term.length() > 1;
        boolean openEnd = term.endsWith("*") && term.length() > 1;
        if (inner.equals("*") || inner.isEmpty()) {
            return text -> true;
        }
        if (inner.indexOf('*') >= 0) {
            List<String> parts = new ArrayList<>();
            for (String part : term.split("\\*", -1)) {
                parts.add(Pattern.quote(part));
            }
            Pattern pattern = Pattern.compile(String.join(".*", parts), any ? Pattern.CASE_INSENSITIVE : 0);
            return text -> Regexes.matcher(pattern, text).find();
        }
        if (open && openEnd) {
            return text -> any ? AsciiCase.indexOf(text, inner, 0) >= 0 : text.contains(inner);
        }
        return text -> TextOperators.hasTerm(text, inner, any, !open, !openEnd);
    }
}
