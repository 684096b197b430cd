package io.github.azuremonitor.appender.emulator.kql;

import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/** Operators of strings. Terms are what stands between characters that are neither letters nor digits. */
final class TextOperators {
    private TextOperators() {}

    static Typed bind(int at, String operator, Typed left, Typed right) {
        if (!isText(left.type()) || right.type() != KqlType.STRING) {
            throw KqlException.semantic(
                    at,
                    "The operator '" + operator + "' is not defined for the operand types "
                            + left.type().keyword() + " and " + right.type().keyword());
        }
        Eval one = left.eval();
        Eval other = right.eval();
        boolean not = operator.startsWith("!");
        if (operator.equals("matches regex")) {
            if (!right.constant()) {
                throw KqlException.unsupported(at, "A regular expression that is not constant");
            }
            Pattern pattern = Regexes.compile(at, Texts.of(right.value()));
            return new Typed(
                    KqlType.BOOL,
                    row -> Regexes.matcher(pattern, Texts.of(one.of(row))).find(),
                    null,
                    left.constant());
        }
        BiPredicate<String, String> test = predicate(operator.replace("!", ""));
        return new Typed(
                KqlType.BOOL,
                row -> not != test.test(Texts.of(one.of(row)), Texts.of(other.of(row))),
                null,
                left.constant() && right.constant());
    }

    static boolean isText(KqlType type) {
        return type == KqlType.STRING || type == KqlType.DYNAMIC;
    }

    /** The test of an operator without its negation. */
    static BiPredicate<String, String> predicate(String operator) {
        return switch (operator) {
            case "=~", "~" -> AsciiCase::same;
            case "has" -> (text, term) -> hasTerm(text, term, true, true, true);
            case "has_cs" -> (text, term) -> hasTerm(text, term, false, true, true);
            case "hasprefix" -> (text, term) -> hasTerm(text, term, true, true, false);
            case "hasprefix_cs" -> (text, term) -> hasTerm(text, term, false, true, false);
            case "hassuffix" -> (text, term) -> hasTerm(text, term, true, false, true);
            case "hassuffix_cs" -> (text, term) -> hasTerm(text, term, false, false, true);
            case "contains" -> (text, part) -> indexOf(text, part, 0, true) >= 0;
            case "contains_cs" -> String::contains;
            case "startswith" -> (text, start) -> AsciiCase.isAt(text, 0, start);
            case "startswith_cs" -> String::startsWith;
            case "endswith" -> (text, end) -> AsciiCase.isAt(text, text.length() - end.length(), end);
            case "endswith_cs" -> String::endsWith;
            default -> throw new IllegalArgumentException(operator);
        };
    }

    /** Whether a term stands in a text, with borders of a term at its start, at its end, or both. */
    static boolean hasTerm(String text, String term, boolean anyCase, boolean startBorder, boolean endBorder) {
        for (int at = indexOf(text, term, 0, anyCase); at >= 0; at = indexOf(text, term, at + 1, anyCase)) {
            int end = at + term.length();
            if ((!startBorder || isBorder(text, at)) && (!endBorder || isBorder(text, end))) {
                return true;
            }
            if (end >= text.length()) {
                return false;
            }
        }
        return false;
    }

    private static boolean isBorder(String text, int at) {
        return at == 0
                || at == text.length()
                || !Character.isLetterOrDigit(text.charAt(at - 1))
                || !Character.isLetterOrDigit(text.charAt(at));
    }

    private static int indexOf(String text, String part, int from, boolean anyCase) {
        return anyCase ? AsciiCase.indexOf(text, part, from) : text.indexOf(part, from);
    }
}
