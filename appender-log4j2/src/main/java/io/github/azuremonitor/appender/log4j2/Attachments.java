package io.github.azuremonitor.appender.log4j2;

import io.github.azuremonitor.appender.common.event.EventSlot;
import io.github.azuremonitor.appender.common.event.NamedValues;
import io.github.azuremonitor.appender.common.event.Pairs;
import io.github.azuremonitor.appender.common.event.SpanIds;
import io.github.azuremonitor.appender.common.pipeline.Inlet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.impl.ThrowableProxy;
import org.apache.logging.log4j.message.MapMessage;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.ParameterConsumer;
import org.apache.logging.log4j.message.ParameterVisitable;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.apache.logging.log4j.util.TriConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What an event carries beside its message, read before a slot is claimed because reading may run the application's code.
 * Lives as long as one log call.
 */
final class Attachments {
    private static final TriConsumer<String, @Nullable Object, Texts> SUM_UP =
            (key, value, texts) -> texts.add(key, value);
    private static final TriConsumer<String, @Nullable Object, Settled> SETTLE = (key, value, to) -> to.add(key, value);
    /** What is no text now was one when the map was summed up, and came too late for this event. */
    private static final TriConsumer<String, @Nullable Object, Pairs> COPY = (key, value, to) -> {
        if (value instanceof String) {
            to.accept(key, value);
        }
    };

    private static final ParameterConsumer<Attachments> CARRIED = (parameter, index, to) -> to.readCarried(parameter);

    private static final Part[] PARTS = {
        (to, event, inlet) -> to.readStackTrace(event),
        (to, event, inlet) -> to.readMarkers(event),
        (to, event, inlet) -> to.readContext(event),
        (to, event, inlet) -> to.readKeyValues(event),
        Attachments::readCaller,
        Attachments::readTemplate,
        Attachments::readContextStack,
        (to, event, inlet) -> to.readSpan(inlet)
    };

    /** More names of markers than anybody queries by. */
    private static final int MAX_MARKERS = 64;

    private @Nullable String markers;
    private @Nullable String template;
    private @Nullable String contextStack;
    private @Nullable StackTraceElement caller;
    private @Nullable SpanIds span;
    private String @Nullable [] rendered;
    private @Nullable String stackTrace;
    private @Nullable ReadOnlyStringMap context;
    private @Nullable Settled settledContext;
    private @Nullable Settled keyValues;
    private boolean carrierUnreadable;
    private int chars;

    /** What can be read of {@code event}, each part for itself; what throws is left out and counted. */
    static Attachments of(LogEvent event, Inlet inlet, Patterns patterns) {
        var attachments = new Attachments();
        for (Part part : PARTS) {
            try {
                part.read(attachments, event, inlet);
            } catch (Exception | LinkageError | AssertionError | StackOverflowError unreadable) {
                // The message is worth more than what comes with it.
                inlet.partUnreadable();
            }
        }
        attachments.rendered = patterns.rendered(event);
        return attachments;
    }

    private void readStackTrace(LogEvent event) {
        stackTrace = stackTrace(event);
    }

    private void readMarkers(LogEvent event) {
        Marker given = event.getMarker();
        markers = given == null ? null : markers(given);
    }

    private void readContext(LogEvent event) {
        ReadOnlyStringMap map = event.getContextData();
        if (map != null && !map.isEmpty()) {
            readContext(map);
        }
    }

    private void readKeyValues(LogEvent event) {
        Message message = event.getMessage();
        keyValues = KeyValues.of(message);
        if (message instanceof ParameterVisitable visitable) {
            // Without a copy of the parameters, which would be garbage.
            visitable.forEachParameter(CARRIED, this);
        } else if (message != null && !(message instanceof MapMessage)) {
            Object[] parameters = message.getParameters();
            for (int i = 0; parameters != null && i < parameters.length; i++) {
                readCarried(parameters[i]);
            }
        }
        if (carrierUnreadable) {
            // Counted by whoever reads the parts; the parameters that can be read are there.
            throw new IllegalArgumentException();
        }
    }

