package io.github.azuremonitor.appender.emulator.kql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Aggregates that look at values one by one: nulls are left out. */
final class ValueAggregates {
    static final Map<String, Aggregates.Binder> ALL = Map.ofEntries(
            Map.entry("dcount", (call, columns) -> distinct(call)),
            Map.entry("min", (call, columns) -> extreme(call, -1)),
            Map.entry("max", (call, columns) -> extreme(call, 1)),
            Map.entry("make_list", (call, columns) -> list(call, "list", false)),
            Map.entry("make_set", (call, columns) -> list(call, "set", true)),
            Map.entry("percentile", (call, columns) -> percentiles(call.count(2, 2))),
            Map.entry("percentiles", (call, columns) -> percentiles(call.count(2, 64))));

    /** As long as Azure lets a list or set become (Kusto docs, "make_list"). */
    private static final long LONGEST_LIST = 1_048_576;

    private ValueAggregates() {}

    /** Exact, where Azure estimates. */
    private static Aggregate distinct(Arguments call) {
        Eval of = call.count(1, 2).get(0).eval();
        if (call.has(1)) {
            call.integer(1);
            call.constant(1);
        }
        return Aggregate.of(Aggregates.name("dcount", call), KqlType.LONG, () -> new Accumulator() {
            private final Set<Object> seen = new HashSet<>();

            @Override
            public void add(@Nullable Object[] row) {
                Object value = of.of(row);
                if (value != null) {
                    seen.add(value);
                }
            }

            @Override
            public Object result(int column) {
                return (long) seen.size();
            }
        });
    }

    private static Aggregate extreme(Arguments call, int sign) {
        Typed typed = call.count(1, 1).get(0);
        if (!typed.type().isOrdered()) {
            throw KqlException.semantic(call.at(0), "A dynamic has no order; convert it, by tostring() say");
        }
        Eval of = typed.eval();
        KqlType type = typed.type();
        return Aggregate.of(Aggregates.name(call.function, call), type, () -> new Accumulator() {
            private @Nullable Object best;

            @Override
            public void add(@Nullable Object[] row) {
                Object value = of.of(row);
                Object before = best;
                if (value != null && (before == null || Comparison.compare(value, before) * sign > 0)) {
                    best = value;
                }
            }

            @Override
            public @Nullable Object result(int column) {
                return Convert.to(type, best);
            }
        });
    }

    private static Aggregate list(Arguments call, String prefix, boolean once) {
        Eval of = call.count(1, 2).get(0).eval();
        Object said = null;
        if (call.has(1)) {
            call.integer(1);
            said = call.constant(1);
        }
        long most = said == null ? LONGEST_LIST : Math.min(LONGEST_LIST, ((Number) said).longValue());
        boolean flat = once && call.get(0).type() == KqlType.DYNAMIC;
        return Aggregate.of(Aggregates.name(prefix, call), KqlType.DYNAMIC, () -> new Accumulator() {
            private final Collection<JsonNode> values = once ? new LinkedHashSet<>() : new ArrayList<>();

            @Override
            public void add(@Nullable Object[] row) {
                Object value = of.of(row);
                if (flat && value instanceof ArrayNode array) {
                    array.forEach(this::addOne); // a set of arrays is one of their elements (Kusto docs, "make_set")
                } else if (value != null) {
                    addOne(Json.of(value));
                }
            }

            private void addOne(JsonNode value) {
                if (values.size() < most) {
                    values.add(value);
                }
            }

            @Override
            public Object result(int column) {
                return Json.NODES.arrayNode().addAll(values);
            }
        });
    }

    /** The nearest rank, exact, where Azure estimates. */
    private static Aggregate percentiles(Arguments call) {
        KqlType of0 = call.get(0).type();
        KqlType type = of0 == KqlType.INT ? KqlType.LONG : of0;
        if (type == KqlType.DYNAMIC || type == KqlType.STRING || type == KqlType.BOOL) {
            throw KqlException.semantic(
                    call.at(0), "A percentile is one of numbers or times, not of " + type.keyword());
        }
        String name = call.nameOf(0);
        List<KqlColumn> columns = new ArrayList<>();
        List<Double> ranks = new ArrayList<>();
        for (int i = 1; i < call.size(); i++) {
            call.of(i, KqlType.INT, KqlType.LONG, KqlType.REAL);
            Object rank = call.constant(i);
            if (rank == null || ((Number) rank).doubleValue() < 0 || ((Number) rank).doubleValue() > 100) {
                throw KqlException.semantic(call.at(i), "A percentile lies between 0 and 100");
            }
            ranks.add(((Number) rank).doubleValue());
            columns.add(new KqlColumn(
                    "percentile_" + (name == null ? "" : name) + "_"
                            + Texts.of(rank).replace('.', '_'),
                    type));
        }
        Eval of = call.get(0).eval();
        return new Aggregate(columns, () -> new Accumulator() {
            private final List<Object> values = new ArrayList<>();
            private boolean sorted;

            @Override
            public void add(@Nullable Object[] row) {
                Object value = of.of(row);
                if (value != null) {
                    values.add(value);
                }
            }

            @Override
            public @Nullable Object result(int column) {
                if (values.isEmpty()) {
                    return null;
                }
                if (!sorted) {
                    values.sort(Comparison::compare);
                    sorted = true;
                }
                int rank = (int) Math.ceil(ranks.get(column) / 100 * values.size());
                return Convert.to(type, values.get(Math.max(0, rank - 1)));
            }
        });
    }
}
