package io.github.azuremonitor.appender.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import io.github.azuremonitor.appender.common.event.EventSlot;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.event.SpanIds;
import io.github.azuremonitor.appender.common.event.Values;
import io.github.azuremonitor.appender.common.pipeline.Inlet;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** Copies a logging event into a slot, on the thread that logs. Whatever runs the application's code comes first. */
final class Capture {
    /** What Logback's MDC gives to all events between two changes: a copy that it never touches again. */
    private static final Class<?> SNAPSHOT =
            Collections.unmodifiableMap(new HashMap<>()).getClass();

    private Capture() {}

    static void capture(ILoggingEvent event, Severity severity, Inlet inlet, Patterns patterns) {
        int table = inlet.table(severity, event.getLoggerName(), event, Capture::hasMarker);
        if (table < 0) {
            return;
        }
        String message = Formatting.message(event);
        if (message == null) {
            inlet.nestedTooDeep();
            return;
        }
        Object @Nullable [] keyValues = keyValues(event.getKeyValuePairs());
        String markers = markers(event.getMarkerList());
        String stackTrace = stackTrace(event.getThrowableProxy());
        Map<String, String> context = context(event);
        String template = inlet.wantsTemplate() ? event.getMessage() : null;
        StackTraceElement caller = inlet.wantsCaller() ? caller(event) : null;
        SpanIds span = inlet.wantsSpan() ? SpanIds.current() : null;
        String[] rendered = patterns.rendered(event);
        int chars =
                Math.min(message.length(), Values.MAX_CHARS) + length(markers) + length(stackTrace) + length(template);
        if (span != null) {
            chars += span.chars();
        }
        if (rendered != null) {
            for (String text : rendered) {
                chars += text.length();
            }
        }
        if (context != null) {
            var size = new Size();
            context.forEach(size);
            chars += size.chars;
        }
        if (keyValues != null) {
            for (Object part : keyValues) {
                chars += part == null ? 0 : Values.chars(part);
            }
        }
        EventSlot slot = inlet.claim(chars, severity, table);
        if (slot == null) {
            return;
        }
        try {
            fill(slot, event, severity, message);
            slot.markers(markers);
            slot.stackTrace(stackTrace);
            if (template != null) {
                slot.template(template);
            }
            if (caller != null) {
                slot.caller(caller);
            }
            if (span != null) {
                slot.spanIds(span);
            }
            if (rendered != null) {
                slot.rendered(rendered);
            }
            if (context != null) {
                context(slot, context);
            }
            if (keyValues != null) {
                for (int i = 0; i < keyValues.length; i += 2) {
                    slot.keyValues().accept((String) keyValues[i], keyValues[i + 1]);
                }
            }
            slot.complete();
        } finally {
            inlet.publish(slot);
        }
    }

    static Severity severity(Level level) {
        return switch (level.toInt()) {
            case Level.TRACE_INT -> Severity.TRACE;
            case Level.DEBUG_INT -> Severity.DEBUG;
            case Level.WARN_INT -> Severity.WARN;
            case Level.ERROR_INT -> Severity.ERROR;
            default -> Severity.INFO;
        };
    }

    private static void fill(EventSlot slot, ILoggingEvent event, Severity severity, String message) {
        Instant instant = event.getInstant();
        if (instant != null) {
            slot.time(instant.getEpochSecond(), instant.getNano());
        } else {
            long millis = event.getTimeStamp();
            slot.time(Math.floorDiv(millis, 1000L), (int) Math.floorMod(millis, 1000L) * 1_000_000);
        }
        slot.origin(severity, event.getLevel().levelStr, event.getLoggerName(), event.getThreadName());
        slot.message(message);
        slot.thrown(event.getThrowableProxy() instanceof ThrowableProxy proxy ? proxy.getThrowable() : null);
    }

    /** A throwable that came from another process is there as text only. */
    private static @Nullable String stackTrace(@Nullable IThrowableProxy proxy) {
        return proxy == null || proxy instanceof ThrowableProxy ? null : ThrowableProxyUtil.asString(proxy);
    }

    /** An MDC that cannot be read (a context made by hand may have no adapter) costs the event nothing else. */
    private static @Nullable Map<String, String> context(ILoggingEvent event) {
        try {
            Map<String, String> context = event.getMDCPropertyMap();
            return context == null || context.isEmpty() ? null : context;
        } catch (RuntimeException unreadable) {
            return null;
        }
    }

    private static void context(EventSlot slot, Map<String, String> context) {
        if (context.getClass() == SNAPSHOT) {
            slot.sharedContext(context);
        } else {
            context.forEach(slot.context());
        }
    }

    /** Names and settled values in turn, or null if there are none. */
    private static Object @Nullable [] keyValues(@Nullable List<KeyValuePair> pairs) {
        if (pairs == null || pairs.isEmpty()) {
            return null;
        }
        Object[] flat = new Object[2 * pairs.size()];
        int i = 0;
        for (KeyValuePair pair : pairs) {
            flat[i++] = pair.key;
            flat[i++] = Formatting.settled(pair.value);
        }
        return flat;
    }

    /** A marker stands for those that it refers to, too. */
    // SLF4J would rather have a marker asked for: there may be none of that name yet, and making one makes garbage.
    @SuppressWarnings("deprecation")
    private static boolean hasMarker(ILoggingEvent event, String name) {
        List<Marker> markers = event.getMarkerList();
        for (int i = 0; markers != null && i < markers.size(); i++) {
            if (markers.get(i).contains(name)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String markers(@Nullable List<Marker> markers) {
        if (markers == null || markers.isEmpty()) {
            return null;
        }
        if (markers.size() == 1) {
            return markers.get(0).getName();
        }
        var names = new StringBuilder();
        for (Marker marker : markers) {
            names.append(names.isEmpty() ? "" : ",").append(marker.getName());
        }
        return names.toString();
    }

    /** Where the log call stands; behind another thread's queue it is known only if the event was made with it. */
    private static @Nullable StackTraceElement caller(ILoggingEvent event) {
        StackTraceElement[] callers = event.getCallerData();
        return callers == null || callers.length == 0 ? null : callers[0];
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    /** Sums up a map's texts without an iterator; so small that it costs the caller next to nothing. */
    private static final class Size implements BiConsumer<String, String> {
        private int chars;

        @Override
        public void accept(@Nullable String key, @Nullable String value) {
            chars += length(key) + length(value);
        }
    }
}