    private void readCarried(@Nullable Object parameter) {
        if (parameter == null || !NamedValues.isCarrier(parameter)) {
            return;
        }
        Settled settled = keyValues == null ? new Settled() : keyValues;
        keyValues = settled;
        try {
            NamedValues.read(parameter, settled::add);
        } catch (RuntimeException | LinkageError | AssertionError unreadable) {
            // The other parameters are worth reading.
            carrierUnreadable = true;
        }
    }

    private void readCaller(LogEvent event, Inlet inlet) {
        if (inlet.wantsCaller()) {
            caller = event.getSource();
        }
    }

    private void readTemplate(LogEvent event, Inlet inlet) {
        if (inlet.wantsTemplate()) {
            Message message = event.getMessage();
            template = message == null ? null : message.getFormat();
        }
    }

    private void readContextStack(LogEvent event, Inlet inlet) {
        if (inlet.wantsContextStack() && event.getContextStack() != null) {
            List<String> stack = event.getContextStack().asList();
            contextStack = stack.isEmpty() ? null : String.join(" ", stack);
        }
    }

    private void readSpan(Inlet inlet) {
        if (inlet.wantsSpan()) {
            span = SpanIds.current();
        }
    }

    private static @Nullable String markers(Marker given) {
        if (!given.hasParents()) {
            String name = given.getName();
            return NamedValues.isCarrierName(name) ? null : name;
        }
        var names = new LinkedHashSet<String>();
        addWithParents(given, names);
        names.removeIf(NamedValues::isCarrierName);
        return names.isEmpty() ? null : String.join(",", names);
    }

    /** A name that is there already ends it. */
    private static void addWithParents(Marker marker, Set<String> names) {
        if (names.size() < MAX_MARKERS && names.add(marker.getName()) && marker.hasParents()) {
            for (Marker parent : marker.getParents()) {
                addWithParents(parent, names);
            }
        }
    }

    private void readContext(ReadOnlyStringMap map) {
        var texts = new Texts();
        map.forEach(SUM_UP, texts);
        if (texts.only) {
            context = map;
            chars += texts.chars;
        } else {
            var settled = new Settled();
            // Kept before it is filled, with what could be read until somebody threw.
            settledContext = settled;
            map.forEach(SETTLE, settled);
        }
    }

    /** Characters of all texts here. */
    int chars() {
        int ofPatterns = 0;
        if (rendered != null) {
            for (String text : rendered) {
                ofPatterns += text.length();
            }
        }
        return chars
                + ofPatterns
                + (span == null ? 0 : span.chars())
                + length(markers)
                + length(template)
                + length(contextStack)
                + length(stackTrace)
                + (settledContext == null ? 0 : settledContext.chars())
                + (keyValues == null ? 0 : keyValues.chars());
    }

    /**
     * Plain assignments only: the slot is claimed. The context of the framework is read a second time instead of copied
     * in between, because it costs no garbage; only another thread can have changed it.
     */
    void copyTo(EventSlot slot) {
        slot.markers(markers);
        slot.stackTrace(stackTrace);
        if (template != null) {
            slot.template(template);
        }
        if (contextStack != null) {
            slot.contextStack(contextStack);
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
            copy(context, slot.context());
        }
        if (settledContext != null) {
            settledContext.copyTo(slot.context());
        }
        if (keyValues != null) {
            keyValues.copyTo(slot.keyValues());
        }
    }

    private static void copy(ReadOnlyStringMap from, Pairs to) {
        try {
            from.forEach(COPY, to);
        } catch (RuntimeException | LinkageError | AssertionError changedMeanwhile) {
            // What was copied until then stays.
        }
    }

    /** A throwable that came from another process is there as text only. */
    private static @Nullable String stackTrace(LogEvent event) {
        if (event.getThrown() != null) {
            return null;
        }
        ThrowableProxy proxy = event.getThrownProxy();
        return proxy == null ? null : proxy.getCauseStackTraceAsString("");
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    /** Reads one part of an event, which may run the application's code. */
    private interface Part {
        void read(Attachments to, LogEvent event, Inlet inlet);
    }

    /** Sums up a map of texts; a value that is none would have to be settled first. */
    private static final class Texts {
        private boolean only = true;
        private int chars;

        void add(@Nullable String key, @Nullable Object value) {
            if (value instanceof String text) {
                chars += length(key) + text.length();
            } else {
                only &= value == null;
            }
        }
    }
}
