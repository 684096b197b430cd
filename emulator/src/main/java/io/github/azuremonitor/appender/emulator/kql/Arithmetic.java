package io.github.azuremonitor.appender.emulator.kql;

import org.jspecify.annotations.Nullable;

/** {@code + - * / %} and the signs: the result of a null operand is null. */
final class Arithmetic {
    /** Works on two values that are not null. */
    @FunctionalInterface
    private interface Operation {
        @Nullable Object of(Object left, Object right);
    }

    private Arithmetic() {}

    static Typed bind(int at, String operator, Typed left, Typed right) {
        KqlType type = type(operator, left.type(), right.type());
        if (type == null) {
            String hint = left.type() == KqlType.DYNAMIC || right.type() == KqlType.DYNAMIC
                    ? "; convert what is dynamic by tolong() or toreal()"
                    : "";
            throw KqlException.semantic(
                    at,
                    "The operator '" + operator + "' is not defined for the operand types "
                            + left.type().keyword() + " and " + right.type().keyword() + hint);
        }
        Operation operation = operation(operator, type, left.type(), right.type());
        Eval one = left.eval();
        Eval other = right.eval();
        return new Typed(
                type,
                row -> {
                    Object a = one.of(row);
                    Object b = a == null ? null : other.of(row);
                    return a == null || b == null ? null : operation.of(a, b);
                },
                null,
                left.constant() && right.constant());
    }

    static Typed sign(int at, boolean minus, Typed of) {
        if (!of.type().isNumber() && of.type() != KqlType.TIMESPAN) {
            throw KqlException.semantic(
                    at,
                    "The operator '" + (minus ? "-" : "+") + "' is not defined for the operand type "
                            + of.type().keyword());
        }
        KqlType type = of.type() == KqlType.INT ? KqlType.LONG : of.type();
        Eval eval = of.eval();
        return new Typed(type, row -> signed(eval.of(row), minus), null, of.constant());
    }

    private static @Nullable Object signed(@Nullable Object value, boolean minus) {
        if (value instanceof Span span) {
            return minus ? new Span(-span.ticks()) : span;
        }
        if (value instanceof Double number) {
            return minus ? -number : number;
        }
        return value instanceof Number number ? (Long) (minus ? -number.longValue() : number.longValue()) : null;
    }

    private static @Nullable KqlType type(String operator, KqlType left, KqlType right) {
        if (left.isNumber() && right.isNumber()) {
            return left == KqlType.REAL || right == KqlType.REAL ? KqlType.REAL : KqlType.LONG;
        }
        boolean spans = left == KqlType.TIMESPAN && right == KqlType.TIMESPAN;
        boolean momentAndSpan = left == KqlType.DATETIME && right == KqlType.TIMESPAN;
        return switch (operator) {
            case "+" ->
                spans
                        ? KqlType.TIMESPAN
                        : momentAndSpan || (left == KqlType.TIMESPAN && right == KqlType.DATETIME)
                                ? KqlType.DATETIME
                                : null;
            case "-" ->
                spans || (left == KqlType.DATETIME && right == KqlType.DATETIME)
                        ? KqlType.TIMESPAN
                        : momentAndSpan ? KqlType.DATETIME : null;
            case "*" ->
                (left == KqlType.TIMESPAN && right.isNumber()) || (left.isNumber() && right == KqlType.TIMESPAN)
                        ? KqlType.TIMESPAN
                        : null;
            case "/" -> spans ? KqlType.REAL : left == KqlType.TIMESPAN && right.isNumber() ? KqlType.TIMESPAN : null;
            default -> spans ? KqlType.TIMESPAN : null;
        };
    }

    private static Operation operation(String operator, KqlType type, KqlType left, KqlType right) {
        if (left.isNumber() && right.isNumber()) {
            return type == KqlType.REAL
                    ? (a, b) -> ofReals(operator, ((Number) a).doubleValue(), ((Number) b).doubleValue())
                    : (a, b) -> ofLongs(operator, ((Number) a).longValue(), ((Number) b).longValue());
        }
        return switch (operator) {
            case "+" -> (a, b) -> inTicks(type, ticks(a) + ticks(b));
            case "-" -> (a, b) -> inTicks(type, ticks(a) - ticks(b));
            case "*" -> (a, b) -> new Span(scaled(a instanceof Span ? a : b, a instanceof Span ? b : a));
            case "/" -> type == KqlType.REAL ? (a, b) -> (double) ticks(a) / ticks(b) : (a, b) -> divided(a, b);
            default -> (a, b) -> ticks(b) == 0 ? null : new Span(modulo(ticks(a), ticks(b)));
        };
    }

    private static long scaled(Object span, Object factor) {
        return factor instanceof Double real
                ? Math.round(ticks(span) * real)
                : ticks(span) * ((Number) factor).longValue();
    }

    private static @Nullable Span divided(Object span, Object by) {
        double divisor = ((Number) by).doubleValue();
        return divisor == 0 ? null : new Span((long) (ticks(span) / divisor));
    }

    private static @Nullable Object inTicks(KqlType type, long ticks) {
        return type == KqlType.DATETIME ? Moment.checked(ticks) : new Span(ticks);
    }

    static long ticks(Object value) {
        return value instanceof Moment moment ? moment.ticks() : ((Span) value).ticks();
    }

    private static @Nullable Object ofReals(String operator, double a, double b) {
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            default -> b == 0 ? null : (Double) (a - Math.abs(b) * Math.floor(a / Math.abs(b)));
        };
    }

    private static @Nullable Object ofLongs(String operator, long a, long b) {
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> b == 0 ? null : (Long) (a / b);
            default -> b == 0 ? null : (Long) modulo(a, b);
        };
    }

    /** Never negative (Kusto docs, "Numerical operators"). */
    private static long modulo(long a, long b) {
        return Math.floorMod(a, Math.abs(b));
    }
}
