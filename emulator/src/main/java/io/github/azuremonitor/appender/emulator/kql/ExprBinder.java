package io.github.azuremonitor.appender.emulator.kql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Resolves the names and types of an expression, and makes what computes it. Used by one thread. */
final class ExprBinder {
    /** Takes calls of aggregates out of an expression, where they are allowed. */
    interface Aggregation {
        /** The aggregate's result; null if the call is not an aggregate. */
        @Nullable Typed take(Expr.Call call);
    }

    /** The column with the time of arrival, which the emulator's tables have. */
    static final String INGESTION_TIME = "$IngestionTime";

    private final Context context;
    private final Relation rows;
    private final PipeBinder pipes;
    private final List<String> groups;
    private final @Nullable Aggregation aggregation;

    ExprBinder(Context context, Relation rows, PipeBinder pipes) {
        this(context, rows, pipes, List.of(), null);
    }

    private ExprBinder(
            Context context, Relation rows, PipeBinder pipes, List<String> groups, @Nullable Aggregation aggregation) {
        this.context = context;
        this.rows = rows;
        this.pipes = pipes;
        this.groups = groups;
        this.aggregation = aggregation;
    }

    /** The same for the arguments of aggregates. */
    ExprBinder groupedBy(List<String> columns) {
        return new ExprBinder(context, rows, pipes, columns, null);
    }

    /** The same for expressions around aggregates, which may use columns only within these. */
    ExprBinder aggregating(Aggregation with) {
        return new ExprBinder(context, rows, pipes, groups, with);
    }

    /** The columns by which rows are grouped: what "all columns" leaves out. */
    List<String> groups() {
        return groups;
    }

    Relation rows() {
        return rows;
    }

    Context context() {
        return context;
    }

    Typed bind(Expr expr) {
        if (expr instanceof Expr.Literal literal) {
            TransformationRules.checkLiteral(context.dialect, literal);
            return Typed.literal(literal.type(), literal.value());
        }
        if (expr instanceof Expr.Name name) {
            return name(name);
        }
        if (expr instanceof Expr.Call call) {
            return call(call);
        }
        if (expr instanceof Expr.Binary binary) {
            return binary(binary);
        }
        if (expr instanceof Expr.Member member) {
            return member(member);
        }
        if (expr instanceof Expr.Element element) {
            return element(element);
        }
        if (expr instanceof Expr.Sign sign) {
            return Arithmetic.sign(sign.at(), sign.minus(), bind(sign.of()));
        }
        if (expr instanceof Expr.Among among) {
            TransformationRules.checkOperator(context.dialect, among.at(), among.operator());
            return Membership.bind(among, this, pipes);
        }
        if (expr instanceof Expr.Between between) {
            return between(between);
        }
        String what = expr instanceof Expr.Star ? "'*'" : "typeof()";
        throw KqlException.semantic(expr.at(), what + " is not expected here");
    }

    /** A condition. */
    Eval bool(Expr expr) {
        Typed typed = bind(expr);
        if (typed.type() != KqlType.BOOL) {
            throw KqlException.semantic(
                    expr.at(),
                    "The expression must have the type bool, not "
                            + typed.type().keyword());
        }
        return typed.eval();
    }

    /** A number that is the same for all rows, such as that of {@code take}. */
    long constantCount(Expr expr) {
        Typed typed = bind(expr);
        if (!typed.constant() || !typed.type().isInteger()) {
            throw KqlException.semantic(expr.at(), "A constant whole number is expected here");
        }
        Object value = typed.value();
        if (value == null || ((Number) value).longValue() < 0) {
            throw KqlException.semantic(expr.at(), "The number must be 0 or more");
        }
        return ((Number) value).longValue();
    }

    private Typed name(Expr.Name name) {
        int index = rows.indexOf(name.name());
        if (index >= 0 && aggregation == null) {
            Field field = rows.fields().get(index);
            field.use();
            return new Typed(field.type, row -> row[index], field.name, false);
        }
        Context.Named named = context.named(name.name());
        if (named != null && named.value() != null) {
            return named.value().called(rows.fields().isEmpty() ? null : name.name());
        }
        if (index >= 0) {
            throw KqlException.semantic(
                    name.at(), "The column '" + name.name() + "' stands outside of an aggregate function");
        }
        if (named != null && named.function() != null) {
            throw KqlException.semantic(
                    name.at(), "'" + name.name() + "' is a function, and is called by " + name.name() + "()");
        }
        if (named != null || context.tables().containsKey(name.name())) {
            throw KqlException.semantic(name.at(), "'" + name.name() + "' is a table, where a value is expected");
        }
        throw KqlException.semantic(
                name.at(),
                "The name '" + name.name() + "' does not refer to any known column, table, variable or function");
    }

    private Typed binary(Expr.Binary binary) {
        String operator = binary.operator();
        int at = binary.at();
        if (binary.left() instanceof Expr.Star || operator.equals(":")) {
            return StarTerms.bind(binary, this);
        }
        TransformationRules.checkOperator(context.dialect, at, operator);
        Typed left = bind(binary.left());
        Typed right = bind(binary.right());
        return switch (operator) {
            case "and", "or" -> Logic.bind(at, operator, left, right);
            case "==", "!=" -> Comparison.equality(at, operator.equals("!="), left, right);
            case "<", ">", "<=", ">=" -> Comparison.order(at, operator, left, right);
            case "+", "-", "*", "/", "%" -> Arithmetic.bind(at, operator, left, right);
            default -> TextOperators.bind(at, operator, left, right);
        };
    }

