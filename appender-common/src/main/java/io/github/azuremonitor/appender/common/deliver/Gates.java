package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.deliver.Circuit.Hindrance;
import io.github.azuremonitor.appender.common.report.DeliveryState;
import io.github.azuremonitor.appender.common.report.Standing;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
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
        // First, because it may want memory: what is counted here has to be counted off again.
        Circuit own = stream(stream);
        destination.sent();
        own.sent();
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
        Circuit known = streams.get(stream);
        return known != null ? known : streams.computeIfAbsent(stream, name -> new Circuit(maxInFlight));
    }

    /** Whether the stream is refused on its own at the moment. */
    boolean isHeld(String stream) {
        return !stream(stream).isClosed();
    }

    /** The streams that are refused on their own at the moment. */
    Set<String> heldStreams() {
        var held = new HashSet<String>();
        streams.forEach((stream, circuit) -> {
            if (!circuit.isClosed()) {
                held.add(stream);
            }
        });
        return held;
    }

    /** Lets streams go that are refused and of which nothing is left: nobody knows how they stand now. */
    void forget(Predicate<String> nothingIsLeft) {
        streams.forEach((stream, circuit) -> {
            if (!circuit.isClosed() && nothingIsLeft.test(stream)) {
                streams.remove(stream);
            }
        });
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

    /** Nanoseconds until a POST may start, 0 if it may now, {@link Long#MAX_VALUE} if only an answer changes anything. */
    long nanosToOpen(String stream, long nowNanos) {
        return Math.max(destination.nanosToOpen(nowNanos), stream(stream).nanosToOpen(nowNanos));
    }
}
