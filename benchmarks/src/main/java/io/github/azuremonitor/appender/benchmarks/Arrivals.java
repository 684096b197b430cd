package io.github.azuremonitor.appender.benchmarks;

import java.io.IOException;
import java.time.Duration;

/** Follows the events of one contestant to where they end: in its process, or in the sink. */
final class Arrivals {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int LOOK_MILLIS = 50;

    /** So long nothing came: there is no more. Some wait for five seconds before they send what is not much. */
    private static final int GONE_MILLIS = 8_000;

    private final Contestant contestant;
    private final SinkClient client;

    /** So long nothing came: perhaps that was all. */
    private final int pauseMillis;

    private SinkTotals before = SinkTotals.NONE;
    private long logged;

    Arrivals(Contestant contestant, SinkClient client, int pauseMillis) {
        this.contestant = contestant;
        this.client = client;
        this.pauseMillis = pauseMillis;
    }

    boolean areAtSink() {
        return contestant.consumed().isEmpty();
    }

    /** Waits for as many more events, or until nothing comes any more. */
    void await(long more) throws IOException, InterruptedException {
        logged += more;
        if (!contestant.drain(logged, LIMIT)) {
            System.err.println("not drained within " + LIMIT);
        }
        if (!areAtSink()) {
            return;
        }
        // Looking at what came takes a core: not before it seems to be all, and not again before more came.
        long start = System.nanoTime();
        boolean looked = false;
        long last = 0;
        while (millisSince(start) < LIMIT.toMillis()) {
            long idle = client.idleMillis();
            looked &= idle >= last;
            last = idle;
            if (idle >= pauseMillis && !looked) {
                looked = true;
                if (client.totals().arrived() >= logged) {
                    return;
                }
            }
            if (Math.min(idle, millisSince(start)) > GONE_MILLIS) {
                return;
            }
            Thread.sleep(Math.min(LOOK_MILLIS, pauseMillis));
        }
    }

    private static long millisSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }

    /** Ends a part: as many more events arrived, the garbage gone, the compiler at rest; the answer is what came in it. */
    SinkTotals settle(long more) throws IOException, InterruptedException {
        await(more);
        SinkTotals now = client.totals();
        SinkTotals came = now.minus(before);
        before = now;
        System.gc();
        Thread.sleep(pauseMillis);
        return came;
    }

    /** Events logged so far that are not where they should be. */
    long missing() {
        return logged - contestant.consumed().orElse(before.arrived());
    }

    long twice() {
        return before.twice();
    }
}
