package io.github.azuremonitor.appender.common.event;

import org.jspecify.annotations.Nullable;

/**
 * The span that was current when an event was logged.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits
 */
public record SpanIds(String traceId, String spanId) {
    /** Whether the class path has OpenTelemetry's API, without which {@link #current} is always null. */
    public static final boolean CAN_BE_KNOWN = isThere("io.opentelemetry.api.trace.Span");

    /** Characters of both. */
    public int chars() {
        return traceId.length() + spanId.length();
    }

    /**
     * Of the calling thread's span, or null if it has none. May run the application's code, for OpenTelemetry's context
     * can be stored by anybody; never throws.
     */
    public static @Nullable SpanIds current() {
        try {
            return CAN_BE_KNOWN ? OpenTelemetrySpan.current() : null;
        } catch (Exception | LinkageError | AssertionError | StackOverflowError broken) {
            // The event is worth more than its span.
            return null;
        }
    }

    private static boolean isThere(String type) {
        try {
            Class.forName(type, false, SpanIds.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError absent) {
            return false;
        }
    }
}
