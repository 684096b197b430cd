package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.report.PostStats;
import io.github.azuremonitor.appender.common.send.Outcome;
import io.github.azuremonitor.appender.common.time.Time;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Durations and results of POSTs. The courier writes, any thread reads; the lock is held for a few dozen instructions
 * per POST, and log calls never take it.
 */
final class RequestStatistics {
    private final Time time;
    private final RunningSummary nanos;
    private final RunningSummary rows;
    private final RunningSummary bytes;
    private final Map<String, Long> responses = new HashMap<>();
    private final Map<String, Long> retries = new HashMap<>();
    private int underWay;
    private long silentSince;

    RequestStatistics(Time time) {
        this.time = time;
        long now = time.nanos();
        nanos = new RunningSummary(now);
        rows = new RunningSummary(now);
        bytes = new RunningSummary(now);
    }

    /** An attempt begins. */
    synchronized void began() {
        if (underWay == 0) {
            silentSince = time.nanos();
        }
        underWay++;
    }

    /** It did not begin after all. */
    synchronized void notBegun() {
        underWay = Math.max(0, underWay - 1);
    }

    /** An attempt ended after {@code took} nanoseconds. */
    synchronized void ended(Outcome outcome, long took) {
        underWay = Math.max(0, underWay - 1);
        silentSince = time.nanos();
        responses.merge(label(outcome), 1L, Long::sum);
        if (outcome.kind() == Outcome.Kind.ANSWERED) {
            nanos.add(took, time.nanos());
        }
    }

    /** The batch will be sent again, unchanged. */
    synchronized void again(Outcome outcome) {
        retries.merge(label(outcome), 1L, Long::sum);
    }

    synchronized void accepted(Batch batch) {
        long now = time.nanos();
        rows.add(batch.rows(), now);
        bytes.add(batch.rawBytes(), now);
    }

    /** For how long no attempt has ended while at least one was under way. */
    synchronized Duration silence() {
        return underWay == 0 ? Duration.ZERO : Duration.ofNanos(time.nanos() - silentSince);
    }

    synchronized PostStats read() {
        long now = time.nanos();
        return new PostStats(nanos.read(now), rows.read(now), bytes.read(now), responses, retries);
    }

    private static String label(Outcome outcome) {
        return switch (outcome.kind()) {
            case ANSWERED -> Integer.toString(outcome.status());
            case UNREACHABLE -> "unreachable";
            case TIMED_OUT -> "timeout";
            case NO_TOKEN -> "no-token";
        };
    }
}
