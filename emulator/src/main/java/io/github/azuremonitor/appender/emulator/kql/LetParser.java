package io.github.azuremonitor.appender.emulator.kql;

import io.github.azuremonitor.appender.emulator.kql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code let} with values, rows and functions, and the parameters of functions. */
final class LetParser {
    /**
     * A parameter of a function.
     *
     * @param otherwise its value if a call has none; null if it must have one
     */
    record Parameter(String name, KqlType type, @Nullable Expr otherwise) {}

    private final Tokens tokens;
    private final ExprParser expressions;
    private final PipeParser pipes;

    LetParser(Tokens tokens, ExprParser expressions, PipeParser pipes) {
        this.tokens = tokens;
        this.expressions = expressions;
        this.pipes = pipes;
    }

    Statement.Let let() {
        int at = tokens.expect("let").at();
        String name = tokens.name();
        tokens.expect("=");
        if (tokens.is("view") && tokens.peek(1).is("(")) {
            throw KqlException.unsupported(tokens.at(), "A view");
        }
        if (tokens.is("materialize") || tokens.is("toscalar")) {
            throw KqlException.unsupported(
                    tokens.at(), "The function " + tokens.peek().text() + "()");
        }
        boolean lambda = tokens.is("(")
                && (tokens.peek(1).is(")")
                        || (tokens.peek(1).kind() == Kind.NAME && tokens.peek(2).is(":")));
        return lambda ? Statement.Let.function(at, name, lambda()) : bound(at, name);
    }

    /** Rows if what follows certainly is a pipe, else an expression. */
    private Statement.Let bound(int at, String name) {
        int mark = tokens.mark();
        Pipe rows = pipes.pipeWithin();
        if (rows != null) {
            return Statement.Let.rows(at, name, rows);
        }
        tokens.back(mark);
        return Statement.Let.value(at, name, expressions.expression());
    }

    private Statement.Lambda lambda() {
        int at = tokens.at();
        List<Parameter> parameters = parameters(true);
        return tokens.nested(() -> {
            tokens.expect("{");
            List<Statement.Let> lets = new ArrayList<>();
            while (tokens.is("let")) {
                lets.add(let());
                tokens.expect(";");
            }
            Statement.Let result = bound(tokens.at(), "");
            tokens.accept(";");
            tokens.expect("}");
            return new Statement.Lambda(at, parameters, lets, result);
        });
    }

    /** Parameters, in parentheses if they are {@code open}. */
    List<Parameter> parameters(boolean open) {
        if (open) {
            tokens.expect("(");
        }
        List<Parameter> all = new ArrayList<>();
        while (tokens.isName()) {
            String name = tokens.name();
            tokens.expect(":");
            if (tokens.is("(")) {
                throw KqlException.unsupported(tokens.at(), "A table as a parameter");
            }
            KqlType type = expressions.type();
            all.add(new Parameter(name, type, tokens.accept("=") ? expressions.expression() : null));
            if (!tokens.accept(",") && tokens.isName()) {
                throw tokens.unexpected("','");
            }
        }
        if (open) {
            tokens.expect(")");
        }
        return all;
    }
}
