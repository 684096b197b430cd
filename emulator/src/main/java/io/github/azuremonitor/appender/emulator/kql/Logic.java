package io.github.azuremonitor.appender.emulator.kql;

/** {@code and}, {@code or} and {@code not}, where a null is not known. */
final class Logic {
    private Logic() {}

    static Typed bind(int at, String operator, Typed left, Typed right) {
        if (left.type() != KqlType.BOOL || right.type() != KqlType.BOOL) {
            throw KqlException.semantic(
                    at,
                    "The operator '" + operator + "' is not defined for the operand types "
                            + left.type().keyword() + " and " + right.type().keyword());
        }
        Eval one = left.eval();
        Eval other = right.eval();
        Boolean decides = operator.equals("or"); // decides alone, without the other side
        return new Typed(
                KqlType.BOOL,
                row -> {
                    Object a = one.of(row);
                    if (decides.equals(a)) {
                        return decides;
                    }
                    Object b = other.of(row);
                    if (decides.equals(b)) {
                        return decides;
                    }
                    boolean known = a != null && b != null;
                    return known ? (Boolean) !decides : null;
                },
                null,
                left.constant() && right.constant());
    }

    static Typed not(Typed of) {
        Eval eval = of.eval();
        return new Typed(
                KqlType.BOOL,
                row -> eval.of(row) instanceof Boolean bool ? (Boolean) !bool : null,
                null,
                of.constant());
    }
}
