package io.github.azuremonitor.appender.benchmarks;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The process of one contestant: warms up, measures part by part, prints one line per metric. */
public final class ContestantRun implements Callable<Integer> {
    /** The first word of the lines that hold results. */
    static final String RESULT = "metric";

    /** Asks for what is allocated as the code is written, and nothing else; escape analysis has to be off. */
    static final String ALLOCATION_ONLY = "--allocation-only";

    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(60);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Mixin
    private final Load load = new Load();

    @Parameters(index = "0")
    private String label = "";

    @Parameters(index = "1")
    private URI endpoint = URI.create("http://127.0.0.1");

    @Option(names = ALLOCATION_ONLY)
    private boolean allocationOnly;

    private long arrived;

    public static void main(String[] arguments) {
        Parent.endWithIt();
        System.exit(new CommandLine(new ContestantRun()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Events events = load.newEvents();
        try (Contestant contestant = Contestants.named(label).start(context, endpoint)) {
            Logger logger = context.getLogger(Events.LOGGER_ROOT);
            logger.setAdditive(false);
            logger.setLevel(Level.INFO);
            logger.addAppender(contestant.appender());
            if (allocationOnly) {
                measureAllocation(contestant, events);
            } else {
                measure(contestant, events);
            }
            print(Metric.LOST, (double) (events.logged() - contestant.consumed().orElse(arrived)));
        }
        return 0;
    }

    private void measure(Contestant contestant, Events events) throws IOException, InterruptedException {
        LogCalls.fullSpeed(events, load.warmUp);
        LogCalls.timed(events, load.warmUp / 5);
        LogCalls.steady(events, load.rate, 1);
        settle(contestant, events);

        throughput(contestant, events);
        settle(contestant, events);

        Histogram burst = LogCalls.timed(events, Math.max(1, load.events / 5));
        print(burst, Metric.BURST_P50, Metric.BURST_P99, Metric.BURST_P999);
        settle(contestant, events);

        contestant.serveWithDefaults();
        Histogram steady = LogCalls.steady(events, load.rate, load.steadySeconds);
        print(steady, Metric.STEADY_P50, Metric.STEADY_P99, Metric.STEADY_P999);
        settle(contestant, events);

        idle();
    }

    private void measureAllocation(Contestant contestant, Events events) throws IOException, InterruptedException {
        LogCalls.fullSpeed(events, load.warmUp / 5);
        settle(contestant, events);
        int count = Math.max(1, load.events / 5);
        print(Metric.ALLOCATED_BYTES_AS_WRITTEN, allocatedAtFullSpeed(events, count) / count);
        settle(contestant, events);
    }

    /** Ends a part: everything delivered and counted, the garbage gone, the compiler at rest. */
    private void settle(Contestant contestant, Events events) throws IOException, InterruptedException {
        drain(contestant, events);
        takeTotals();
        System.gc();
        Thread.sleep(500);
    }

    private void throughput(Contestant contestant, Events events) throws IOException, InterruptedException {
        long startMillis = System.currentTimeMillis();
        long cpu = Cpu.nanos();
        long start = System.nanoTime();
        double allocated = allocatedAtFullSpeed(events, load.events);
        long offeredNanos = System.nanoTime() - start;
        drain(contestant, events);
        long drainedNanos = System.nanoTime() - start;
        cpu = Cpu.nanos() - cpu;

        SinkTotals totals = takeTotals();
        if (contestant.consumed().isEmpty()) {
            // The end is the last body that came to the sink, not the moment when the contestant noticed.
            drainedNanos = Duration.ofMillis(totals.lastMillis() - startMillis).toNanos();
            print(Metric.RAW_BYTES, (double) totals.rawBytes() / totals.rows());
            print(Metric.WIRE_BYTES, (double) totals.wireBytes() / totals.rows());
        }
        print(Metric.APP_RATE, perSecond(load.events, offeredNanos));
        print(Metric.DRAINED_RATE, perSecond(load.events, drainedNanos));
        print(Metric.CPU_MICROS, cpu / 1_000.0 / load.events);
        print(Metric.ALLOCATED_BYTES, allocated / load.events);
    }

    private static double allocatedAtFullSpeed(Events events, int count) {
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        LogCalls.fullSpeed(events, count);
        return (double) (THREADS.getThreadAllocatedBytes(thread) - before);
    }

    private void idle() throws InterruptedException {
        if (load.idleSeconds == 0) {
            return;
        }
        // Threads and timers of the last requests come to rest first.
        Thread.sleep(2_000);
        long start = System.nanoTime();
        Map<String, Long> before = Cpu.ofThreads();
        Thread.sleep(Duration.ofSeconds(load.idleSeconds).toMillis());
        long cpu = Cpu.since(before);
        print(Metric.IDLE_PERCENT, 100.0 * cpu / (System.nanoTime() - start));
    }

    private static void drain(Contestant contestant, Events events) throws InterruptedException {
        if (!contestant.drain(events.logged(), DRAIN_LIMIT)) {
            System.err.println("not drained within " + DRAIN_LIMIT);
        }
    }

    private SinkTotals takeTotals() throws IOException {
        SinkTotals totals = new SinkClient(endpoint).take();
        arrived += totals.rows();
        return totals;
    }

    private static double perSecond(long events, long nanos) {
        return events * 1e9 / Math.max(1, nanos);
    }

    private static void print(Histogram calls, Metric p50, Metric p99, Metric p999) {
        Map.of(p50, 50.0, p99, 99.0, p999, 99.9)
                .forEach((metric, percentile) -> print(metric, (double) calls.getValueAtPercentile(percentile)));
    }

    private static void print(Metric metric, double value) {
        System.out.println(RESULT + " " + metric + " " + value);
    }
}
