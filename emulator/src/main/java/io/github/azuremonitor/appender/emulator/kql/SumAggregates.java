package io.github.azuremonitor.appender.emulator.kql;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Aggregates that add up: nulls are left out. */
final class SumAggregates {
    static final Map<String, Aggregates.Binder> ALL = Map.ofEntries(
            Map.entry("count", (call, columns) -> count(call)),
            Map.entry("countif", (call, columns) -> countIf(call)),
            Map.entry("sum", (call, columns) -> sum(call.count(1, 1), row -> true)),
            Map.entry("sumif", (call, columns) -> sum(call.count(2, 2), call.of(1, KqlType.BOOL))),
            Map.entry("avg", (call, columns) -> average(call.count(1, 1), row -> true)),
            Map.entry("avgif", (call, columns) -> average(call.count(2, 2), call.of(1, KqlType.BOOL))),
            Map.entry("stdev", (call, columns) -> deviation(call.count(1, 1))));

    private SumAggregates() {}

    private static Aggregate count(Arguments call) {
        call.count(0, 0);
        return counting("count_", row -> true);
    }

    private static Aggregate countIf(Arguments call) {
        return counting(Aggregates.name("countif", call.count(1, 1)), call.of(0, KqlType.BOOL));
    }

    private static Aggregate counting(String name, Eval condition) {
        return Aggregate.of(name, KqlType.LONG, () -> new Accumulator() {
            private long count;

            @Override
            public void add(@Nullable Object[] row) {
                if (Boolean.TRUE.equals(condition.of(row))) {
                    count++;
                }
            }

            @Override
            public Object result(int column) {
                return count;
            }
        });
    }

    private static final class Sum implements Accumulator {
        private final KqlType type;
        private final Eval of;
        private final Eval condition;
        private final boolean mean;
        private long count;
        private long whole;
        private double real;

        Sum(KqlType type, Eval of, Eval condition, boolean mean) {
            this.type = type;
            this.of = of;
            this.condition = condition;
            this.mean = mean;
        }

        @Override
        public void add(@Nullable Object[] row) {
            Object value = Boolean.TRUE.equals(condition.of(row)) ? of.of(row) : null;
            if (value == null) {
                return;
            }
            count++;
            if (value instanceof Number number) {
                whole += number.longValue();
                real += number.doubleValue();
            } else {
                whole += Arithmetic.ticks(value);
                real += Arithmetic.ticks(value);
            }
        }

        @Override
        public @Nullable Object result(int column) {
            if (mean && count == 0) {
                return type == KqlType.REAL ? Double.NaN : null; // divided by 0 (Kusto docs, "summarize operator")
            }
            double mean = real / Math.max(1, count);
            return switch (type) {
                case LONG -> whole;
                case REAL -> this.mean ? mean : real;
                case DATETIME -> new Moment((long) mean);
                default -> new Span(this.mean ? (long) mean : whole);
            };
        }
    }

    private static Aggregate sum(Arguments call, Eval condition) {
        Eval of = call.of(0, KqlType.INT, KqlType.LONG, KqlType.REAL, KqlType.TIMESPAN);
        KqlType of0 = call.get(0).type();
        KqlType type = of0 == KqlType.INT ? KqlType.LONG : of0;
        return Aggregate.of(Aggregates.name(call.function, call), type, () -> new Sum(type, of, condition, false));
    }

    private static Aggregate average(Arguments call, Eval condition) {
        Eval of = call.of(0, KqlType.INT, KqlType.LONG, KqlType.REAL, KqlType.TIMESPAN, KqlType.DATETIME);
        KqlType type =
                call.get(0).type().isNumber() ? KqlType.REAL : call.get(0).type();
        return Aggregate.of(Aggregates.name(call.function, call), type, () -> new Sum(type, of, condition, true));
    }

    /** Of a sample (Kusto docs, "stdev"), by Welford's method. */
    private static Aggregate deviation(Arguments call) {
        Eval of = call.of(0, KqlType.INT, KqlType.LONG, KqlType.REAL);
        Supplier<Accumulator> fresh = () -> new Accumulator() {
            private long count;
            private double mean;
            private double squares;

            @Override
            public void add(@Nullable Object[] row) {
                if (of.of(row) instanceof Number number) {
                    double off = number.doubleValue() - mean;
                    mean += off / ++count;
                    squares += off * (number.doubleValue() - mean);
                }
            }

            @Override
            public Object result(int column) {
                return count < 2 ? 0.0 : Math.sqrt(squares / (count - 1));
            }
        };
        return Aggregate.of(Aggregates.name("stdev", call), KqlType.REAL, fresh);
    }
}
