package io.github.azuremonitor.appender.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import io.github.azuremonitor.appender.common.event.EventSlot;
import io.github.azuremonitor.appender.common.event.NamedValues;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.event.SpanIds;
import io.github.azuremonitor.appender.common.event.Values;
import io.github.azuremonitor.appender.common.pipeline.Inlet;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Copies a logging event into a slot, on the thread that logs. Whatever runs the application's code comes first: between
 * claim and publish nothing can throw.
 */
final class Capture {
    private Capture() {}

    /**
     * Has the classes ready that log calls need. One that is first needed where the stack is full would be lost for the
     * rest of the process.
     */
    static void prepare() {
        Mdc.chars(Map.of());
        Markers.names(null);
        NamedValues.isCarrier("");
        // What is of no known type is asked for by all.
        Values.settled(new Object());
    }

    static void capture(ILoggingEvent event, Severity severity, Inlet inlet, Patterns patterns) {
        String logger = event.getLoggerName();
        int table = inlet.table(severity, logger, event, Capture::hasMarker);
        if (table < 0) {
            return;
        }
        String message = Formatting.message(event);
        if (message == null) {
            inlet.nestedTooDeep();
            return;
        }
        @Nullable Object @Nullable [] keyValues = KeyValues.of(event, inlet);
        String markers = markers(event, inlet);
        IThrowableProxy proxy = event.getThrowableProxy();
        Throwable thrown = proxy instanceof ThrowableProxy here ? here.getThrowable() : null;
        String stackTrace = stackTrace(proxy);
        Map<String, String> context = Mdc.of(event, inlet);
        String template = inlet.wantsTemplate() ? event.getMessage() : null;
        StackTraceElement caller = inlet.wantsCaller() ? caller(event) : null;
        SpanIds span = inlet.wantsSpan() ? SpanIds.current() : null;
        String[] rendered = patterns.rendered(event);
        Instant instant = event.getInstant();
        long millis = instant == null ? event.getTimeStamp() : 0;
        String level = event.getLevel().levelStr;
        String thread = event.getThreadName();
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
            chars += Mdc.chars(context);
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
            if (instant != null) {
                slot.time(instant.getEpochSecond(), instant.getNano());
            } else {
                slot.time(Math.floorDiv(millis, 1000L), (int) Math.floorMod(millis, 1000L) * 1_000_000);
            }
            slot.origin(severity, level, logger, thread);
            slot.message(message);
            slot.thrown(thrown);
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
                slot.sharedContext(context);
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

    /** A throwable that came from another process is there as text only. */
    private static @Nullable String stackTrace(@Nullable IThrowableProxy proxy) {
        return proxy == null || proxy instanceof ThrowableProxy ? null : ThrowableProxyUtil.asString(proxy);
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

    private static @Nullable String markers(ILoggingEvent event, Inlet inlet) {
        try {
            return Markers.names(event.getMarkerList());
        } catch (RuntimeException | LinkageError | AssertionError unreadable) {
            inlet.partUnreadable();
            return null;
        }
    }

    /** Where the log call stands; behind another thread's queue it is known only if the event was made with it. */
    private static @Nullable StackTraceElement caller(ILoggingEvent event) {
        StackTraceElement[] callers = event.getCallerData();
        return callers == null || callers.length == 0 ? null : callers[0];
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
