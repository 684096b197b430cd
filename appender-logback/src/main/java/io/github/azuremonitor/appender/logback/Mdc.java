package io.github.azuremonitor.appender.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.github.azuremonitor.appender.common.event.Values;
import io.github.azuremonitor.appender.common.pipeline.Inlet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.spi.MDCAdapter;

/** The MDC of an event, as a map that nobody changes any more. */
final class Mdc {
    /** Of what Logback's own MDC gives to all events between two changes: a copy that it never touches again. */
    private static final Class<?> SNAPSHOT =
            Collections.unmodifiableMap(new HashMap<>()).getClass();

    private Mdc() {}

    /**
     * The entries, or null if there are none. What cannot be read costs the event nothing else: it is left out and
     * counted.
     */
    static @Nullable Map<String, String> of(ILoggingEvent event, Inlet inlet) {
        try {
            Map<String, String> context = event.getMDCPropertyMap();
            if (context == null || context.isEmpty()) {
                return null;
            }
            return isSnapshot(context) ? context : copy(context, inlet);
        } catch (RuntimeException | LinkageError | AssertionError unreadable) {
            inlet.partUnreadable();
            return null;
        }
    }

    /** Characters of names and values. */
    static int chars(Map<String, String> context) {
        var size = new Size();
        context.forEach(size);
        return size.chars;
    }

    /**
     * Whether it is the very copy that Logback's MDC keeps for the calling thread. Any other unmodifiable map may be a
     * view of one that changes: of a bridge, or of whoever made the event.
     */
    // It is the object itself that matters: an equal map may change.
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

    /** What can be read, as text: what calls itself a map of texts may hold anything. */
    private static @Nullable Map<String, String> copy(Map<?, ?> context, Inlet inlet) {
        var copy = new LinkedHashMap<String, String>();
        try {
            context.forEach((key, value) -> {
                if (key != null && value != null) {
                    copy.put(Values.text(key), Values.text(value));
                }
            });
        } catch (RuntimeException | LinkageError | AssertionError changed) {
            inlet.partUnreadable();
        }
        return copy.isEmpty() ? null : copy;
    }

    /** Sums up a map's texts without an iterator; so small that it costs the caller next to nothing. */
    private static final class Size implements BiConsumer<String, String> {
        private int chars;

        @Override
        public void accept(@Nullable String key, @Nullable String value) {
            chars += (key == null ? 0 : key.length()) + (value == null ? 0 : value.length());
        }
    }
}
