package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.deliver.Circuit.Hindrance;
import io.github.azuremonitor.appender.common.report.DeliveryState;
import io.github.azuremonitor.appender.common.report.Standing;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The circuit of the destination and those of its streams. Courier only, but for {@link #standing}. */
final class Gates {
    private final int maxInFlight;
    private final Circuit destination;
    private final Map<String, Circuit> streams = new ConcurrentHashMap<>();

    Gates(int maxInFlight) {
        this.maxInFlight = maxInFlight;
        this.destination = new Circuit(maxInFlight);
    }

    boolean admit(String stream, long nowNanos) {
        return destination.admits(nowNanos) && stream(stream).admits(nowNanos);
    }

    void sent(String stream) {
        destination.sent();
        stream(stream).sent();
    }

    void answered(String stream) {
        destination.answered();
        stream(stream).answered();
    }

    /** The stream took a batch. */
    void works(String stream) {
        destination.works();
        stream(stream).works();
    }

    Circuit destination() {
        return destination;
    }

    Circuit stream(String stream) {
        return streams.computeIfAbsent(stream, name -> new Circuit(maxInFlight));
    }

    /** Whether the stream is refused on its own at the moment. */
    boolean isHeld(String stream) {
        return !stream(stream).isClosed();
    }

    /** How these streams stand; those of rows that an earlier run left are no trouble of theirs. Any thread. */
    Standing standing(Set<String> configured) {
        Hindrance all = destination.hindrance();
        Hindrance worst = all;
        var states = new HashMap<String, DeliveryState>();
        for (String name : configured) {
            Circuit circuit = streams.get(name);
            Hindrance own = circuit == null ? null : circuit.hindrance();
            states.put(name, state(all).or(state(own)));
            if (state(own).compareTo(state(worst)) > 0) {
                worst = own;
            }
        }
        return new Standing(state(worst), worst == null ? null : worst.why(), states);
    }

    private static DeliveryState state(@Nullable Hindrance hindrance) {
        return hindrance == null ? DeliveryState.SHIPPING : hindrance.state();
    }

    /** Nanoseconds until a closed gate opens for a probe. */
    long nanosToProbe(long nowNanos) {
        if (!destination.isClosed()) {
            return destination.nanosToProbe(nowNanos);
        }
        long nearest = Long.MAX_VALUE;
        for (Circuit stream : streams.values()) {
            nearest = Math.min(nearest, stream.nanosToProbe(nowNanos));
        }
        return nearest;
    }
}
