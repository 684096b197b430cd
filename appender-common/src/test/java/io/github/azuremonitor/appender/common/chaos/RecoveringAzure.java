package io.github.azuremonitor.appender.common.chaos;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.send.Outcome;
import io.github.azuremonitor.appender.common.testing.Outcomes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A service that refuses everything until a certain time, and then takes what its quota of a minute allows. */
final class RecoveringAzure implements Azure {
    static final long LATENCY_MILLIS = 100;

    private final long recoversAt;
    private final Outcome before;
    private final long requestsPerMinute;
    private final long bytesPerMinute;
    final List<Accepted> accepted = new ArrayList<>();
    final List<Post> posts = new ArrayList<>();
    private long minute = -1;
    private long requests;
    private long bytes;
    long throttled;
    long mostRequests;
    long mostBytes;

    RecoveringAzure(long recoversAt, Outcome before, long requestsPerMinute, long bytesPerMinute) {
        this.recoversAt = recoversAt;
        this.before = before;
        this.requestsPerMinute = requestsPerMinute;
        this.bytesPerMinute = bytesPerMinute;
    }

    long recoversAt() {
        return recoversAt;
    }

    /** What was taken, with the time of its answer. */
    record Accepted(Batch batch, long atMillis) {}

    /** A POST of a process. */
    record Post(int process, long atMillis) {}

    @Override
    public Reply receive(SimulatedProcess from, Batch batch, long now) {
        posts.add(new Post(from.number(), now));
        if (now < recoversAt) {
            return new Reply(before, LATENCY_MILLIS, false);
        }
        if (now / 60_000 != minute) {
            minute = now / 60_000;
            requests = 0;
            bytes = 0;
        }
        if (requests + 1 > requestsPerMinute || bytes + batch.rawBytes() > bytesPerMinute) {
            throttled++;
            long left = 60 - now % 60_000 / 1000;
            return new Reply(Outcomes.throttled(Duration.ofSeconds(left)), LATENCY_MILLIS, false);
        }
        requests++;
        bytes += batch.rawBytes();
        mostRequests = Math.max(mostRequests, requests);
        mostBytes = Math.max(mostBytes, bytes);
        accepted.add(new Accepted(batch, now + LATENCY_MILLIS));
        return new Reply(Outcomes.accepted(), LATENCY_MILLIS, true);
    }
}
