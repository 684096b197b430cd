package io.github.azuremonitor.appender.emulator.kql;

import io.github.azuremonitor.appender.emulator.kql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operators that have a syntax of their own: union, join, search, parse, mv-expand. */
final class WideStepParser {
    private final Tokens tokens;
    private final ExprParser expressions;
    private final PipeParser pipes;

    WideStepParser(Tokens tokens, ExprParser expressions, PipeParser pipes) {
        this.tokens = tokens;
        this.expressions = expressions;
        this.pipes = pipes;
    }

    /** Hints change nothing but speed; what they may be is not known here. */
    void refuseHints() {
        if (tokens.is("hint") && tokens.peek(1).is(".")) {
            throw KqlException.unsupported(tokens.at(), "A hint");
        }
    }

    private @Nullable String parameter(String name) {
        if (!tokens.is(name) || !tokens.peek(1).is("=")) {
            return null;
        }
        tokens.take();
        tokens.take();
        return tokens.peek().kind() == Kind.LITERAL ? tokens.take().text() : tokens.name();
    }

    Step union(int at) {
        boolean inner = false;
        boolean fuzzy = false;
        String sourceColumn = null;
        while (tokens.peek(1).is("=") || tokens.is("hint")) {
            refuseHints();
            int parameterAt = tokens.at();
            String kind = parameter("kind");
            String with = parameter("withsource");
            String isFuzzy = parameter("isfuzzy");
            if (kind == null && with == null && isFuzzy == null) {
                throw tokens.unexpected("kind=, withsource= or isfuzzy=");
            }
            if (kind != null && !kind.equals("inner") && !kind.equals("outer")) {
                throw KqlException.syntax(parameterAt, "The kind of a union is inner or outer");
            }
            inner |= "inner".equals(kind);
            fuzzy |= "true".equals(isFuzzy);
            sourceColumn = with == null ? sourceColumn : with;
        }
        return new Step.Union(at, inner, sourceColumn, fuzzy, tokens.commaSeparated(pipes::operand));
    }

    Step join(int at) {
        String kind = "innerunique";
        int kindAt = at;
        if (tokens.is("kind")) {
            kindAt = tokens.at();
            String said = parameter("kind");
            kind = said == null ? kind : said;
        }
        refuseHints();
        Source right = pipes.operand();
        if (tokens.is("where")) {
            throw KqlException.unsupported(tokens.at(), "A join by where");
        }
        tokens.expect("on");
        return new Step.Join(at, kindAt, kind, right, tokens.commaSeparated(expressions::expression));
    }

    Step search(int at) {
        boolean caseSensitive = false;
        if (tokens.is("kind")) {
            int kindAt = tokens.at();
            String kind = parameter("kind");
            if (kind == null
                    || !List.of("default", "case_insensitive", "case_sensitive").contains(kind)) {
                throw KqlException.syntax(kindAt, "The kind of a search is case_insensitive or case_sensitive");
            }
            caseSensitive = kind.equals("case_sensitive");
        }
        List<Source> in = new ArrayList<>();
        if (tokens.is("in") && tokens.peek(1).is("(")) {
            tokens.take();
            tokens.take();
            in.addAll(tokens.commaSeparated(pipes::operand));
            tokens.expect(")");
        }
        boolean outer = pipes.inSearch();
        pipes.inSearch(true);
        Expr condition = expressions.expression();
        pipes.inSearch(outer);
        return new Step.Search(at, caseSensitive, in, condition);
    }

    Step parse(int at) {
        int kindAt = tokens.at();
        String kind = parameter("kind");
        if (kind != null && !List.of("simple", "regex", "relaxed").contains(kind)) {
            throw KqlException.syntax(kindAt, "The kind of a parse is simple, relaxed or regex");
        }
        String flags = parameter("flags");
        Expr of = expressions.expression();
        tokens.expect("with");
        List<Step.Part> parts = new ArrayList<>();
        pipes.joinsStrings(false);
        while (tokens.is("*") || tokens.isName() || tokens.peek().type() == KqlType.STRING) {
            parts.add(part());
        }
        pipes.joinsStrings(true);
        if (parts.isEmpty()) {
            throw tokens.unexpected("a pattern");
        }
        return new Step.Parse(at, kind == null ? "simple" : kind, flags == null ? "" : flags, of, parts);
    }

    private Step.Part part() {
        int at = tokens.at();
        if (tokens.accept("*")) {
            return new Step.Part(at, null, null, null);
        }
        if (tokens.peek().type() == KqlType.STRING) {
            return new Step.Part(at, String.valueOf(tokens.take().value()), null, null);
        }
        String column = tokens.name();
        return new Step.Part(at, null, column, tokens.accept(":") ? expressions.type() : KqlType.STRING);
    }

    Step mvExpand(int at) {
        boolean pairs = false;
        String index = null;
        while ((tokens.is("kind") || tokens.is("bagexpansion") || tokens.is("with_itemindex"))
                && tokens.peek(1).is("=")) {
            int parameterAt = tokens.at();
            if (tokens.is("with_itemindex")) {
                index = parameter("with_itemindex");
                continue;
            }
            String kind = parameter(tokens.peek().text());
            if (kind == null || !List.of("bag", "array").contains(kind)) {
                throw KqlException.syntax(parameterAt, "The kind of an expansion is bag or array");
            }
            pairs = kind.equals("array");
        }
        List<Step.Expansion> of = tokens.commaSeparated(this::expansion);
        Expr limit = tokens.accept("limit") ? expressions.expression() : null;
        return new Step.MvExpand(at, pairs, index, of, limit);
    }

    private Step.Expansion expansion() {
        Expr.Named named = expressions.named();
        KqlType type = tokens.accept("to") ? expressions.typeOf().type() : null;
        return new Step.Expansion(named.at(), named.name(), named.value(), type);
    }
}
