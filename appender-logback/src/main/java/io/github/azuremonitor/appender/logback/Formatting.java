package io.github.azuremonitor.appender.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Formats messages with a bound on nesting: a {@code toString} may log, and what it logs is shipped, but one that logs
 * itself must not fill the stack.
 */
final class Formatting {
    /** Log calls that may be under way within each other's {@code toString}. */
    static final int MAX_DEPTH = 8;

    /** Set only while an argument is formatted that could log; most messages never touch it. */
    private static final ThreadLocal<Integer> DEPTH = new ThreadLocal<>();

    private Formatting() {}

    /** The event's message, or null beyond {@value #MAX_DEPTH} nested log calls. Never throws. */
    static @Nullable String message(ILoggingEvent event) {
        Object[] arguments = event.getArgumentArray();
        if (arguments == null || areHarmless(arguments)) {
            return format(event);
        }
        Integer depth = DEPTH.get();
        int inside = depth == null ? 0 : depth;
        if (inside >= MAX_DEPTH) {
            return null;
        }
        DEPTH.set(inside + 1);
        try {
            return format(event);
        } finally {
            if (depth == null) {
                DEPTH.remove();
            } else {
                DEPTH.set(depth);
            }
        }
    }

    private static String format(ILoggingEvent event) {
        try {
            String message = event.getFormattedMessage();
            return message == null ? "" : message;
        } catch (RuntimeException | StackOverflowError broken) {
            // The event is worth more than its arguments.
            return event.getMessage() + " [could not be formatted: " + broken + "]";
        }
    }

    private static boolean areHarmless(Object[] arguments) {
        for (Object argument : arguments) {
            if (argument != null && !isPlain(argument.getClass()) && mayLog(argument)) {
                return false;
            }
        }
        return true;
    }

    /** Nearly every argument is one of these, and asking a text whether it is a collection is slow: it is asked last. */
    private static boolean isPlain(Class<?> type) {
        return type == String.class
                || type == Integer.class
                || type == Long.class
                || type == Double.class
                || type == Boolean.class;
    }

    private static boolean mayLog(Object argument) {
        // A collection of the JDK may hold anything.
        return argument.getClass().getClassLoader() != null
                || argument instanceof Iterable
                || argument instanceof Map
                || argument instanceof Object[];
    }
}
