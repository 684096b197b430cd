package io.github.azuremonitor.appender.emulator.kql;

import io.github.azuremonitor.appender.emulator.kql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The tokens of a query, and the place up to which they were read. Used by one thread. */
final class Tokens {
    /** So many parentheses within each other; more would end the stack. */
    private static final int DEEPEST = 100;

    private final List<Token> tokens;
    private int next;
    private int depth;

    Tokens(String text) {
        this.tokens = Lexer.tokens(text);
    }

    Token peek() {
        return tokens.get(next);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(next + ahead, tokens.size() - 1));
    }

    int at() {
        return peek().at();
    }

    Token take() {
        Token token = peek();
        if (token.kind() != Kind.END) {
            next++;
        }
        return token;
    }

    boolean is(String text) {
        return peek().is(text);
    }

    /** Takes a symbol or keyword if it is next. */
    boolean accept(String text) {
        if (is(text)) {
            next++;
            return true;
        }
        return false;
    }

    Token expect(String text) {
        if (!is(text)) {
            throw unexpected("'" + text + "'");
        }
        return take();
    }

    KqlException unexpected(String instead) {
        return KqlException.syntax(at(), "Expected " + instead + ", and found " + peek());
    }

    /** A name: a word, or a text in brackets. */
    String name() {
        if (is("[") && peek(1).type() == KqlType.STRING && peek(2).is("]")) {
            next += 3;
            return String.valueOf(tokens.get(next - 2).value());
        }
        if (peek().kind() != Kind.NAME) {
            throw unexpected("a name");
        }
        return take().text();
    }

    boolean isName() {
        return peek().kind() == Kind.NAME || (is("[") && peek(1).type() == KqlType.STRING && peek(2).is("]"));
    }

    /** A word with dashes, such as {@code project-away}; its parts must touch. */
    String dashed() {
        StringBuilder word = new StringBuilder(peek().text());
        int end = take().end();
        while (is("-") && at() == end && peek(1).kind() == Kind.NAME && peek(1).at() == end + 1) {
            take();
            end = peek().end();
            word.append('-').append(take().text());
        }
        return word.toString();
    }

    <T> List<T> commaSeparated(Supplier<T> one) {
        List<T> all = new ArrayList<>();
        do {
            all.add(one.get());
        } while (accept(","));
        return all;
    }

    /** What stands within something else. */
    <T> T nested(Supplier<T> inner) {
        if (++depth > DEEPEST) {
            throw KqlException.unsupported(at(), "A query that is nested more than " + DEEPEST + " deep");
        }
        T result = inner.get();
        depth--;
        return result;
    }

    int mark() {
        return next;
    }

    void back(int mark) {
        next = mark;
    }
}
