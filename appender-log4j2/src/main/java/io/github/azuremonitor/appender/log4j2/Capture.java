package io.github.azuremonitor.appender.log4j2;

import io.github.azuremonitor.appender.common.event.LoggedEvent;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.event.SpanIds;
import io.github.azuremonitor.appender.common.event.Values;
import io.github.azuremonitor.appender.common.pipeline.LogCall;
import io.github.azuremonitor.appender.common.pipeline.PipelineHandle;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.time.Instant;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.ReusableMessage;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.jspecify.annotations.Nullable;

/**
 * Hands on what a log event holds, on the thread that hands it over. Log4j2 uses events again as soon as the appender
 * returns, so that everything is copied. Whatever runs the application's code comes first.
 */
final class Capture {
    private static final Severity[] BY_HUNDREDS = {
        Severity.FATAL, Severity.ERROR, Severity.WARN, Severity.INFO, Severity.DEBUG, Severity.TRACE
    };

    private Capture() {}

    static void capture(LogEvent event, Severity severity, PipelineHandle handle, Patterns patterns) {
        int table = handle.table(severity, event.getLoggerName(), event, Capture::hasMarker, Capture::traceId);
        if (table < 0) {
            return;
        }
        Attachments attachments = Attachments.of(event, handle, patterns);
        try {
            capture(event, severity, handle, table, attachments);
        } finally {
            attachments.end();
        }
    }

    private static void capture(
            LogEvent event, Severity severity, PipelineHandle handle, int table, Attachments attachments) {
        Instant instant = event.getInstant();
        long second = instant.getEpochSecond();
        int nano = instant.getNanoOfSecond();
        String logger = event.getLoggerName();
        String level = event.getLevel().name();
        String thread = event.getThreadName();
        Throwable thrown = event.getThrown();
        Message message = event.getMessage();
        ReusableMessage held = Formatting.heldBy(event, message);
        String text = held == null ? Formatting.format(message) : null;
        LogCall call = handle.begin(severity, table);
        if (call == null) {
            return;
        }
        LoggedEvent fields = call.event();
        fields.time(second, nano);
        fields.origin(severity, level, logger, thread);
        fields.thrown(thrown);
        if (held == null) {
            fields.message(text);
        } else {
            held.formatTo(fields.messageBuffer());
            fields.messageIsInBuffer();
        }
        attachments.copyTo(fields);
        handle.log(call);
    }

    private static @Nullable String traceId(LogEvent event) {
        ReadOnlyStringMap context = event.getContextData();
        return SpanIds.traceId(name -> {
            Object value = context == null ? null : context.getValue(name);
            return value == null ? null : Values.text(value);
        });
    }

    /** A marker also implies its parents. */
    private static boolean hasMarker(LogEvent event, String name) {
        Marker marker = event.getMarker();
        return marker != null && marker.isInstanceOf(name);
    }

    /** The nearest standard level, of two the more severe one; {@code OFF} is beyond {@code FATAL}. */
    static Severity severity(Level level) {
        int hundreds = (Math.min(level.intLevel(), Level.TRACE.intLevel()) + 49) / 100;
        return BY_HUNDREDS[Math.max(0, hundreds - 1)];
    }
}
