package io.github.azuremonitor.appender.emulator.kql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Aggregates that choose a row of the group, and give columns of it. */
final class RowAggregates {
    static final Map<String, Aggregates.Binder> ALL = Map.of(
            "arg_max",
            (call, columns) -> extreme(call, columns, 1),
            "arg_min",
            (call, columns) -> extreme(call, columns, -1),
            "take_any",
            RowAggregates::any,
            "any",
            RowAggregates::refusedAny);

    private RowAggregates() {}

    private static Aggregate refusedAny(Arguments call, ExprBinder columns) {
        throw KqlException.unsupported(call.at, "The function any(), which is called take_any() today,");
    }

    /** The requested expressions; a star stands for every column that is not named elsewhere. */
    private static void outputs(
            Arguments call,
            ExprBinder columns,
            int from,
            List<KqlColumn> named,
            List<Eval> evals,
            List<String> groups) {
        for (int i = from; i < call.size(); i++) {
            if (!(call.written(i) instanceof Expr.Star)) {
                String name = call.nameOf(i);
                named.add(new KqlColumn(name == null ? "" : name, call.get(i).type()));
                evals.add(call.get(i).eval());
                continue;
            }
            List<Field> fields = columns.rows().fields();
            for (int k = 0; k < fields.size(); k++) {
                Field field = fields.get(k);
                int place = k;
                boolean there = isWritten(call, field.name);
                if (!there && !groups.contains(field.name) && !field.hidden) {
                    field.use();
                    named.add(new KqlColumn(field.name, field.type));
                    evals.add(row -> row[place]);
                }
            }
        }
    }

    private static boolean isWritten(Arguments call, String column) {
        for (int i = 0; i < call.size(); i++) {
            if (call.written(i) instanceof Expr.Name name && name.name().equals(column)) {
                return true;
            }
        }
        return false;
    }

    private static Aggregate extreme(Arguments call, ExprBinder columns, int sign) {
        if (call.size() == 0 || call.written(0) instanceof Expr.Star) {
            throw KqlException.semantic(
                    call.at, "The function '" + call.function + "' expects what is to be compared first");
        }
        if (!call.get(0).type().isOrdered()) {
            throw KqlException.semantic(call.at(0), "A dynamic has no order; convert it, by tostring() say");
        }
        List<KqlColumn> named = new ArrayList<>();
        List<Eval> evals = new ArrayList<>();
        outputs(call, columns, 0, named, evals, columns.groups());
        if (named.get(0).name().isEmpty()) {
            named.set(0, new KqlColumn(sign > 0 ? "max_" : "min_", named.get(0).type()));
        }
        Eval by = evals.get(0);
        return new Aggregate(named, () -> new Accumulator() {
            private @Nullable Object best;
            private @Nullable Object @Nullable [] chosen;

            @Override
            public void add(@Nullable Object[] row) {
                Object value = by.of(row);
                Object before = best;
                if (chosen == null
                        || (value != null && (before == null || Comparison.compare(value, before) * sign > 0))) {
                    best = value;
                    chosen = row;
                }
            }

            @Override
            public @Nullable Object result(int column) {
                return chosen == null
                        ? nothing(named.get(column))
                        : evals.get(column).of(chosen);
            }
        });
    }

    private static @Nullable Object nothing(KqlColumn column) {
        return Convert.to(column.type(), null);
    }

    /** Of one column a value that is there if there is one; of several a row. */
    private static Aggregate any(Arguments call, ExprBinder columns) {
        call.count(1, 64);
        List<KqlColumn> named = new ArrayList<>();
        List<Eval> evals = new ArrayList<>();
        outputs(call, columns, 0, named, evals, columns.groups());
        boolean one = evals.size() == 1;
        return new Aggregate(named, () -> new Accumulator() {
            private @Nullable Object @Nullable [] chosen;
            private boolean empty = true;

            @Override
            public void add(@Nullable Object[] row) {
                if (chosen == null || (one && empty)) {
                    Object value = evals.get(0).of(row);
                    boolean nothing = value == null || value.equals("");
                    if (chosen == null || !nothing) {
                        chosen = row;
                        empty = nothing;
                    }
                }
            }

            @Override
            public @Nullable Object result(int column) {
                return chosen == null
                        ? nothing(named.get(column))
                        : evals.get(column).of(chosen);
            }
        });
    }
}
