package io.github.azuremonitor.appender.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.azuremonitor.appender.common.event.Values;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Formats messages with limited nesting: a {@code toString} may log, and its events are shipped, but one that logs
 * itself must not overflow the stack.
 */
final class Formatting {
    /** Log calls that may be under way within each other's {@code toString}. */
    static final int MAX_DEPTH = 8;

    private static final Object TOO_DEEP = "[" + MAX_DEPTH + " log calls within each other's toString]";

    /** Set only while an argument is formatted that could log; most messages never touch it. */
    private static final ThreadLocal<Integer> DEPTH = new ThreadLocal<>();

    private Formatting() {}

    /** The event's message, or null beyond {@value #MAX_DEPTH} nested log calls. Never throws. */
    static @Nullable String message(ILoggingEvent event) {
        Object[] arguments = event.getArgumentArray();
        return arguments == null || areHarmless(arguments)
                ? format(event)
                : nested(() -> format(event), null, MAX_DEPTH);
    }

    /** The result of {@link Values#settled}; beyond {@value #MAX_DEPTH} nested log calls a placeholder. */
    static @Nullable Object settled(@Nullable Object value) {
        return value == null || isHarmless(value)
                ? Values.settled(value)
                : nested(() -> Values.settled(value), TOO_DEEP, MAX_DEPTH);
    }

    /** The result of {@code work}, which may log; {@code tooDeep} beyond {@code maxDepth} nested log calls. */
    static <T> @Nullable T nested(Supplier<@Nullable T> work, @Nullable T tooDeep, int maxDepth) {
        Integer depth = DEPTH.get();
        int inside = depth == null ? 0 : depth;
        if (inside >= maxDepth) {
            return tooDeep;
        }
        DEPTH.set(inside + 1);
        try {
            return work.get();
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
        } catch (Throwable broken) {
            Values.passOn(broken);
            // The event matters more than its arguments.
            return event.getMessage() + " [could not be formatted: " + Values.text(broken) + "]";
        }
    }

    private static boolean areHarmless(Object[] arguments) {
        for (Object argument : arguments) {
            if (argument != null && !isHarmless(argument)) {
                return false;
            }
        }
        return true;
    }

    /** Whether its {@code toString} is the JDK's own; a collection of the JDK may hold anything. */
    static boolean isHarmless(Object argument) {
        // Nearly every argument is plain, and testing a string for being a collection is slow, so that comes last.
        return isPlain(argument.getClass())
                || (argument.getClass().getClassLoader() == null
                        && !(argument instanceof Iterable || argument instanceof Map || argument instanceof Object[]));
    }

    private static boolean isPlain(Class<?> type) {
        return type == String.class
                || type == Integer.class
                || type == Long.class
                || type == Double.class
                || type == Boolean.class;
    }
}
