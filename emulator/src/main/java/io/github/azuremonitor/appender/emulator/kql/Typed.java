package io.github.azuremonitor.appender.emulator.kql;

import org.jspecify.annotations.Nullable;

/**
 * An expression whose names and types are known.
 *
 * @param type of its values; those of a string are never null
 * @param eval gives them
 * @param name what a column of it is called if the query does not say; null for {@code Column1} and so on
 * @param constant whether it is the same for every row
 */
record Typed(KqlType type, Eval eval, @Nullable String name, boolean constant) {
    private static final @Nullable Object[] NO_ROW = {};

    static Typed literal(KqlType type, @Nullable Object value) {
        return new Typed(type, row -> value, null, true);
    }

    Typed called(@Nullable String other) {
        return new Typed(type, eval, other, constant);
    }

    /** Its value, if it is constant. */
    @Nullable Object value() {
        return eval.of(NO_ROW);
    }
}
