package io.github.azuremonitor.appender.benchmarks;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/** The ways to make log calls: as fast as it goes, with or without a clock around each, and at a steady rate. */
final class LogCalls {
    private static final long HIGHEST_NANOS = Duration.ofMinutes(1).toNanos();

    private LogCalls() {}

    static void fullSpeed(Events events, int count) {
        for (int i = 0; i < count; i++) {
            events.next().log();
        }
    }

    /** At full speed; the nanoseconds of every call, those of the clock included. */
    static Histogram timed(Events events, int count) {
        Histogram calls = new Histogram(HIGHEST_NANOS, 3);
        for (int i = 0; i < count; i++) {
            logTimed(events.next(), calls);
        }
        return calls;
    }

    /** Spins between the calls: sleeping would measure how a core wakes up. */
    static Histogram steady(Events events, int rate, int seconds) {
        Histogram calls = new Histogram(HIGHEST_NANOS, 3);
        steady(events, rate, (long) rate * seconds, calls);
        return calls;
    }

    static void steady(Events events, int rate, long count, Histogram calls) {
        long interval = Duration.ofSeconds(1).toNanos() / rate;
        long next = System.nanoTime();
        for (long i = 0; i < count; i++) {
            Events.Line line = events.next();
            while (System.nanoTime() - next < 0) {
                Thread.onSpinWait();
            }
            logTimed(line, calls);
            next += interval;
        }
    }

    private static void logTimed(Events.Line line, Histogram calls) {
        long start = System.nanoTime();
        line.log();
        calls.recordValue(Math.min(System.nanoTime() - start, HIGHEST_NANOS));
    }
}