    private Typed between(Expr.Between between) {
        Typed of = bind(between.of());
        Typed low = bind(between.low());
        Typed high = bind(between.high());
        boolean span =
                of.type() == KqlType.DATETIME && low.type() == KqlType.DATETIME && high.type() == KqlType.TIMESPAN;
        boolean plain = of.type() == low.type() && of.type() == high.type() && of.type() != KqlType.DYNAMIC;
        boolean numbers =
                of.type().isNumber() && low.type().isNumber() && high.type().isNumber();
        if (!span && !numbers && (!plain || of.type() == KqlType.STRING || of.type() == KqlType.BOOL)) {
            throw KqlException.semantic(
                    between.at(),
                    "The operator 'between' is not defined for " + of.type().keyword() + ", "
                            + low.type().keyword() + " and " + high.type().keyword());
        }
        Typed end = span ? Arithmetic.bind(between.at(), "+", low, high) : high;
        Typed inside = Logic.bind(
                between.at(),
                "and",
                Comparison.order(between.at(), ">=", of, low),
                Comparison.order(between.at(), "<=", of, end));
        return between.not() ? Logic.not(inside) : inside;
    }

    private Typed member(Expr.Member member) {
        Typed of = bind(member.of());
        requireDynamic(member.of(), of);
        Eval eval = of.eval();
        String name = member.name();
        return new Typed(
                KqlType.DYNAMIC,
                row -> eval.of(row) instanceof ObjectNode bag ? Json.orNull(bag.get(name)) : null,
                of.name() == null ? name : of.name() + "_" + name,
                of.constant());
    }

    private static void requireDynamic(Expr written, Typed of) {
        if (of.type() != KqlType.DYNAMIC) {
            throw KqlException.semantic(
                    written.at(),
                    "Only a dynamic has members; this is a " + of.type().keyword());
        }
    }

    private Typed element(Expr.Element element) {
        Typed of = bind(element.of());
        requireDynamic(element.of(), of);
        Typed index = bind(element.index());
        if (index.type() != KqlType.STRING && !index.type().isInteger()) {
            throw KqlException.semantic(element.index().at(), "An index is a string or a whole number");
        }
        Eval eval = of.eval();
        Eval at = index.eval();
        boolean written = element.index() instanceof Expr.Literal;
        String suffix = written ? Texts.of(index.value()) : "";
        return new Typed(
                KqlType.DYNAMIC,
                row -> eval.of(row) instanceof JsonNode node ? element(node, at.of(row)) : null,
                of.name() != null ? of.name() + "_" + suffix : suffix.isEmpty() ? null : suffix,
                of.constant() && index.constant());
    }

    private static @Nullable JsonNode element(JsonNode of, @Nullable Object index) {
        if (of instanceof ObjectNode && index instanceof String name) {
            return Json.orNull(of.get(name));
        }
        if (of instanceof ArrayNode && index instanceof Number number) {
            long at = number.longValue() < 0 ? of.size() + number.longValue() : number.longValue();
            return at < 0 || at >= of.size() ? null : Json.orNull(of.get((int) at));
        }
        return null;
    }

    private Typed call(Expr.Call call) {
        Typed aggregate = aggregation == null ? null : aggregation.take(call);
        if (aggregate != null) {
            return aggregate;
        }
        Context.Named named = context.named(call.function());
        if (named != null && named.function() != null) {
            return named.function().value(call, this);
        }
        if (call.function().equals("ingestion_time")) {
            return ingestionTime(call);
        }
        Function function = Functions.ALL.get(call.function());
        if (function == null) {
            throw unknown(call);
        }
        List<Typed> arguments = new ArrayList<>();
        for (Expr argument : call.arguments()) {
            boolean type = argument instanceof Expr.TypeOf;
            arguments.add(type ? Typed.literal(KqlType.STRING, "") : bind(argument));
        }
        TransformationRules.checkCall(context.dialect, call);
        return function.bind(new Arguments(context, rows, call, arguments));
    }

    private static KqlException unknown(Expr.Call call) {
        return Aggregates.isKnown(call.function())
                ? KqlException.semantic(
                        call.at(), "The aggregate function " + call.function() + "() stands in a summarize only")
                : KqlException.unsupported(call.at(), "The function " + call.function() + "()");
    }

    private Typed ingestionTime(Expr.Call call) {
        if (!call.arguments().isEmpty()) {
            throw KqlException.semantic(call.at(), "The function 'ingestion_time' expects 0 arguments");
        }
        int index = rows.indexOfHidden(INGESTION_TIME);
        if (index < 0) {
            throw KqlException.unsupported(call.at(), "The function ingestion_time() of rows that are none of a table");
        }
        rows.fields().get(index).use();
        return new Typed(KqlType.DATETIME, row -> row[index], INGESTION_TIME, false);
    }
}
