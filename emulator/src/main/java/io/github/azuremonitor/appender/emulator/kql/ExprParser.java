package io.github.azuremonitor.appender.emulator.kql;

import io.github.azuremonitor.appender.emulator.kql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Scalar expressions, one method for each rank: {@code or}, {@code and}, equality and lists, order, sums, products,
 * operators of strings, signs, paths.
 */
final class ExprParser {
    private static final Set<String> EQUALITIES = Set.of("==", "!=", "<>");
    private static final Set<String> LISTS = Set.of("in", "in~", "has_any", "has_all");
    private static final Set<String> ORDERS = Set.of("<", ">", "<=", ">=");
    private static final Set<String> TEXTS = Set.of(
            "has",
            "has_cs",
            "hasprefix",
            "hasprefix_cs",
            "hassuffix",
            "hassuffix_cs",
            "contains",
            "contains_cs",
            "startswith",
            "startswith_cs",
            "endswith",
            "endswith_cs");
    private static final Set<String> REFUSED = Set.of("like", "like_cs", "notlike", "notcontains", "containscs");

    private final Tokens tokens;
    private final PipeParser pipes;

    ExprParser(Tokens tokens, PipeParser pipes) {
        this.tokens = tokens;
        this.pipes = pipes;
    }

    Expr expression() {
        return tokens.nested(this::or);
    }

    /** An expression that may be given a name by {@code name =}. */
    Expr.Named named() {
        int at = tokens.at();
        if (tokens.is("(") && tuple()) {
            throw KqlException.unsupported(at, "A list of names in front of '='");
        }
        int mark = tokens.mark();
        if (tokens.isName()) {
            String name = tokens.name();
            if (tokens.accept("=")) {
                return new Expr.Named(at, name, expression());
            }
            tokens.back(mark);
        }
        return new Expr.Named(at, null, expression());
    }

    private boolean tuple() {
        int i = 1;
        while (tokens.peek(i).kind() == Kind.NAME && tokens.peek(i + 1).is(",")) {
            i += 2;
        }
        return tokens.peek(i).kind() == Kind.NAME
                && tokens.peek(i + 1).is(")")
                && tokens.peek(i + 2).is("=");
    }

    private Expr or() {
        Expr left = and();
        while (tokens.is("or")) {
            int at = tokens.take().at();
            left = new Expr.Binary(at, "or", left, and());
        }
        return left;
    }

    private Expr and() {
        Expr left = equality();
        while (tokens.is("and")) {
            int at = tokens.take().at();
            left = new Expr.Binary(at, "and", left, equality());
        }
        return left;
    }

    private Expr equality() {
        Expr left = order();
        Token operator = tokens.peek();
        if (operator.kind() == Kind.SYMBOL && EQUALITIES.contains(operator.text())) {
            tokens.take();
            return new Expr.Binary(operator.at(), operator.is("<>") ? "!=" : operator.text(), left, order());
        }
        int mark = tokens.mark();
        boolean not = tokens.accept("!");
        String word = tokens.peek().kind() == Kind.NAME ? tokens.take().text() : "";
        if (word.equals("in") && tokens.is("~")) {
            tokens.take();
            word = "in~";
        }
        if (LISTS.contains(word) && tokens.is("(") && !(not && word.startsWith("has"))) {
            return among(operator.at(), (not ? "!" : "") + word, left);
        }
        if (word.equals("between")) {
            return between(operator.at(), not, left);
        }
        tokens.back(mark);
        return left;
    }

    private Expr among(int at, String operator, Expr of) {
        tokens.expect("(");
        int mark = tokens.mark();
        Pipe query = pipes.pipeWithin();
        if (query == null) {
            tokens.back(mark);
        }
        List<Expr> list = query == null ? tokens.commaSeparated(this::expression) : List.of();
        tokens.expect(")");
        return new Expr.Among(at, operator, of, list, query);
    }

    private Expr between(int at, boolean not, Expr of) {
        tokens.expect("(");
        Expr low = expression();
        tokens.expect("..");
        Expr high = expression();
        tokens.expect(")");
        return new Expr.Between(at, not, of, low, high);
    }

    private Expr order() {
        Expr left = sum();
        Token operator = tokens.peek();
        if (operator.kind() == Kind.SYMBOL && ORDERS.contains(operator.text())) {
            tokens.take();
            return new Expr.Binary(operator.at(), operator.text(), left, sum());
        }
        return left;
    }

