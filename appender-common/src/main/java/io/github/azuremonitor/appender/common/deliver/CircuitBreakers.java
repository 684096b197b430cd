package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.deliver.CircuitBreaker.Obstacle;
import io.github.azuremonitor.appender.common.report.DeliveryState;
import io.github.azuremonitor.appender.common.report.DeliveryStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The circuit breaker of the destination and those of its streams. Courier only, but for {@link #deliveryStatus}. */
final class CircuitBreakers {
    private final int maxInFlight;
    private final CircuitBreaker destination;
    private final Map<String, CircuitBreaker> streams = new ConcurrentHashMap<>();

    CircuitBreakers(int maxInFlight) {
        this.maxInFlight = maxInFlight;
        this.destination = new CircuitBreaker(maxInFlight);
    }

    /** Most POSTs under way at a time. */
    int maxInFlight() {
        return maxInFlight;
    }

    boolean admit(String stream, long nowNanos) {
        return destination.admits(nowNanos) && stream(stream).admits(nowNanos);
    }

    void sent(String stream) {
        // First, because it may allocate: whatever is counted here has to be counted down again.
        CircuitBreaker own = stream(stream);
        destination.sent();
        own.sent();
    }

    void answered(String stream) {
        destination.answered();
        stream(stream).answered();
    }

    /** The stream accepted a batch. */
    void recordSuccess(String stream) {
        destination.recordSuccess();
        stream(stream).recordSuccess();
    }

    CircuitBreaker destination() {
        return destination;
    }

    CircuitBreaker stream(String stream) {
        CircuitBreaker known = streams.get(stream);
        return known != null ? known : streams.computeIfAbsent(stream, name -> new CircuitBreaker(maxInFlight));
    }

    /** Whether the stream is refused on its own at the moment. */
    boolean isHeld(String stream) {
        return !stream(stream).isClosed();
    }

    /** The streams that are refused on their own at the moment. */
    Set<String> heldStreams() {
        var held = new HashSet<String>();
        streams.forEach((stream, breaker) -> {
            if (!breaker.isClosed()) {
                held.add(stream);
            }
        });
        return held;
    }

    /** Forgets refused streams that have nothing left to send: their state is unknown from now on. */
    void forget(Predicate<String> nothingIsLeft) {
        streams.forEach((stream, breaker) -> {
            if (!breaker.isClosed() && nothingIsLeft.test(stream)) {
                streams.remove(stream);
            }
        });
    }

    /** State of these streams; a stream that only an earlier run's rows belong to does not affect it. Any thread. */
    DeliveryStatus deliveryStatus(Set<String> configured) {
        Obstacle all = destination.obstacle();
        Obstacle worst = all;
        var states = new HashMap<String, DeliveryState>();
        for (String name : configured) {
            CircuitBreaker breaker = streams.get(name);
            Obstacle own = breaker == null ? null : breaker.obstacle();
            states.put(name, state(all).or(state(own)));
            if (state(own).compareTo(state(worst)) > 0) {
                worst = own;
            }
        }
        return new DeliveryStatus(state(worst), worst == null ? null : worst.why(), states);
    }

    private static DeliveryState state(@Nullable Obstacle obstacle) {
        return obstacle == null ? DeliveryState.SHIPPING : obstacle.state();
    }

    /** Nanoseconds until a POST may start, 0 if it may now, {@link Long#MAX_VALUE} if only an answer changes anything. */
    long nanosToOpen(String stream, long nowNanos) {
        return Math.max(destination.nanosToOpen(nowNanos), stream(stream).nanosToOpen(nowNanos));
    }
}
