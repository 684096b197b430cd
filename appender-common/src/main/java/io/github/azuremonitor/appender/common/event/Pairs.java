package io.github.azuremonitor.appender.common.event;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Names and values in the order they came, in arrays that are used again for the next event. Not thread-safe: written
 * by the thread that logs, read by whoever writes the row.
 *
 * <p>As a {@link BiConsumer} it takes a map's entries by {@code map.forEach(pairs)} without an iterator or a lambda.
 */
public final class Pairs implements BiConsumer<String, @Nullable Object> {
    /** Above this many entries the arrays are given back to the collector when the event is cleared. */
    private static final int KEPT_ENTRIES = 32;

    /** Characters of names and values together that one event may carry here; the rest is left out and counted. */
    public static final int MAX_CHARS = 64 * 1024;

    private static final int USUAL_ENTRIES = 8;

    private @Nullable String[] names = new String[0];
    private @Nullable Object[] values = new Object[0];
    private int size;
    private int chars;
    private int leftOut;

    /** Adds one entry; a null name or value is passed over, and entries beyond {@link #MAX_CHARS} are left out. */
    @Override
    public void accept(@Nullable String name, @Nullable Object value) {
        if (name == null || value == null) {
            return;
        }
        int length = name.length() + Values.chars(value);
        if (chars + length > MAX_CHARS) {
            leftOut++;
            return;
        }
        if (size == names.length) {
            resize(Math.max(USUAL_ENTRIES, size * 2));
        }
        names[size] = name;
        values[size] = value;
        size++;
        chars += length;
    }

    /** Number of entries. */
    public int size() {
        return size;
    }

    /** Characters of names and values. */
    int chars() {
        return chars;
    }

    /** Entries that did not fit. */
    public int leftOut() {
        return leftOut;
    }

    /** Name of entry {@code index}. */
    public String name(int index) {
        return present(names[index]);
    }

    /** Value of entry {@code index}: String, Number, Boolean, a value of java.time or a {@link Structure}. */
    public Object value(int index) {
        return present(values[index]);
    }

    /** Value of the last entry of that name, or null. */
    public @Nullable Object find(String name) {
        for (int i = size - 1; i >= 0; i--) {
            if (name.equals(names[i])) {
                return values[i];
            }
        }
        return null;
    }

    /** Whether no later entry has the name of entry {@code index}. */
    public boolean isLast(int index) {
        String name = name(index);
        for (int later = index + 1; later < size; later++) {
            if (name.equals(names[later])) {
                return false;
            }
        }
        return true;
    }

    void clear() {
        Arrays.fill(names, 0, size, null);
        Arrays.fill(values, 0, size, null);
        size = 0;
        chars = 0;
        leftOut = 0;
        if (names.length > KEPT_ENTRIES) {
            resize(USUAL_ENTRIES);
        }
    }

    /** Both or none: the heap may be full. */
    private void resize(int length) {
        @Nullable String[] roomForNames = Arrays.copyOf(names, length);
        @Nullable Object[] roomForValues = Arrays.copyOf(values, length);
        names = roomForNames;
        values = roomForValues;
    }

    private static <T> T present(@Nullable T entry) {
        if (entry == null) {
            throw new IndexOutOfBoundsException("no entry there");
        }
        return entry;
    }
}
