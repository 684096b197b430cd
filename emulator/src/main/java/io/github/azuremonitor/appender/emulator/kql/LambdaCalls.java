package io.github.azuremonitor.appender.emulator.kql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function that the query declares, and its calls: the body becomes part of the expression or pipe that calls it. It sees the names
 * declared before it and its parameters, so it cannot call itself.
 */
final class LambdaCalls {
    private final String name;
    private final Statement.Lambda lambda;
    private final Context scope;

    LambdaCalls(String name, Statement.Lambda lambda, Context scope) {
        this.name = name;
        this.lambda = lambda;
        this.scope = scope;
    }

    /** Whether its result is rows, as far as can be told without binding it. */
    boolean givesRows() {
        Expr value = lambda.result().value();
        Context.Named named = value instanceof Expr.Name written
                ? scope.named(written.name())
                : value instanceof Expr.Call call ? scope.named(call.function()) : null;
        boolean table = value instanceof Expr.Name written
                && named == null
                && scope.tables().containsKey(written.name());
        return lambda.result().rows() != null
                || table
                || (named != null
                        && (named.rows() != null
                                || (named.function() != null && named.function().givesRows())));
    }

    /** @param caller binds the arguments, which may be columns */
    Typed value(Expr.Call call, ExprBinder caller) {
        Context.Named result = called(call.at(), call.arguments(), caller, false);
        if (result.value() == null) {
            throw KqlException.semantic(call.at(), "The function " + name + "() gives rows, where a value is expected");
        }
        return result.value().called(null);
    }

    Relation rows(Source.Call call, ExprBinder constants) {
        Context.Named result = called(call.at(), call.arguments(), constants, true);
        if (result.rows() == null) {
            throw KqlException.semantic(
                    call.at(), "The function " + name + "() gives a value, where rows are expected");
        }
        return result.rows();
    }

    private Context.Named called(int at, List<Expr> arguments, ExprBinder caller, boolean constant) {
        scope.countCall(at);
        List<LetParser.Parameter> parameters = lambda.parameters();
        if (arguments.size() > parameters.size()) {
            throw KqlException.semantic(at, "The function " + name + "() takes " + parameters.size() + " arguments");
        }
        Context inner = scope.inside();
        for (int i = 0; i < parameters.size(); i++) {
            LetParser.Parameter parameter = parameters.get(i);
            boolean given = i < arguments.size();
            Expr argument = given ? arguments.get(i) : parameter.otherwise();
            if (argument == null) {
                throw KqlException.semantic(at, "The function " + name + "() misses the argument " + parameter.name());
            }
            Typed value = argument(argument, parameter, caller);
            if (constant && !value.constant()) {
                throw KqlException.semantic(argument.at(), "The argument " + parameter.name() + " must be constant");
            }
            inner.name(parameter.name(), Context.Named.value(value));
        }
        return new PipeBinder(inner).body(lambda);
    }

    private static Typed argument(Expr argument, LetParser.Parameter parameter, ExprBinder caller) {
        Typed given = caller.bind(argument);
        KqlType type = parameter.type();
        boolean fits = given.type() == type || (given.type().isNumber() && type.isNumber());
        if (!fits) {
            throw KqlException.semantic(
                    argument.at(),
                    "The argument " + parameter.name() + " is a " + type.keyword() + ", not a "
                            + given.type().keyword());
        }
        Eval eval = given.eval();
        @Nullable Typed same = given.type() == type ? given : null;
        return same != null
                ? same.called(null)
                : new Typed(type, row -> Convert.to(type, eval.of(row)), null, given.constant());
    }
}
