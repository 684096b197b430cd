package io.github.azuremonitor.appender.common.event;

import java.util.List;
import java.util.function.Function;
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

    /** Under which names an MDC has a trace id. */
    public static final List<String> TRACE_KEYS = List.of("traceId", "trace_id");

    /**
     * The trace of the log call: what the context has, else that of the calling thread's span, else null. May run the
     * application's code, if the context is its own.
     *
     * @param context gives the value of a name, or null
     */
    public static @Nullable String traceId(Function<String, @Nullable String> context) {
        // No iterator: this runs at each log call that a rule samples.
        for (int i = 0; i < TRACE_KEYS.size(); i++) {
            String id = context.apply(TRACE_KEYS.get(i));
            if (id != null && !id.isEmpty()) {
                return id;
            }
        }
        SpanIds span = current();
        return span == null ? null : span.traceId();
    }

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
        } catch (Throwable broken) {
            Values.passOn(broken);
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
