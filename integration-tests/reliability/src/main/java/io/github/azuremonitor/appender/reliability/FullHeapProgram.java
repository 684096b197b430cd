package io.github.azuremonitor.appender.reliability;

import io.github.azuremonitor.appender.common.AzureMonitorLogs;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An application whose heap is full for a while, again and again, while threads of it log. Logs numbered events: "r7 e1",
 * "r7 e2" and so on while that lasts, and "r7-1 e1" to "r7-1 e100" after the first time.
 */
public final class FullHeapProgram {
    static final String FILLED = "filled:";
    static final String FLUSHED = "flushed:";
    static final String CALLS = "calls:";

    /** Events that are logged after each time, and have to arrive. */
    static final int LATER = 100;

    private static final int THREADS = 2;

    /** The heap stays full until so many log calls threw at most: chance says how many. */
    private static final int MOST_THROWN = 40;

    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** The appender initialises its own classes one second after its start. */
    private static final Duration STARTED_AFTER = Duration.ofSeconds(2);

    private static final long PAUSE_NANOS = 1_000_000;

    /** Twice the longest wait between two tries, and time for an endpoint that is as busy. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Logger log = LoggerFactory.getLogger("com.example.orders.OrderService");
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicInteger inCall = new AtomicInteger();
    private final AtomicLong returned = new AtomicLong();
    private final AtomicLong threw = new AtomicLong();
    private final String tag;
    private final long pauseNanos;
    private final Noise noise;
    private final Random random;
    private volatile boolean storming;

    private FullHeapProgram(String tag, long rate, int textLength, long seed) {
        this.tag = tag;
        this.pauseNanos = Duration.ofSeconds(THREADS).toNanos() / rate;
        this.noise = new Noise(textLength);
        this.random = new Random(seed);
    }

    /** Arguments: tag of the events, events per second, how often the heap fills, length of a text; property: seed. */
    public static void main(String[] arguments) {
        new FullHeapProgram(
                        arguments[0],
                        Long.parseLong(arguments[1]),
                        Integer.parseInt(arguments[3]),
                        Long.getLong("heap.seed", 0))
                .run(Integer.parseInt(arguments[2]));
    }

    private void run(int times) {
        // A class that has no memory while it is initialised is broken for as long as the JVM runs, whoever's it is.
        later(0);
        LockSupport.parkNanos(STARTED_AFTER.toNanos());
        for (int i = 0; i < THREADS; i++) {
            Thread worker = new Thread(this::storm, "worker-" + i);
            worker.setDaemon(true);
            worker.start();
        }
        for (int time = 1; time <= times; time++) {
            storming = true;
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(300)).toNanos());
            var ballast = new Ballast();
            long enough = threw.get() + 1 + random.nextInt(MOST_THROWN);
            long longest = System.nanoTime() + LONGEST.toNanos();
            // Reads nothing that wants memory.
            ballast.hold(() -> threw.get() >= enough || System.nanoTime() - longest > 0);
            System.out.println(FILLED + " " + time + " " + ballast.refusals());
            storming = false;
            while (inCall.get() > 0) {
                // No flush waits for an event that is being logged meanwhile.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            later(time);
        }
        System.out.println(CALLS + " " + returned + " " + threw);
        LoggingProgram.printStats();
    }

    private void storm() {
        while (true) {
            LockSupport.parkNanos(pauseNanos);
            inCall.incrementAndGet();
            try {
                if (!storming) {
                    continue;
                }
                int event = number.incrementAndGet();
                // Not with arguments: SLF4J writes "[FAILED toString()]" for one that finds no memory.
                log.info(tag + " e" + event + " " + noise.text(event));
                returned.incrementAndGet();
            } catch (OutOfMemoryError full) {
                // What a log call cannot allocate is the application's to hear of.
                threw.incrementAndGet();
            } finally {
                inCall.decrementAndGet();
            }
        }
    }

    private void later(int time) {
        for (int event = 1; event <= LATER; event++) {
            log.info("{}-{} e{} {}", tag, time, event, noise.text(event));
            returned.incrementAndGet();
        }
        // The first one may tell of rows that were lost while the heap was full.
        boolean accepted = AzureMonitorLogs.flush(PATIENCE);
        if (!accepted) {
            accepted = AzureMonitorLogs.flush(PATIENCE);
        }
        System.out.println(FLUSHED + " " + time + " " + accepted);
        LoggingProgram.printStats();
        if (!accepted) {
            System.exit(1);
        }
    }
}