    private Expr sum() {
        Expr left = product();
        while (tokens.is("+") || tokens.is("-")) {
            Token operator = tokens.take();
            left = new Expr.Binary(operator.at(), operator.text(), left, product());
        }
        return left;
    }

    private Expr product() {
        Expr left = text();
        while (tokens.is("*") || tokens.is("/") || tokens.is("%")) {
            Token operator = tokens.take();
            left = new Expr.Binary(operator.at(), operator.text(), left, text());
        }
        return left;
    }

    private Expr text() {
        Expr left = sign();
        while (true) {
            Token first = tokens.peek();
            String operator = textOperator();
            if (operator == null) {
                return left;
            }
            left = new Expr.Binary(first.at(), operator, left, sign());
        }
    }

    private @Nullable String textOperator() {
        if (tokens.is("=~") || tokens.is("!~")) {
            return tokens.take().text();
        }
        if (tokens.is(":")) {
            return pipes.inSearch() ? tokens.take().text() : null;
        }
        if (tokens.peek().kind() == Kind.NAME && REFUSED.contains(tokens.peek().text())) {
            throw KqlException.unsupported(
                    tokens.at(), "The operator " + tokens.peek().text());
        }
        if (tokens.is("matches") && tokens.peek(1).is("regex")) {
            tokens.take();
            tokens.take();
            return "matches regex";
        }
        boolean not = tokens.is("!");
        Token word = tokens.peek(not ? 1 : 0);
        if (word.kind() != Kind.NAME || !TEXTS.contains(word.text())) {
            return null;
        }
        if (not) {
            tokens.take();
        }
        return (not ? "!" : "") + tokens.take().text();
    }

    private Expr sign() {
        if (tokens.is("-") || tokens.is("+")) {
            Token sign = tokens.take();
            return new Expr.Sign(sign.at(), sign.is("-"), path());
        }
        return path();
    }

    private Expr path() {
        Expr of = primary();
        while (true) {
            int at = tokens.at();
            if (tokens.accept(".")) {
                of = new Expr.Member(at, of, tokens.name());
            } else if (tokens.is("[")) {
                tokens.take();
                Expr index = expression();
                tokens.expect("]");
                of = new Expr.Element(at, of, index);
            } else {
                return of;
            }
        }
    }

    private Expr primary() {
        Token token = tokens.peek();
        int at = token.at();
        if (token.kind() == Kind.LITERAL) {
            tokens.take();
            KqlType type = token.type();
            return new Expr.Literal(at, type == null ? KqlType.STRING : type, literalValue(token));
        }
        if (tokens.accept("(")) {
            Expr inner = expression();
            tokens.expect(")");
            return inner;
        }
        if (tokens.accept("*")) {
            return new Expr.Star(at);
        }
        if (token.is("typeof")) {
            return typeOf();
        }
        if (!tokens.isName()) {
            throw tokens.unexpected("an expression");
        }
        boolean bare = token.kind() == Kind.NAME;
        String name = tokens.name();
        return bare && tokens.is("(") ? call(at, name) : new Expr.Name(at, name);
    }

    /** Adjacent strings are joined. */
    private @Nullable Object literalValue(Token token) {
        if (token.type() != KqlType.STRING) {
            return token.value();
        }
        StringBuilder text = new StringBuilder(String.valueOf(token.value()));
        while (tokens.peek().type() == KqlType.STRING && pipes.joinsStrings()) {
            text.append(tokens.take().value());
        }
        return text.toString();
    }

    private Expr call(int at, String name) {
        tokens.expect("(");
        List<Expr> arguments = new ArrayList<>();
        if (!tokens.is(")")) {
            arguments.addAll(tokens.commaSeparated(this::expression));
        }
        tokens.expect(")");
        return new Expr.Call(at, name, arguments);
    }

    Expr.TypeOf typeOf() {
        int at = tokens.expect("typeof").at();
        tokens.expect("(");
        KqlType type = type();
        tokens.expect(")");
        return new Expr.TypeOf(at, type);
    }

    KqlType type() {
        int at = tokens.at();
        String name = tokens.name();
        return KqlType.named(name).orElseThrow(() -> KqlException.unsupported(at, "The type " + name));
    }
}
