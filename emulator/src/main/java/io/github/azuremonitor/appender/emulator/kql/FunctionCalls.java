package io.github.azuremonitor.appender.emulator.kql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls of the workspace's functions: their text becomes part of the query, with names of its own. */
final class FunctionCalls {
    /** Any deeper, and they probably call each other endlessly. */
    private static final int DEEPEST = 16;

    private FunctionCalls() {}

    /** @param constants binds what the call gives for the parameters */
    static Relation bind(Context context, ExprBinder constants, Source.Call call, KqlFunction function) {
        if (context.depth() == DEEPEST) {
            throw KqlException.semantic(call.at(), "Functions call each other more than " + DEEPEST + " deep");
        }
        context.countCall(call.at());
        Context inner = context.within();
        List<LetParser.Parameter> parameters = parsed(call, function, "parameters", function.parameters());
        if (call.arguments().size() > parameters.size()) {
            throw KqlException.semantic(
                    call.at(), "The function " + function.name() + "() takes " + parameters.size() + " arguments");
        }
        for (int i = 0; i < parameters.size(); i++) {
            LetParser.Parameter parameter = parameters.get(i);
            Expr given = i < call.arguments().size() ? call.arguments().get(i) : parameter.otherwise();
            if (given == null) {
                throw KqlException.semantic(
                        call.at(), "The function " + function.name() + "() misses the argument " + parameter.name());
            }
            inner.name(parameter.name(), Context.Named.value(argument(constants.bind(given), given, parameter)));
        }
        try {
            return new PipeBinder(inner).bind(new PipeParser(function.query()).statement());
        } catch (KqlException e) {
            throw within(call, function, function.query(), e);
        }
    }

    private static Typed argument(Typed given, Expr expr, LetParser.Parameter parameter) {
        boolean fits = given.type() == parameter.type()
                || (given.type().isNumber() && parameter.type().isNumber());
        if (!given.constant() || !fits) {
            throw KqlException.semantic(
                    expr.at(),
                    "The argument " + parameter.name() + " is a constant "
                            + parameter.type().keyword());
        }
        @Nullable Object value = Convert.to(parameter.type(), given.value());
        return Typed.literal(parameter.type(), value);
    }

    private static List<LetParser.Parameter> parsed(
            Source.Call call, KqlFunction function, String what, String parameters) {
        try {
            return new PipeParser(parameters).parameters();
        } catch (KqlException e) {
            throw within(call, function, what + " " + parameters, e);
        }
    }

    /** A fault is reported where the query calls the function; the message says where in the function it is. */
    private static KqlException within(Source.Call call, KqlFunction function, String text, KqlException fault) {
        String message = "In the function " + function.name() + ", line " + fault.line(text) + ", position "
                + fault.column(text) + ": " + fault.getMessage();
        return fault.kind() == KqlException.Kind.LIMIT ? fault : KqlException.semantic(call.at(), message);
    }
}
