package io.github.azuremonitor.appender.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import io.github.azuremonitor.appender.common.event.LoggedEvent;
import io.github.azuremonitor.appender.common.event.NamedValues;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.event.SpanIds;
import io.github.azuremonitor.appender.common.event.Values;
import io.github.azuremonitor.appender.common.pipeline.LogCall;
import io.github.azuremonitor.appender.common.pipeline.PipelineHandle;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Hands on what a logging event holds, on the thread that logs. Whatever runs the application's code comes first: it may log
 * itself, and take its time.
 */
final class Capture {
    private Capture() {}

    /**
     * Loads the classes that log calls need. One that is first needed when the stack is full would be unusable for the
     * rest of the process.
     */
    static void prepare() {
        Mdc.prepare();
        Markers.names(null);
        NamedValues.isCarrier("");
        // A value of unknown type goes through all cases.
        Values.settled(new Object());
    }

    static void capture(ILoggingEvent event, Severity severity, PipelineHandle handle, Patterns patterns) {
        String logger = event.getLoggerName();
        int table = handle.table(severity, logger, event, Capture::hasMarker, Capture::traceId);
        if (table < 0) {
            return;
        }
        String message = Formatting.message(event);
        if (message == null) {
            handle.nestedTooDeep();
            return;
        }
        @Nullable Object @Nullable [] keyValues = KeyValues.of(event, handle);
        String markers = markers(event, handle);
        IThrowableProxy proxy = event.getThrowableProxy();
        Throwable thrown = proxy instanceof ThrowableProxy here ? here.getThrowable() : null;
        String stackTrace = stackTrace(proxy);
        Map<String, String> context = Mdc.of(event, handle);
        String template = handle.wantsTemplate() ? event.getMessage() : null;
        StackTraceElement caller = handle.wantsCaller() ? caller(event) : null;
        SpanIds span = handle.wantsSpan() ? SpanIds.current() : null;
        String @Nullable [] rendered = patterns.rendered(event);
        Instant instant = event.getInstant();
        long millis = instant == null ? event.getTimeStamp() : 0;
        String level = event.getLevel().levelStr;
        String thread = event.getThreadName();
        LogCall call = handle.begin(severity, table);
        if (call == null) {
            return;
        }
        LoggedEvent fields = call.event();
        if (instant != null) {
            fields.time(instant.getEpochSecond(), instant.getNano());
        } else {
            fields.time(Math.floorDiv(millis, 1000L), (int) Math.floorMod(millis, 1000L) * 1_000_000);
        }
        fields.origin(severity, level, logger, thread);
        fields.message(message);
        fields.thrown(thrown);
        fields.markers(markers);
        fields.stackTrace(stackTrace);
        fields.template(template);
        fields.caller(caller);
        fields.spanIds(span);
        fields.rendered(rendered);
        if (context != null) {
            fields.sharedContext(context);
        }
        if (keyValues != null) {
            for (int i = 0; i < keyValues.length; i += 2) {
                fields.keyValues().accept((String) keyValues[i], keyValues[i + 1]);
            }
        }
        handle.log(call);
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

    /** A throwable from another process exists as text only. */
    private static @Nullable String stackTrace(@Nullable IThrowableProxy proxy) {
        return proxy == null || proxy instanceof ThrowableProxy ? null : ThrowableProxyUtil.asString(proxy);
    }

    private static @Nullable String traceId(ILoggingEvent event) {
        Map<String, String> context = event.getMDCPropertyMap();
        return SpanIds.traceId(name -> context == null ? null : context.get(name));
    }

    /** A marker also implies those that it refers to. */
    // SLF4J prefers the check by marker object, but there may be none of that name yet, and creating one makes garbage.
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

    private static @Nullable String markers(ILoggingEvent event, PipelineHandle handle) {
        try {
            return Markers.names(event.getMarkerList());
        } catch (Throwable unreadable) {
            Values.passOnUp(unreadable);
            handle.partUnreadable();
            return null;
        }
    }

    /** Location of the log call; behind another thread's queue it is known only if it was captured with the event. */
    private static @Nullable StackTraceElement caller(ILoggingEvent event) {
        StackTraceElement[] callers = event.getCallerData();
        return callers == null || callers.length == 0 ? null : callers[0];
    }
}
