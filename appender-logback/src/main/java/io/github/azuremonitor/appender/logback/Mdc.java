package io.github.azuremonitor.appender.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.github.azuremonitor.appender.common.event.Values;
import io.github.azuremonitor.appender.common.pipeline.PipelineHandle;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.spi.MDCAdapter;

/** The MDC of an event, as a map that no longer changes. */
final class Mdc {
    /** Class of the copy that Logback's own MDC gives to all events between two changes and never touches again. */
    private static final Class<?> SNAPSHOT =
            Collections.unmodifiableMap(new HashMap<>()).getClass();

    private Mdc() {}

    /**
     * The entries, or null if there are none. What cannot be read is left out and counted, and costs the event nothing
     * else.
     */
    static @Nullable Map<String, String> of(ILoggingEvent event, PipelineHandle handle) {
        try {
            Map<String, String> context = event.getMDCPropertyMap();
            if (context == null || context.isEmpty()) {
                return null;
            }
            return isSnapshot(context) ? context : copy(context, handle);
        } catch (Throwable unreadable) {
            Values.passOnUp(unreadable);
            handle.partUnreadable();
            return null;
        }
    }

    /** Has this class ready. */
    static void prepare() {}

    /**
     * Whether it is the very copy that Logback's MDC keeps for the calling thread. Any other unmodifiable map may be a
     * view of one that changes, of a bridge or of the event's creator.
     */
    // Identity matters: an equal map may change.
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSnapshot(Map<String, String> context) {
        if (context.getClass() != SNAPSHOT) {
            return false;
        }
        MDCAdapter adapter = MDC.getMDCAdapter();
        return adapter != null
                && adapter.getClass() == LogbackMDCAdapter.class
                && ((LogbackMDCAdapter) adapter).getPropertyMap() == context;
    }

    /** The readable entries, as strings: a map declared to hold strings may hold anything. */
    private static @Nullable Map<String, String> copy(Map<?, ?> context, PipelineHandle handle) {
        var copy = new LinkedHashMap<String, String>();
        try {
            context.forEach((key, value) -> {
                if (key != null && value != null) {
                    copy.put(Values.text(key), Values.text(value));
                }
            });
        } catch (Throwable changed) {
            Values.passOnUp(changed);
            handle.partUnreadable();
        }
        return copy.isEmpty() ? null : copy;
    }
}
