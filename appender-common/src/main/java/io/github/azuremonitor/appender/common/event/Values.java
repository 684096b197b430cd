package io.github.azuremonitor.appender.common.event;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.ZonedDateTime;
import java.time.temporal.Temporal;
import org.jspecify.annotations.Nullable;

/** Turns an application's values into values that nobody can change while they wait in the ring. */
public final class Values {
    /**
     * Most bytes of UTF-8 in one field: Azure cuts at 64 KB without a word (Azure Monitor docs, service limits, Logs
     * Ingestion API).
     */
    public static final int FIELD_BYTES = 64 * 1024 - 1;

    /** Longest text in characters that enters the ring: with its mark it stays below {@link #FIELD_BYTES}. */
    public static final int MAX_CHARS = 65_000;

    /** The end of the mark at a cut. */
    private static final String CHARACTERS = " characters]";

    private Values() {}

    /**
     * {@code value} itself if it can neither change nor run the application's code later; what a table has for it, if it
     * is of a type that the JDK or a JSON library has for times, numbers, texts, objects and lists (docs/columns.md); else
     * its text. Null for an empty {@code Optional} and its like. Runs the application's code and therefore belongs before
     * the memory of a log call is taken. Never throws.
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
        } catch (Throwable e) {
            passOn(e);
            return "[" + value.getClass().getName() + ".toString() threw "
                    + e.getClass().getName() + "]";
        }
    }

    /**
     * Throws {@code failure} again if it is not that of a value: no memory, or a thread that somebody stops. After any other
     * one, errors of libraries included, an event goes on without the value.
     */
    public static void passOn(Throwable failure) {
        if (failure instanceof OutOfMemoryError noMemory) {
            throw noMemory;
        }
        // By its name: the class is to be removed from Java.
        if (failure instanceof Error stopped && failure.getClass().getName().equals("java.lang.ThreadDeath")) {
            throw stopped;
        }
    }

    /** As {@link #passOn}; a full stack is passed on, too, because handling it would only fill it further. */
    public static void passOnUp(Throwable failure) {
        if (failure instanceof StackOverflowError full) {
            throw full;
        }
        passOn(failure);
    }

    /** The first {@value #MAX_CHARS} characters with a mark that tells how many there were; never splits a pair. */
    public static String cut(String text) {
        if (text.length() <= MAX_CHARS) {
            return text;
        }
        String mark = "…[cut: " + text.length() + CHARACTERS;
        int end = MAX_CHARS - mark.length();
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + mark;
    }

    /** Whether a text of that many characters may be what {@link #cut} has left of a longer one. */
    public static boolean mayBeCut(int length) {
        return length >= MAX_CHARS - 1;
    }

    /** Whether {@code text} is what {@link #cut} has left of a longer one. */
    public static boolean isCut(CharSequence text) {
        int length = text.length();
        return mayBeCut(length) && CHARACTERS.contentEquals(text.subSequence(length - CHARACTERS.length(), length));
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
