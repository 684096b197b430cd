package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.report.DeliveryState;
import io.github.azuremonitor.appender.common.report.Problem;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets POSTs through; after a failure none for a while, then one as a probe. There is one for the destination and one
 * for each stream that is refused on its own. Courier only.
 */
final class CircuitBreaker {
    private enum State {
        CLOSED,
        OPEN,
        PROBING
    }

    private final int maxInFlight;
    private final Map<Fate, Integer> failures = new EnumMap<>(Fate.class);
    private State state = State.CLOSED;
    private int inFlight;
    private int window;
    private long openUntilNanos;

    /** Null while POSTs succeed; read by any thread. */
    private volatile @Nullable Obstacle obstacle;

    CircuitBreaker(int maxInFlight) {
        this.maxInFlight = maxInFlight;
        this.window = maxInFlight;
    }

    /** Whether one more POST may start now. */
    boolean admits(long nowNanos) {
        return switch (state) {
            case CLOSED -> inFlight < window;
            case OPEN -> inFlight == 0 && nowNanos - openUntilNanos >= 0;
            // Not every answer settles it: a 401 before the credential is renewed does not, nor does a batch to be
            // split.
            case PROBING -> inFlight == 0;
        };
    }

    /** A POST that was admitted starts. */
    void sent() {
        inFlight++;
        if (state == State.OPEN) {
            state = State.PROBING;
        }
    }

    /** A POST ended, in whatever way. */
    void answered() {
        inFlight--;
    }

    /** The destination accepted a batch, or refused one because of its content: it works. */
    void recordSuccess() {
        if (state == State.PROBING) {
            state = State.CLOSED;
            obstacle = null;
            // One at first, then two, then four, so that the backlog of an outage does not arrive in one wave.
            window = 1;
            failures.clear();
        } else if (state == State.CLOSED) {
            window = Math.min(maxInFlight, window * 2);
            failures.clear();
        }
    }

    /**
     * A POST failed; nothing starts for {@code delayNanos}. A failure of a POST that had started earlier can only
     * prolong this.
     */
    void recordFailure(Fate fate, long nowNanos, long delayNanos) {
        if (state != State.OPEN) {
            failures.merge(fate, 1, Integer::sum);
        }
        pause(nowNanos, delayNanos);
    }

    /** As above, for a failure that is not the destination's fault. */
    void pause(long nowNanos, long delayNanos) {
        long until = nowNanos + delayNanos;
        if (state != State.OPEN || until - openUntilNanos > 0) {
            openUntilNanos = until;
        }
        state = State.OPEN;
    }

    /** Records why nothing passes: the reason of the last failure, and the time of the first one of its kind. */
    void recordReason(Fate fate, Problem why) {
        DeliveryState kind = fate == Fate.RETRY ? DeliveryState.SPOOLING : DeliveryState.REFUSED;
        Obstacle before = obstacle;
        obstacle = before == null || before.state != kind
                ? new Obstacle(kind, why)
                : new Obstacle(kind, new Problem(before.why.time(), why.sentence()));
    }

    /** Why nothing passes, or null; any thread. */
    @Nullable Obstacle obstacle() {
        return obstacle;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    /**
     * Failures of that kind since the last success; those of concurrent POSTs count once. Each kind backs off on its
     * own, so that an outage of a minute does not make the first refusal after it wait for five.
     */
    int failures(Fate fate) {
        return failures.getOrDefault(fate, 0);
    }

    /** Nanoseconds until a POST may start, 0 if it may now, {@link Long#MAX_VALUE} if only an answer changes anything. */
    long nanosToOpen(long nowNanos) {
        if (admits(nowNanos)) {
            return 0;
        }
        return state == State.OPEN && inFlight == 0 ? openUntilNanos - nowNanos : Long.MAX_VALUE;
    }

    /** Why nothing passes, and whether that ends by itself. */
    record Obstacle(DeliveryState state, Problem why) {}
}
