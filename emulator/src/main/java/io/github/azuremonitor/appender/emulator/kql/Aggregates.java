package io.github.azuremonitor.appender.emulator.kql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All aggregate functions by name. */
final class Aggregates {
    /** Binds a call whose arguments, except for stars, are already bound. */
    @FunctionalInterface
    interface Binder {
        Aggregate bind(Arguments call, ExprBinder columns);
    }

    private static final Map<String, Binder> ALL = all();

    private Aggregates() {}

    private static Map<String, Binder> all() {
        Map<String, Binder> all = new HashMap<>();
        all.putAll(SumAggregates.ALL);
        all.putAll(ValueAggregates.ALL);
        all.putAll(RowAggregates.ALL);
        return Map.copyOf(all);
    }

    static boolean isKnown(String function) {
        return ALL.containsKey(function);
    }

    static Aggregate bind(Expr.Call call, ExprBinder columns) {
        Binder binder = ALL.get(call.function());
        if (binder == null) {
            throw KqlException.unsupported(call.at(), "The aggregate function " + call.function() + "()");
        }
        List<Typed> arguments = new ArrayList<>();
        for (Expr argument : call.arguments()) {
            arguments.add(argument instanceof Expr.Star ? Typed.literal(KqlType.BOOL, null) : columns.bind(argument));
        }
        return binder.bind(new Arguments(columns.context(), columns.rows(), call, arguments), columns);
    }

    /** {@code sum_Seq}: the function's prefix and the name of its first argument. */
    static String name(String prefix, Arguments call) {
        String of = call.size() == 0 ? null : call.nameOf(0);
        return prefix + "_" + (of == null ? "" : of);
    }
}
