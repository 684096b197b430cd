package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.send.Outcome;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after a failure. Full jitter spreads out the instances of a service after an outage that hit them
 * all. Where a person has to act, half of the wait is fixed, because retrying sooner would not help.
 */
final class Backoff {
    /** Longest {@code Retry-After} that is obeyed. */
    static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(10);

    private static final Duration RETRY_FIRST = Duration.ofSeconds(1);
    private static final Duration RETRY_LAST = Duration.ofSeconds(60);
    private static final Duration TOKEN_FIRST = Duration.ofSeconds(5);
    private static final Duration REFUSED_FIRST = Duration.ofSeconds(30);
    private static final Duration SLOW_LAST = Duration.ofMinutes(5);

    /** Shortest wait, whatever the jitter and the service say. */
    private static final long LEAST_NANOS = 50_000_000;

    private final RandomGenerator random;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Nanoseconds to wait.
     *
     * @param failures failures in a row before this one
     */
    long nanos(Fate fate, Outcome outcome, int failures) {
        Duration asked = outcome.retryAfter();
        return switch (fate) {
            case RETRY -> Math.max(retry(failures), asked == null ? 0 : atLeast(asked));
            case NO_TOKEN -> halfFixed(ceiling(TOKEN_FIRST, SLOW_LAST, failures));
            default -> halfFixed(ceiling(REFUSED_FIRST, SLOW_LAST, failures));
        };
    }

    private long retry(int failures) {
        return LEAST_NANOS + (long) (random.nextDouble() * (ceiling(RETRY_FIRST, RETRY_LAST, failures) - LEAST_NANOS));
    }

    /** Never earlier than asked; up to a tenth later, because the whole fleet is given the same time. */
    private long atLeast(Duration asked) {
        long nanos = Math.min(asked.toNanos(), LONGEST_RETRY_AFTER.toNanos());
        return nanos + (long) (random.nextDouble() * nanos / 10);
    }

    private long halfFixed(long ceiling) {
        return ceiling / 2 + (long) (random.nextDouble() * (ceiling - ceiling / 2.0));
    }

    private static long ceiling(Duration first, Duration last, int failures) {
        return Math.min(last.toNanos(), first.toNanos() << Math.min(failures, 16));
    }
}
