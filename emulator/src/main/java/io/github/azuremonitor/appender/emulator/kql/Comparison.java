package io.github.azuremonitor.appender.emulator.kql;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Equality and order. Of two nulls neither {@code ==} nor {@code !=} is known; one null differs from every value; the
 * order of a null is not known (Kusto docs, "Null values").
 */
final class Comparison {
    private Comparison() {}

    static Typed equality(int at, boolean not, Typed left, Typed right) {
        // Azure's column _IsBillable is a text and is compared with true (Azure Monitor docs, "Standard columns").
        boolean textAndBool = left.type() == KqlType.STRING && right.type() == KqlType.BOOL;
        if (!textAndBool) {
            requireComparable(at, left.type(), right.type());
        }
        Eval one = textAndBool ? row -> Convert.to(KqlType.BOOL, left.eval().of(row)) : left.eval();
        Eval other = right.eval();
        return new Typed(
                KqlType.BOOL,
                row -> {
                    Object a = plain(one.of(row));
                    Object b = plain(other.of(row));
                    if (a == null && b == null) {
                        return null;
                    }
                    boolean equal = a != null && b != null && same(a, b);
                    return not != equal;
                },
                null,
                left.constant() && right.constant());
    }

    static Typed order(int at, String operator, Typed left, Typed right) {
        boolean fits = left.type() == right.type()
                ? left.type() == KqlType.DATETIME
                        || left.type() == KqlType.TIMESPAN
                        || left.type().isNumber()
                : isNumberOrDynamic(left.type()) && isNumberOrDynamic(right.type());
        if (!fits) {
            throw KqlException.semantic(
                    at,
                    "The operator '" + operator + "' is not defined for the operand types "
                            + left.type().keyword() + " and " + right.type().keyword());
        }
        Eval one = left.eval();
        Eval other = right.eval();
        return new Typed(
                KqlType.BOOL,
                row -> ordered(operator, plain(one.of(row)), plain(other.of(row))),
                null,
                left.constant() && right.constant());
    }

    private static boolean isNumberOrDynamic(KqlType type) {
        return type.isNumber() || type == KqlType.DYNAMIC;
    }

    private static @Nullable Boolean ordered(String operator, @Nullable Object a, @Nullable Object b) {
        if (a == null || b == null || comparable(a) != comparable(b)) {
            return null;
        }
        if ((a instanceof Double x && x.isNaN()) || (b instanceof Double y && y.isNaN())) {
            return false;
        }
        int order = compare(a, b);
        return switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    private static Class<?> comparable(Object value) {
        return value instanceof Number ? Number.class : value.getClass();
    }

    /** Refuses what cannot be equal, and comparisons whose result in Azure is not documented. */
    static void requireComparable(int at, KqlType left, KqlType right) {
        boolean oneDynamic = left == KqlType.DYNAMIC ? isInJson(right) : right == KqlType.DYNAMIC && isInJson(left);
        boolean plain = left == right && left != KqlType.DYNAMIC;
        if (!plain && !oneDynamic && !(isNumberOrBool(left) && isNumberOrBool(right))) {
            throw KqlException.semantic(
                    at,
                    "Cannot compare values of types " + left.keyword() + " and " + right.keyword()
                            + ". Try adding explicit casts");
        }
    }

    private static boolean isInJson(KqlType type) {
        return type == KqlType.STRING || isNumberOrBool(type);
    }

    private static boolean isNumberOrBool(KqlType type) {
        return type.isNumber() || type == KqlType.BOOL;
    }

    static @Nullable Object plain(@Nullable Object value) {
        return value instanceof JsonNode node ? Convert.plain(node) : value;
    }

    /** Whether two values that are not null are equal; numbers are compared by value, other JSON by its text. */
    static boolean same(Object a, Object b) {
        Object one = a instanceof Boolean bool && b instanceof Number ? (Object) (bool ? 1L : 0L) : a;
        Object other = b instanceof Boolean bool && a instanceof Number ? (Object) (bool ? 1L : 0L) : b;
        if (one instanceof Number x && other instanceof Number y) {
            return isReal(x, y) ? x.doubleValue() == y.doubleValue() : x.longValue() == y.longValue();
        }
        if (one instanceof String text && !(other instanceof String)) {
            return text.equals(Texts.of(other));
        }
        if (other instanceof String text && !(one instanceof String)) {
            return text.equals(Texts.of(one));
        }
        return one.equals(other);
    }

    private static boolean isReal(Number one, Number other) {
        return one instanceof Double || other instanceof Double;
    }

    /** The order of two values of one type, or of two numbers. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // every scalar's class has an order
    static int compare(Object a, Object b) {
        if (a instanceof Number x && b instanceof Number y) {
            return isReal(x, y)
                    ? Double.compare(x.doubleValue(), y.doubleValue())
                    : Long.compare(x.longValue(), y.longValue());
        }
        return ((Comparable) a).compareTo(b);
    }
}
