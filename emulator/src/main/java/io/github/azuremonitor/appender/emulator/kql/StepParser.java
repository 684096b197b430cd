package io.github.azuremonitor.appender.emulator.kql;

import io.github.azuremonitor.appender.emulator.kql.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The operators between bars; those with a syntax of their own are in {@link WideStepParser}. */
final class StepParser {
    private static final Set<String> KNOWN_REFUSED = Set.of(
            "as",
            "consume",
            "evaluate",
            "facet",
            "find",
            "fork",
            "graph-match",
            "invoke",
            "lookup",
            "macro-expand",
            "make-graph",
            "make-series",
            "mv-apply",
            "mvapply",
            "parse-kv",
            "parse-where",
            "partition",
            "project-by-names",
            "range",
            "reduce",
            "sample",
            "sample-distinct",
            "scan",
            "serialize",
            "top-hitters",
            "top-nested",
            "externaldata",
            "assert-schema",
            "execute_and_cache",
            "mvexpand");

    private final Tokens tokens;
    private final ExprParser expressions;
    private final WideStepParser wide;

    StepParser(Tokens tokens, ExprParser expressions, PipeParser pipes) {
        this.tokens = tokens;
        this.expressions = expressions;
        this.wide = new WideStepParser(tokens, expressions, pipes);
    }

    Step step() {
        int at = tokens.at();
        if (tokens.peek().kind() != Kind.NAME) {
            throw tokens.unexpected("an operator");
        }
        String operator = tokens.dashed();
        return switch (operator) {
            case "where", "filter" -> new Step.Where(at, expressions.expression());
            case "project" -> new Step.Project(at, tokens.commaSeparated(expressions::named));
            case "extend" -> new Step.Extend(at, tokens.commaSeparated(expressions::named));
            case "project-away" -> new Step.Select(at, false, tokens.commaSeparated(this::pattern));
            case "project-keep" -> new Step.Select(at, true, tokens.commaSeparated(this::pattern));
            case "project-reorder" -> new Step.Reorder(at, tokens.commaSeparated(this::reordered));
            case "project-rename" -> new Step.Rename(at, tokens.commaSeparated(this::renaming));
            case "take", "limit" -> new Step.Take(at, expressions.expression());
            case "sort", "order" -> {
                tokens.expect("by");
                yield new Step.Sort(at, tokens.commaSeparated(this::order));
            }
            case "top" -> {
                Expr rows = expressions.expression();
                tokens.expect("by");
                yield new Step.Top(at, rows, order());
            }
            case "distinct" -> distinct(at);
            case "count" -> new Step.Count(at);
            case "summarize" -> summarize(at);
            case "getschema" -> new Step.GetSchema(at);
            case "render" -> render(at);
            case "union" -> wide.union(at);
            case "join" -> wide.join(at);
            case "search" -> wide.search(at);
            case "parse" -> wide.parse(at);
            case "mv-expand" -> wide.mvExpand(at);
            default -> {
                if (KNOWN_REFUSED.contains(operator)) {
                    throw KqlException.unsupported(at, "The operator " + operator);
                }
                throw KqlException.syntax(at, "'" + operator + "' is no operator");
            }
        };
    }

    private Step.Pattern pattern() {
        int at = tokens.at();
        int end = at;
        StringBuilder text = new StringBuilder();
        while ((tokens.is("*") || tokens.isName()) && (text.length() == 0 || tokens.at() == end)) {
            end = tokens.peek().end();
            text.append(tokens.is("*") ? tokens.take().text() : tokens.name());
        }
        if (text.length() == 0) {
            throw tokens.unexpected("the name of a column");
        }
        return new Step.Pattern(at, text.toString());
    }

    private Step.Pattern reordered() {
        Step.Pattern pattern = pattern();
        if (tokens.is("asc") || tokens.is("desc") || tokens.peek().text().startsWith("granny")) {
            throw KqlException.unsupported(tokens.at(), "An order within project-reorder");
        }
        return pattern;
    }

    private Step.Renaming renaming() {
        int at = tokens.at();
        String to = tokens.name();
        tokens.expect("=");
        return new Step.Renaming(at, to, tokens.name());
    }

    private Step.Order order() {
        int at = tokens.at();
        Expr by = expressions.expression();
        boolean ascending = tokens.accept("asc");
        if (!ascending) {
            tokens.accept("desc"); // the default order
        }
        Boolean nullsFirst = null;
        if (tokens.accept("nulls")) {
            if (!tokens.is("first") && !tokens.is("last")) {
                throw tokens.unexpected("'first' or 'last'");
            }
            nullsFirst = tokens.take().is("first");
        }
        return new Step.Order(at, by, ascending, nullsFirst);
    }

    private Step distinct(int at) {
        if (tokens.accept("*")) {
            return new Step.Distinct(at, null);
        }
        return new Step.Distinct(at, tokens.commaSeparated(expressions::named));
    }

    private Step summarize(int at) {
        wide.refuseHints();
        List<Expr.Named> aggregates = new ArrayList<>();
        if (!tokens.is("by")) {
            aggregates.addAll(tokens.commaSeparated(expressions::named));
        }
        List<Expr.Named> groups = new ArrayList<>();
        if (tokens.accept("by")) {
            groups.addAll(tokens.commaSeparated(expressions::named));
        }
        return new Step.Summarize(at, aggregates, groups);
    }

    /** What it says is for a client: properties in parentheses, or without them as older queries have them. */
    private Step render(int at) {
        String visualization = tokens.name();
        Map<String, String> properties = new LinkedHashMap<>();
        if (tokens.accept("with")) {
            tokens.expect("(");
            if (!tokens.is(")")) {
                tokens.commaSeparated(() -> property(properties));
            }
            tokens.expect(")");
        } else {
            while (tokens.isName() && tokens.peek(1).is("=")) {
                property(properties);
            }
        }
        return new Step.Render(at, visualization, properties);
    }

    private String property(Map<String, String> properties) {
        String name = tokens.name();
        tokens.expect("=");
        Token value = tokens.take();
        properties.put(name, value.type() == KqlType.STRING ? String.valueOf(value.value()) : value.text());
        while (!tokens.is(")") && !tokens.is(",") && !tokens.is("|") && !tokens.is(";") && !nextProperty()) {
            tokens.take(); // the rest of a list of columns
        }
        return name;
    }

    private boolean nextProperty() {
        return tokens.peek().kind() == Kind.END
                || (tokens.isName() && tokens.peek(1).is("="));
    }
}
