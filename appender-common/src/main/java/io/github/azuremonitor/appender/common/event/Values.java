package io.github.azuremonitor.appender.common.event;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.ZonedDateTime;
import java.time.temporal.Temporal;
import org.jspecify.annotations.Nullable;

/** Turns an application's values into such that nobody can change while they wait in the ring. */
public final class Values {
    /** Longest text in characters that enters the ring: with its mark it stays below the 64 KB at which Azure cuts. */
    public static final int MAX_CHARS = 65_000;

    private Values() {}

    /**
     * {@code value} itself if it can neither change nor run the application's code later; what a table has for it, if it
     * is of a type that the JDK or a JSON library has for times, numbers, texts, objects and lists (docs/columns.md); else
     * its text. Null for an empty {@code Optional} and its like. Runs the application's code and therefore belongs before
     * the claim of a slot. Never throws.
     */
    public static @Nullable Object settled(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof String text) {
            return cut(text);
        }
        return isSettled(value) ? value : new StructureCopy().of(value);
    }

    /** Whether {@code value}, which is no map, has named parts all the same: a record, or an object of a JSON library. */
    public static boolean hasNamedParts(Object value) {
        return Records.isPlain(value) || JsonText.isTree(value.getClass());
    }

    /** Characters that a settled value counts for. */
    public static int chars(Object value) {
        if (value instanceof String text) {
            return text.length();
        }
        return value instanceof Structure structure ? structure.chars() : 24;
    }

    /** The text of {@code value}, cut; a {@code toString} that throws or answers null is named in its place. */
    public static String text(Object value) {
        try {
            String text = value.toString();
            return text == null ? "null" : cut(text);
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            return "[" + value.getClass().getName() + ".toString() threw "
                    + e.getClass().getName() + "]";
        }
    }

    /** The first {@value #MAX_CHARS} characters with a mark that tells how many there were; never splits a pair. */
    public static String cut(String text) {
        if (text.length() <= MAX_CHARS) {
            return text;
        }
        String mark = "…[cut: " + text.length() + " characters]";
        int end = MAX_CHARS - mark.length();
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + mark;
    }

    /** Whether nobody can change it, and a row has it as it is. */
    static boolean isSettled(Object value) {
        // Exact classes: a subclass of Number may be an AtomicLong or anybody's own.
        Class<?> type = value.getClass();
        return type == Integer.class
                || type == Long.class
                || type == Boolean.class
                || type == Double.class
                || type == Float.class
                || type == Short.class
                || type == Byte.class
                || type == BigDecimal.class
                || type == BigInteger.class
                || (value instanceof Temporal
                        && type != ZonedDateTime.class
                        && type.getName().startsWith("java.time."));
    }
}
