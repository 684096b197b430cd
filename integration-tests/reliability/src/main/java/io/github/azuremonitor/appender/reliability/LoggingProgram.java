package io.github.azuremonitor.appender.reliability;

import io.github.azuremonitor.appender.common.AzureMonitorLogs;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An application that logs numbered events at a steady rate, "r17 e1", "r17 e2" and so on, and knows nothing of
 * appenders: those come from {@code logback.xml}. Commands come line by line on its standard input; when that ends, the
 * parent is gone, and so is this process.
 *
 * <ul>
 *   <li>{@code phase NAME} records the log calls that follow under this name
 *   <li>{@code heap} prints the used heap after a collection
 *   <li>{@code stats} prints the ledger
 *   <li>{@code pause} stops logging, and tells when it has
 *   <li>{@code end} stops logging, waits until everything is accepted, prints the results and returns from main
 * </ul>
 */
public final class LoggingProgram {
    static final String LOGGING = "logging";
    static final String PAUSED = "paused:";
    static final String LATENCY = "latency:";
    static final String HEAP = "heap:";
    static final String FLUSHED = "flushed:";
    static final String STATS = "stats:";

    private static final long HIGHEST_NANOS = Duration.ofMinutes(1).toNanos();
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Logger log = LoggerFactory.getLogger("com.example.orders.OrderService");
    private final Queue<String> commands = new ConcurrentLinkedQueue<>();
    private final Map<String, Histogram> phases = new LinkedHashMap<>();
    private final String tag;
    private final long rate;
    private final long count;
    private final Noise noise;
    private final LoggedCounter counter;
    private Histogram calls = new Histogram(HIGHEST_NANOS, 3);
    private long logged;
    private boolean paused;
    private boolean ended;

    private LoggingProgram(String tag, long rate, long count, int textLength, Path counter) throws IOException {
        this.tag = tag;
        this.rate = rate;
        this.count = count;
        this.noise = new Noise(textLength);
        this.counter = LoggedCounter.create(counter);
    }

    /** Arguments: tag of the events, events per second, how many in all (0 for no end), length of a text, counter file. */
    public static void main(String[] arguments) throws IOException {
        var program = new LoggingProgram(
                arguments[0],
                Long.parseLong(arguments[1]),
                Long.parseLong(arguments[2]),
                Integer.parseInt(arguments[3]),
                Path.of(arguments[4]));
        Thread reader = new Thread(program::read, "commands");
        reader.setDaemon(true);
        reader.start();
        program.run();
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                commands.add(line);
            }
        } catch (IOException ended) {
            // As good as an end.
        }
        Runtime.getRuntime().halt(2);
    }

    private void run() {
        long interval = Duration.ofSeconds(1).toNanos() / rate;
        long next = System.nanoTime();
        while (!ended) {
            for (String command = commands.poll(); command != null; command = commands.poll()) {
                obey(command);
            }
            if (!paused) {
                logOne();
                next += interval;
            } else {
                next = System.nanoTime() + 1_000_000;
            }
            // Late ones follow at once: the rate holds over any second, as that of a service does.
            for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
        report();
    }

    private void logOne() {
        String text = noise.text(logged);
        long start = System.nanoTime();
        log.info("{} e{} {}", tag, logged + 1, text);
        calls.recordValue(Math.min(System.nanoTime() - start, HIGHEST_NANOS));
        counter.set(++logged);
        if (logged == 1) {
            System.out.println(LOGGING);
        }
        if (logged == count) {
            pause();
        }
    }

    private void obey(String command) {
        String[] words = command.split(" ", 2);
        switch (words[0]) {
            case "phase" -> calls = phases.computeIfAbsent(words[1], name -> new Histogram(HIGHEST_NANOS, 3));
            case "heap" -> System.out.println(HEAP + " " + usedHeap());
            case "stats" -> printStats();
            case "pause" -> pause();
            case "end" -> ended = true;
            default -> throw new IllegalArgumentException(command);
        }
    }

    private void pause() {
        if (!paused) {
            paused = true;
            System.out.println(PAUSED + " " + logged);
        }
    }

    private void report() {
        phases.forEach((name, phase) -> System.out.println(LATENCY + " " + name + " " + latencies(phase)));
        System.out.println(FLUSHED + " " + AzureMonitorLogs.flush(PATIENCE) + " " + logged);
        printStats();
    }

    static void printStats() {
        for (PipelineStats stats : AzureMonitorLogs.stats()) {
            System.out.println(STATS + " offered=" + stats.offered() + " recovered=" + stats.recovered() + " accepted="
                    + stats.accepted() + " held=" + stats.held() + " dropped=" + stats.totalDropped() + " posts="
                    + stats.posts() + " balances=" + stats.balances());
        }
    }

    private static String latencies(Histogram phase) {
        return phase.getTotalCount() + " " + phase.getValueAtPercentile(50) + " " + phase.getValueAtPercentile(90) + " "
                + phase.getValueAtPercentile(99) + " " + phase.getValueAtPercentile(99.9) + " " + phase.getMaxValue();
    }

    /** What lives, after the collector has looked twice. */
    private static long usedHeap() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
