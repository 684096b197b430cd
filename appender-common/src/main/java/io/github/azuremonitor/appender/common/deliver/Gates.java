package io.github.azuremonitor.appender.common.deliver;

import java.util.HashMap;
import java.util.Map;

/** The circuit of the destination and those of its streams. Courier only. */
final class Gates {
    private final int maxInFlight;
    private final Circuit destination;
    private final Map<String, Circuit> streams = new HashMap<>();

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
