package io.github.azuremonitor.appender.common.event;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a map, collection or array of the application, as it was when it was logged. Bounded in depth and size, and
 * made of settled values only, so that nobody can change it while it waits in the ring. Any thread.
 */
public final class Structure {
    private final String @Nullable [] names;
    private final @Nullable Object[] values;
    private final int chars;
    private final boolean isCut;

    /**
     * Keeps the arrays; an object if there are names, else a list.
     *
     * @param isCut whether something that it should hold was left out or cut
     */
    Structure(String @Nullable [] names, @Nullable Object[] values, int chars, boolean isCut) {
        this.names = names;
        this.values = values;
        this.chars = chars;
        this.isCut = isCut;
    }

    /** Whether something that it should hold was left out or cut. */
    public boolean isCut() {
        return isCut;
    }

    /** Whether its values have names. */
    public boolean isObject() {
        return names != null;
    }

    /** Number of values. */
    public int size() {
        return values.length;
    }

    /** Name of value {@code index}; empty in a list. */
    public String name(int index) {
        return names == null ? "" : names[index];
    }

    /** Value {@code index}: as in {@link Pairs}, another structure, or null. */
    public @Nullable Object value(int index) {
        return values[index];
    }

    /** Characters that it counts for. */
    int chars() {
        return chars;
    }

    /** The same with {@code change} applied to each value that is neither null nor a structure. */
    public Structure map(UnaryOperator<Object> change) {
        Object[] changed = Arrays.copyOf(values, values.length);
        int grown = chars;
        for (int i = 0; i < changed.length; i++) {
            Object value = changed[i];
            if (value != null) {
                Object other = value instanceof Structure inner ? inner.map(change) : change.apply(value);
                changed[i] = other;
                grown += Values.chars(other) - Values.chars(value);
            }
        }
        return new Structure(names, changed, grown, isCut);
    }

    /** The same without the values whose names {@code unwanted} is true for, at any depth. */
    public Structure without(Predicate<String> unwanted) {
        List<String> keptNames = new ArrayList<>();
        List<@Nullable Object> kept = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            if (names == null || !unwanted.test(names[i])) {
                keptNames.add(name(i));
                kept.add(values[i] instanceof Structure inner ? inner.without(unwanted) : values[i]);
            }
        }
        return new Structure(names == null ? null : keptNames.toArray(String[]::new), kept.toArray(), chars, isCut);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Structure that
                && Arrays.equals(names, that.names)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(names) + Arrays.hashCode(values);
    }
}
