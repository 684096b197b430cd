package io.github.azuremonitor.appender.emulator.kql;

import io.github.azuremonitor.appender.emulator.kql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Statements, sources and pipes. Used once. */
final class PipeParser {
    private static final Set<String> REFUSED_SOURCES = Set.of(
            "range",
            "externaldata",
            "find",
            "evaluate",
            "materialized_view",
            "toscalar",
            "materialize",
            "cluster",
            "database",
            "workspace",
            "app",
            "resource",
            "table");

    private final Tokens tokens;
    private final ExprParser expressions;
    private final StepParser steps;
    private final LetParser lets;
    private boolean search;
    private boolean strings = true;

    PipeParser(String text) {
        this.tokens = new Tokens(text);
        this.expressions = new ExprParser(tokens, this);
        this.steps = new StepParser(tokens, expressions, this);
        this.lets = new LetParser(tokens, expressions, this);
    }

    /** Whether the condition of a search is being read, which has an operator of its own. */
    boolean inSearch() {
        return search;
    }

    void inSearch(boolean now) {
        search = now;
    }

    /** Whether strings that follow each other are one; in the pattern of a parse they are not. */
    boolean joinsStrings() {
        return strings;
    }

    void joinsStrings(boolean now) {
        strings = now;
    }

    Statement statement() {
        List<Statement.Let> lets = new ArrayList<>();
        Pipe answer = null;
        while (tokens.peek().kind() != Kind.END) {
            if (tokens.accept(";")) {
                continue;
            }
            if (answer != null) {
                throw KqlException.unsupported(tokens.at(), "More than one answer");
            }
            if (tokens.is("let")) {
                lets.add(this.lets.let());
            } else {
                refuseStatement();
                answer = pipe();
            }
            if (tokens.peek().kind() != Kind.END && !tokens.is(";")) {
                throw tokens.unexpected(answer == null ? "';'" : "'|' and an operator");
            }
        }
        if (answer == null) {
            throw KqlException.syntax(tokens.at(), "The query has no tabular expression");
        }
        return new Statement(lets, answer);
    }

    private void refuseStatement() {
        for (String word : List.of("set", "declare", "alias", "restrict", "pattern")) {
            if (tokens.is(word) && tokens.peek(1).kind() == Kind.NAME) {
                throw KqlException.unsupported(tokens.at(), "The statement " + word);
            }
        }
        if (tokens.is(".")) {
            throw KqlException.unsupported(tokens.at(), "A management command");
        }
    }

    /** A pipe if it certainly is one, by how it begins or because an operator follows; else null, with nothing consumed. */
    @Nullable Pipe pipeWithin() {
        if (tokens.is("datatable") || tokens.is("print") || tokens.is("union") || tokens.is("search")) {
            return pipe();
        }
        if (tokens.isName()) {
            int mark = tokens.mark();
            tokens.name();
            skipArguments();
            boolean piped = tokens.is("|");
            tokens.back(mark);
            return piped ? pipe() : null;
        }
        if (tokens.is("(")) {
            int mark = tokens.mark();
            tokens.take();
            Pipe inner = pipeWithin();
            boolean closed = inner != null && tokens.is(")");
            tokens.back(mark);
            return closed ? pipe() : null;
        }
        return null;
    }

    /** Skips the arguments of a call, if one begins here. */
    private void skipArguments() {
        int open = 0;
        while ((open > 0 || tokens.is("(")) && tokens.peek().kind() != Kind.END) {
            Token token = tokens.take();
            open += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            if (open == 0) {
                return;
            }
        }
    }

    Pipe pipe() {
        return tokens.nested(() -> {
            Source source = source();
            List<Step> all = new ArrayList<>();
            while (tokens.accept("|")) {
                all.add(steps.step());
            }
            return new Pipe(source, all);
        });
    }

    /** A table or a pipe in parentheses, as joins and unions take them. */
    Source operand() {
        int at = tokens.at();
        if (tokens.accept("(")) {
            Pipe pipe = pipe();
            tokens.expect(")");
            return new Source.Nested(at, pipe);
        }
        return named();
    }

    /** A table, or a function of the workspace. */
    private Source named() {
        Token first = tokens.peek();
        if (!tokens.peek(1).is("(") || first.kind() != Kind.NAME) {
            return new Source.Table(first.at(), tableName());
        }
        if (REFUSED_SOURCES.contains(first.text())) {
            throw KqlException.unsupported(first.at(), "The function " + first.text() + "() as a source");
        }
        String name = tokens.name();
        tokens.expect("(");
        List<Expr> arguments = tokens.is(")") ? List.of() : tokens.commaSeparated(expressions::expression);
        tokens.expect(")");
        return new Source.Call(first.at(), name, arguments);
    }

    /** The whole text as parameters of a function, with or without parentheses. */
    List<LetParser.Parameter> parameters() {
        List<LetParser.Parameter> all = lets.parameters(tokens.is("("));
        if (tokens.peek().kind() != Kind.END) {
            throw tokens.unexpected("a parameter, such as level:string");
        }
        return all;
    }

    private String tableName() {
        Token first = tokens.peek();
        int end = first.end();
        StringBuilder name = new StringBuilder(tokens.is("*") ? "" : tokens.name());
        while (tokens.is("*") && (name.length() == 0 || tokens.at() == end)) {
            tokens.take();
            name.append('*');
        }
        return name.toString();
    }

    private Source source() {
        int at = tokens.at();
        Token first = tokens.peek();
        if (first.is("(")) {
            return operand();
        }
        if (first.is("print")) {
            tokens.take();
            return new Source.Print(at, tokens.commaSeparated(expressions::named));
        }
        if (first.is("datatable")) {
            return dataTable();
        }
        if (first.is("union") || first.is("search")) {
            return new Source.Alone(at, steps.step());
        }
        boolean operator = first.kind() == Kind.NAME
                && tokens.peek(1).kind() != Kind.END
                && !tokens.peek(1).is("|")
                && !tokens.peek(1).is(";")
                && !tokens.peek(1).is(")");
        if (operator && REFUSED_SOURCES.contains(first.text())) {
            throw KqlException.unsupported(at, "The source " + first.text());
        }
        return named();
    }

    private Source dataTable() {
        int at = tokens.expect("datatable").at();
        tokens.expect("(");
        List<KqlColumn> columns = tokens.commaSeparated(() -> {
            String name = tokens.name();
            tokens.expect(":");
            return new KqlColumn(name, expressions.type());
        });
        tokens.expect(")");
        tokens.expect("[");
        List<Expr> values = new ArrayList<>();
        while (!tokens.is("]")) {
            values.add(expressions.expression());
            if (!tokens.accept(",")) {
                break;
            }
        }
        tokens.expect("]");
        return new Source.DataTable(at, columns, values);
    }
}
