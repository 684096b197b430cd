package io.github.azuremonitor.appender.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.slf4j.MDC;

/** The ways to make log calls: as fast as possible, or at a steady rate. */
final class LogCalls {
    static final long HIGHEST_NANOS = Duration.ofMinutes(1).toNanos();

    /** Events between two looks at the clock. */
    private static final int PIECE = 1_000;

    private LogCalls() {}

    static void fullSpeed(Events events, int count) {
        for (int i = 0; i < count; i++) {
            events.next().log();
        }
    }

    /** As many events, or as many as fit into the time. */
    static void fullSpeed(Events events, long count, Duration limit) {
        long start = System.nanoTime();
        for (long left = count; left > 0 && System.nanoTime() - start < limit.toNanos(); left -= PIECE) {
            fullSpeed(events, (int) Math.min(PIECE, left));
        }
        MDC.clear();
    }

    /** The same by a thread for each of these, begun at once; all together as many events. */
    static void fullSpeed(List<Events> ofThreads, long count, Duration limit) throws InterruptedException {
        CountDownLatch begin = new CountDownLatch(1);
        List<Thread> threads = ofThreads.stream()
                .map(events -> new Thread(() -> {
                    try {
                        begin.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    fullSpeed(events, count / ofThreads.size(), limit);
                }))
                .toList();
        threads.forEach(Thread::start);
        begin.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** At most a thousand times a second, several events at once above that: pacing must not be what is measured. */
    static void paced(Events events, int rate, Duration time) {
        paced(events, rate, time, Events.Line::log);
    }

    /** The same with another way to log. */
    static void paced(Events events, int rate, Duration time, Consumer<Events.Line> log) {
        long start = System.nanoTime();
        int times = rate == 0 ? 1 : Math.min(rate, 1_000);
        long interval = Duration.ofSeconds(1).toNanos() / times;
        for (long next = start; next - start < time.toNanos(); next += interval) {
            for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            for (int i = 0; i < rate / times; i++) {
                log.accept(events.next());
            }
        }
    }

    /** The nanoseconds of each call alone; spins between them: sleeping would measure how a core wakes up. */
    static void steady(Events events, int rate, long count, Histogram calls) {
        steady(events, rate, count, calls, new Histogram(HIGHEST_NANOS, 3), new AtomicLong());
    }

    /**
     * The nanoseconds of each call alone, and from when it was due: a call that is late because the one before took long has
     * waited, too.
     */
    static void steady(Events events, int rate, long count, Histogram calls, Histogram responses, AtomicLong made) {
        long interval = Duration.ofSeconds(1).toNanos() / rate;
        long due = System.nanoTime();
        for (long i = 0; i < count; i++) {
            Events.Line line = events.next();
            long start = System.nanoTime();
            while (start - due < 0) {
                Thread.onSpinWait();
                start = System.nanoTime();
            }
            line.log();
            long end = System.nanoTime();
            calls.recordValue(Math.min(end - start, HIGHEST_NANOS));
            responses.recordValue(Math.min(end - due, HIGHEST_NANOS));
            made.lazySet(i + 1);
            due += interval;
        }
    }
}
