package io.github.azuremonitor.appender.log4j2;

import io.github.azuremonitor.appender.common.event.EventSlot;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.event.Values;
import io.github.azuremonitor.appender.common.pipeline.Inlet;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.time.Instant;

/**
 * Copies a log event into a slot, on the thread that hands it over. Log4j2 uses events again as soon as the appender
 * returns, so that everything is copied. Whatever runs the application's code comes before the claim, after which nothing can throw.
 */
final class Capture {
    private static final Severity[] BY_HUNDREDS = {
        Severity.FATAL, Severity.ERROR, Severity.WARN, Severity.INFO, Severity.DEBUG, Severity.TRACE
    };

    private Capture() {}

    static void capture(LogEvent event, Severity severity, Inlet inlet, Patterns patterns) {
        String logger = event.getLoggerName();
        int table = inlet.table(severity, logger, event, Capture::hasMarker);
        if (table < 0) {
            return;
        }
        var attachments = Attachments.of(event, inlet, patterns);
        Instant instant = event.getInstant();
        long second = instant.getEpochSecond();
        int nano = instant.getNanoOfSecond();
        String level = event.getLevel().name();
        String thread = event.getThreadName();
        Throwable thrown = event.getThrown();
        // Last: what reading the others logs would take the buffer that the message may be in.
        CharSequence message = Formatting.message(event);
        int chars = Math.min(message.length(), Values.MAX_CHARS) + attachments.chars();
        EventSlot slot = inlet.claim(chars, severity, table);
        if (slot == null) {
            return;
        }
        try {
            slot.time(second, nano);
            slot.origin(severity, level, logger, thread);
            slot.thrown(thrown);
            if (message instanceof String text) {
                slot.message(text);
            } else {
                slot.copyMessage(message);
            }
            attachments.copyTo(slot);
            slot.complete();
        } catch (StackOverflowError full) {
            // An incomplete slot is counted by the flusher; whoever caught this would count it again.
        } finally {
            inlet.publish(slot);
        }
    }

    /** A marker stands for its parents, too. */
    private static boolean hasMarker(LogEvent event, String name) {
        Marker marker = event.getMarker();
        return marker != null && marker.isInstanceOf(name);
    }

    /** The nearest of the standard levels, the more severe one of two; {@code OFF} is beyond {@code FATAL}. */
    static Severity severity(Level level) {
        int hundreds = (Math.min(level.intLevel(), Level.TRACE.intLevel()) + 49) / 100;
        return BY_HUNDREDS[Math.max(0, hundreds - 1)];
    }
}
