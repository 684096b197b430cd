package io.github.azuremonitor.appender.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.azuremonitor.appender.common.event.NamedValues;
import io.github.azuremonitor.appender.common.event.Values;
import io.github.azuremonitor.appender.common.pipeline.PipelineHandle;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/**
 * The named values of an event: those that its markers and arguments carry, followed by its own pairs, which therefore
 * win. Lives as long as one log call, and only if there may be any.
 */
final class KeyValues implements BiConsumer<String, @Nullable Object> {
    private final PipelineHandle handle;
    private @Nullable Object[] flat = new Object[8];
    private int size;

    private KeyValues(PipelineHandle handle) {
        this.handle = handle;
    }

    /**
     * Names and settled values in turn, followed by nulls, or null if there are none. What cannot be read is left out
     * and counted, and costs the event nothing else.
     */
    static @Nullable Object @Nullable [] of(ILoggingEvent event, PipelineHandle handle) {
        Object[] arguments = event.getArgumentArray();
        boolean hasCarrier = hasCarrier(arguments);
        List<Marker> markers = null;
        List<KeyValuePair> pairs = null;
        try {
            markers = event.getMarkerList();
            pairs = event.getKeyValuePairs();
        } catch (Throwable unreadable) {
            Values.passOnUp(unreadable);
            handle.partUnreadable();
        }
        if (pairs == null && markers == null && !hasCarrier) {
            return null;
        }
        var values = new KeyValues(handle);
        if (markers != null) {
            values.addMarkers(markers);
        }
        if (hasCarrier) {
            for (Object argument : arguments) {
                if (argument != null && NamedValues.isCarrier(argument)) {
                    values.addCarried(argument);
                }
            }
        }
        if (pairs != null) {
            values.addPairs(pairs);
        }
        return values.size == 0 ? null : values.flat;
    }

    @Override
    public void accept(String name, @Nullable Object value) {
        if (size == flat.length) {
            flat = Arrays.copyOf(flat, 2 * size);
        }
        flat[size++] = name;
        flat[size++] = Formatting.settled(value);
    }

    private void addCarried(Object carrier) {
        // Carriers can supply values through code that logs.
        guarded(() -> Formatting.nested(
                () -> {
                    NamedValues.read(carrier, this);
                    return null;
                },
                null,
                Formatting.MAX_DEPTH));
    }

    private void addMarkers(List<Marker> markers) {
        guarded(() -> Markers.carriers(markers, this::addCarried));
    }

    private void addPairs(List<KeyValuePair> pairs) {
        guarded(() -> {
            // Another thread may still add to the list of an event that was created by code.
            for (KeyValuePair pair : pairs.toArray(new KeyValuePair[0])) {
                if (pair != null) {
                    accept(pair.key, pair.value);
                }
            }
        });
    }

    private void guarded(Runnable reading) {
        try {
            reading.run();
        } catch (Throwable unreadable) {
            Values.passOnUp(unreadable);
            handle.partUnreadable();
        }
    }

    private static boolean hasCarrier(Object @Nullable [] arguments) {
        if (arguments == null) {
            return false;
        }
        for (Object argument : arguments) {
            if (argument != null && !Formatting.isHarmless(argument) && NamedValues.isCarrier(argument)) {
                return true;
            }
        }
        return false;
    }
}
