package io.github.azuremonitor.appender.common.deliver;

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
    private State state = State.CLOSED;
    private int inFlight;
    private int window;
    private int failures;
    private long openUntilNanos;

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
            // One at first, then two, then four: an outage's backlog must not come back as a wave.
            window = 1;
            failures = 0;
        } else if (state == State.CLOSED) {
            window = Math.min(maxInFlight, window * 2);
            failures = 0;
        }
    }

    /** A POST failed; nothing starts for {@code delayNanos}. Failures of POSTs that started earlier only prolong. */
    void failed(long nowNanos, long delayNanos) {
        long until = nowNanos + delayNanos;
        if (state == State.OPEN) {
            openUntilNanos = openUntilNanos - until > 0 ? openUntilNanos : until;
        } else {
            state = State.OPEN;
            openUntilNanos = until;
            failures++;
        }
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    /** Failures in a row, those of one volley counted once. */
    int failures() {
        return failures;
    }

    int inFlight() {
        return inFlight;
    }

    /** Nanoseconds until the next probe, 0 if it is due, {@link Long#MAX_VALUE} if only an answer changes anything. */
    long nanosToProbe(long nowNanos) {
        return state == State.OPEN && inFlight == 0 ? Math.max(0, openUntilNanos - nowNanos) : Long.MAX_VALUE;
    }
}
