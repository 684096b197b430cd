package io.github.azuremonitor.appender.log4j2;

import io.github.azuremonitor.appender.common.event.LoggedEvent;
import io.github.azuremonitor.appender.common.event.NamedValues;
import io.github.azuremonitor.appender.common.event.Pairs;
import io.github.azuremonitor.appender.common.event.SpanIds;
import io.github.azuremonitor.appender.common.event.Values;
import io.github.azuremonitor.appender.common.pipeline.ObjectPool;
import io.github.azuremonitor.appender.common.pipeline.PipelineHandle;
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
 * What an event carries beside its message, read before memory is taken for it because reading may run the application's code.
 * Belongs to one log call from {@link #of} to {@link #end}.
 */
final class Attachments {
    private static final ObjectPool<Attachments> POOL = new ObjectPool<>(Attachments::new);

    private static final TriConsumer<String, @Nullable Object, Attachments> LOOK_THROUGH =
            (key, value, to) -> to.contextIsText &= value == null || value instanceof String;
    private static final TriConsumer<String, @Nullable Object, Settled> SETTLE = (key, value, to) -> to.add(key, value);
    /** What is no text now was one when the map was looked through, and came too late for this event. */
    private static final TriConsumer<String, @Nullable Object, Pairs> COPY = (key, value, to) -> {
        if (value instanceof String) {
            to.accept(key, value);
        }
    };

    private static final ParameterConsumer<Attachments> CARRIED = (parameter, index, to) -> to.readCarried(parameter);

    private static final Part[] PARTS = {
        (to, event, handle) -> to.readStackTrace(event),
        (to, event, handle) -> to.readMarkers(event),
        (to, event, handle) -> to.readContext(event),
        (to, event, handle) -> to.readKeyValues(event),
        Attachments::readCaller,
        Attachments::readTemplate,
        Attachments::readContextStack,
        (to, event, handle) -> to.readSpan(handle)
    };

    /** More marker names than anybody queries by. */
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
    private boolean contextIsText;
    private boolean carrierUnreadable;

    private Attachments() {}

    /** Reads each part of {@code event} on its own; a part that throws is left out and counted. */
    static Attachments of(LogEvent event, PipelineHandle handle, Patterns patterns) {
        Attachments attachments = POOL.take();
        for (Part part : PARTS) {
            try {
                part.read(attachments, event, handle);
            } catch (Throwable unreadable) {
                Values.passOn(unreadable);
                // The message matters more than its attachments.
                handle.partUnreadable();
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
            // Avoids a copy of the parameters, which would be garbage.
            visitable.forEachParameter(CARRIED, this);
        } else if (message != null && !(message instanceof MapMessage)) {
            Object[] parameters = message.getParameters();
            for (int i = 0; parameters != null && i < parameters.length; i++) {
                readCarried(parameters[i]);
            }
        }
        if (carrierUnreadable) {
            // Counted by the caller; the readable parameters are already stored.
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
        } catch (Throwable unreadable) {
            Values.passOnUp(unreadable);
            // The other parameters are still worth reading.
            carrierUnreadable = true;
        }
    }

    private void readCaller(LogEvent event, PipelineHandle handle) {
        if (handle.wantsCaller()) {
            caller = event.getSource();
        }
    }

    private void readTemplate(LogEvent event, PipelineHandle handle) {
        if (handle.wantsTemplate()) {
            Message message = event.getMessage();
            template = message == null ? null : message.getFormat();
        }
    }

    private void readContextStack(LogEvent event, PipelineHandle handle) {
        if (handle.wantsContextStack() && event.getContextStack() != null) {
            List<String> stack = event.getContextStack().asList();
            contextStack = stack.isEmpty() ? null : String.join(" ", stack);
        }
    }

    private void readSpan(PipelineHandle handle) {
        if (handle.wantsSpan()) {
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

    /** Stops at a name that is already there. */
    private static void addWithParents(Marker marker, Set<String> names) {
        if (names.size() < MAX_MARKERS && names.add(marker.getName()) && marker.hasParents()) {
            for (Marker parent : marker.getParents()) {
                addWithParents(parent, names);
            }
        }
    }

    private void readContext(ReadOnlyStringMap map) {
        contextIsText = true;
        map.forEach(LOOK_THROUGH, this);
        if (contextIsText) {
            context = map;
        } else {
            var settled = new Settled();
            // Stored before it is filled, so that it has what could be read before an exception.
            settledContext = settled;
            map.forEach(SETTLE, settled);
        }
    }

    /**
     * Plain assignments only. The context of the framework is read a second time instead of copied in between, because it
     * costs no garbage; only another thread can have changed it.
     */
    void copyTo(LoggedEvent fields) {
        fields.markers(markers);
        fields.stackTrace(stackTrace);
        fields.template(template);
        fields.contextStack(contextStack);
        fields.caller(caller);
        fields.spanIds(span);
        fields.rendered(rendered);
        if (context != null) {
            copy(context, fields.context());
        }
        if (settledContext != null) {
            settledContext.copyTo(fields.context());
        }
        if (keyValues != null) {
            keyValues.copyTo(fields.keyValues());
        }
    }

    /** Lets go of what was read: another log call may use this one. */
    void end() {
        markers = null;
        template = null;
        contextStack = null;
        caller = null;
        span = null;
        rendered = null;
        stackTrace = null;
        context = null;
        settledContext = null;
        keyValues = null;
        carrierUnreadable = false;
        POOL.give(this);
    }

    private static void copy(ReadOnlyStringMap from, Pairs to) {
        try {
            from.forEach(COPY, to);
        } catch (Throwable changedMeanwhile) {
            Values.passOnUp(changedMeanwhile);
            // What was copied before stays.
        }
    }

    /** A throwable from another process exists as text only. */
    private static @Nullable String stackTrace(LogEvent event) {
        if (event.getThrown() != null) {
            return null;
        }
        ThrowableProxy proxy = event.getThrownProxy();
        return proxy == null ? null : proxy.getCauseStackTraceAsString("");
    }

    /** Reads one part of an event, which may run the application's code. */
    private interface Part {
        void read(Attachments to, LogEvent event, PipelineHandle handle);
    }
}
