package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.report.DeliveryState;
import io.github.azuremonitor.appender.common.report.Trouble;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets POSTs through, none for a while after a failure, then one as a probe. One stands for the destination, one for each
 * stream that is refused on its own. Courier only.
 */
final class Circuit {
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

    /** Null while it works; read by any thread. */
    private volatile @Nullable Hindrance hindrance;

    Circuit(int maxInFlight) {
        this.maxInFlight = maxInFlight;
        this.window = maxInFlight;
    }

    /** Whether one more POST may start now. */
    boolean admits(long nowNanos) {
        return switch (state) {
            case CLOSED -> inFlight < window;
            case OPEN -> inFlight == 0 && nowNanos - openUntilNanos >= 0;
            // An answer may be no verdict: a 401 before the credential is renewed, a batch to be split.
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

    /** A POST ended, however. */
    void answered() {
        inFlight--;
    }

    /** The destination took a batch, or refused one for what is in it: it works. */
    void works() {
        if (state == State.PROBING) {
            state = State.CLOSED;
            hindrance = null;
            // One at first, then two, then four: an outage's backlog must not come back as a wave.
            window = 1;
            failures.clear();
        } else if (state == State.CLOSED) {
            window = Math.min(maxInFlight, window * 2);
            failures.clear();
        }
    }

    /** A POST failed; nothing starts for {@code delayNanos}. Failures of POSTs that started earlier only prolong. */
    void failed(Fate fate, long nowNanos, long delayNanos) {
        if (state != State.OPEN) {
            failures.merge(fate, 1, Integer::sum);
        }
        paused(nowNanos, delayNanos);
    }

    /** As above, for a failure that is not the destination's. */
    void paused(long nowNanos, long delayNanos) {
        long until = nowNanos + delayNanos;
        if (state != State.OPEN || until - openUntilNanos > 0) {
            openUntilNanos = until;
        }
        state = State.OPEN;
    }

    /** Says why nothing passes: the last failure's reason, since the first one of its kind. */
    void because(Fate fate, Trouble why) {
        DeliveryState kind = fate == Fate.RETRY ? DeliveryState.SPOOLING : DeliveryState.REFUSED;
        Hindrance before = hindrance;
        hindrance = before == null || before.state != kind
                ? new Hindrance(kind, why)
                : new Hindrance(kind, new Trouble(before.why.time(), why.sentence()));
    }

    /** Why nothing passes, or null; any thread. */
    @Nullable Hindrance hindrance() {
        return hindrance;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    /**
     * Failures of that kind since it last worked, those of one volley counted once. Each kind has its own scale of waits:
     * an outage of a minute must not make the first refusal after it wait for five.
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
    record Hindrance(DeliveryState state, Trouble why) {}
}
