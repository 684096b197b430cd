package io.github.azuremonitor.appender.common.batch;

import java.time.Duration;
import java.util.Set;

/**
 * How long a batch may wait for more rows: normally {@code linger}, longer while Azure throttles, so that the same rows
 * take fewer requests. Written by the courier, read by the flusher.
 */
public final class LingerPolicy {
    /** Longest wait, under throttling and in an outage. */
    static final Duration SLOWEST = Duration.ofSeconds(60);

    private final long usualNanos;
    private final long slowestNanos;
    private volatile long nanos;
    private volatile boolean outage;
    private volatile Set<String> held = Set.of();

    /** Starts at {@code linger}. */
    public LingerPolicy(Duration linger) {
        usualNanos = linger.toNanos();
        slowestNanos = Math.max(usualNanos, SLOWEST.toNanos());
        nanos = usualNanos;
    }

    /** Nanoseconds from a batch's first row to its cut. */
    public long lingerNanos() {
        return outage ? slowestNanos : nanos;
    }

    /** As above, for batches of that stream. */
    public long lingerNanos(String stream) {
        return held.contains(stream) ? slowestNanos : lingerNanos();
    }

    /** Whether a batch of that stream would be sent now, so that cutting it early makes sense. */
    public boolean canSend(String stream) {
        return !outage && !held.contains(stream);
    }

    /** Whether nothing can be sent at the moment, so that cutting early would only create small files. */
    public boolean isOutage() {
        return outage;
    }

    /** A 429 came: doubles the wait. Courier only. */
    public void throttled() {
        nanos = Math.min(slowestNanos, Math.max(nanos, Duration.ofMillis(100).toNanos()) * 2);
    }

    /** A batch was accepted: halves the wait on its way back. Courier only. */
    public void accepted() {
        nanos = Math.max(usualNanos, nanos / 2);
    }

    /** These streams are refused at the moment. Courier only. */
    public void held(Set<String> streams) {
        held = Set.copyOf(streams);
    }

    /** The circuit breaker opened or closed. Courier only. */
    public void outage(boolean now) {
        outage = now;
    }
}
