package io.github.azuremonitor.appender.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The process of one contestant: warms up, measures, prints one line per metric. */
public final class ContestantRun implements Callable<Integer> {
    /** The first word of the lines that hold results. */
    static final String RESULT = "metric";

    private static final int WARM_UP_PIECE = 150_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Mixin
    private final Load load = new Load();

    @Parameters(index = "0")
    private Part part = Part.HEALTHY;

    @Parameters(index = "1")
    private String label = "";

    @Parameters(index = "2")
    private String sink = "";

    public static void main(String[] arguments) {
        Parent.endWithIt();
        System.exit(new CommandLine(new ContestantRun()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        SinkAddress address = SinkAddress.parse(sink);
        SinkClient client = new SinkClient(address);
        client.reset();
        Contestants which = Contestants.named(label);
        try (Contestant contestant = which.start(address.endpoint())) {
            Arrivals arrivals = new Arrivals(contestant, client, load.pauseMillis);
            switch (part) {
                case HEALTHY -> measureHealthy(contestant, arrivals);
                case ALLOCATION -> measureAllocation(arrivals);
                case DEAD, HANGING, THROTTLING -> throw new IllegalArgumentException("a fault is measured by FaultRun");
                case START -> throw new IllegalArgumentException("a start is measured by StartRun");
            }
        }
        return 0;
    }

    private void measureHealthy(Contestant contestant, Arrivals arrivals) throws IOException, InterruptedException {
        Events alone = load.newEvents();
        Map<Burst, List<Events>> events = events(alone);
        warmUp(events, arrivals);
        LogCalls.steady(alone, load.rate, load.rate / 2, new Histogram(LogCalls.HIGHEST_NANOS, 3));
        arrivals.settle(load.rate / 2);

        for (Map.Entry<Burst, List<Events>> burst : events.entrySet()) {
            measureBurst(burst.getKey(), burst.getValue(), arrivals);
        }
        contestant.serveWithDefaults();
        measureSteady(alone, arrivals);
        print(Metric.LOST, (double) arrivals.missing());
        print(Metric.TWICE, (double) arrivals.twice());
    }

    /** Those of each thread of each burst. */
    private Map<Burst, List<Events>> events(Events alone) {
        Map<Burst, List<Events>> events = new EnumMap<>(Burst.class);
        int firstThread = 1;
        for (Burst burst : Burst.values()) {
            if (burst == Burst.ONE_THREAD) {
                events.put(burst, List.of(alone));
            } else {
                events.put(burst, Events.generated(load.seed, firstThread, burst.threads(), burst.shape()));
                firstThread += burst.threads();
            }
        }
        return events;
    }

    /**
     * Piece by piece, each waited for: some keep what is too fast for them in memory, or lose it. By all bursts in turn: after
     * a million calls of one thread the first call of another one takes branches that were never taken, and the JVM throws
     * away all that it compiled. Eight threads that interpret leave its compiler little of two processors for seconds.
     */
    private void warmUp(Map<Burst, List<Events>> events, Arrivals arrivals) throws IOException, InterruptedException {
        int piece = Math.min(load.warmUp() / events.size(), WARM_UP_PIECE);
        long deadline = System.nanoTime() + load.warmUpLimit().toNanos();
        long left = load.warmUp();
        while (true) {
            for (Map.Entry<Burst, List<Events>> burst : events.entrySet()) {
                if (left <= 0 || System.nanoTime() >= deadline) {
                    return;
                }
                List<Events> ofThreads = burst.getValue();
                long before = logged(ofThreads);
                fullSpeed(ofThreads, Math.max(piece, ofThreads.size()));
                long more = logged(ofThreads) - before;
                arrivals.await(more);
                left -= more;
            }
        }
    }

    private void fullSpeed(List<Events> ofThreads, int count) throws InterruptedException {
        if (ofThreads.size() == 1) {
            LogCalls.fullSpeed(ofThreads.get(0), count, load.part());
        } else {
            LogCalls.fullSpeed(ofThreads, count, load.part());
        }
    }

    private static long logged(List<Events> ofThreads) {
        return ofThreads.stream().mapToLong(Events::logged).sum();
    }

    private void measureBurst(Burst burst, List<Events> ofThreads, Arrivals arrivals)
            throws IOException, InterruptedException {
        long before = logged(ofThreads);
        long thread = Thread.currentThread().getId();
        long startMillis = System.currentTimeMillis();
        long start = System.nanoTime();
        long cpu = Cpu.nanos();
        long allocated = THREADS.getThreadAllocatedBytes(thread);
        fullSpeed(ofThreads, load.events());
        allocated = THREADS.getThreadAllocatedBytes(thread) - allocated;
        long offeredNanos = System.nanoTime() - start;
        long logged = logged(ofThreads) - before;
        arrivals.await(logged);
        long drainedNanos = System.nanoTime() - start;
        cpu = Cpu.nanos() - cpu;
        SinkTotals came = arrivals.settle(0);
        if (arrivals.areAtSink()) {
            // The end is when the last of it reached the sink, not when somebody noticed.
            drainedNanos = Duration.ofMillis(came.lastMillis() - startMillis).toNanos();
        }
        long arrived = arrivals.areAtSink() ? came.arrived() : logged;
        print(burst.rate(), perSecond(arrived, drainedNanos));
        print(burst.cpu(), cpu / 1_000.0 / arrived);
        if (burst == Burst.ONE_THREAD) {
            print(Metric.APP_RATE, perSecond(logged, offeredNanos));
            print(Metric.ALLOCATED_BYTES, (double) allocated / logged);
            if (arrivals.areAtSink()) {
                print(Metric.RAW_BYTES, (double) came.rawBytes() / arrived);
                print(Metric.WIRE_BYTES, (double) came.wireBytes() / arrived);
            }
        }
    }

    private void measureSteady(Events events, Arrivals arrivals) throws IOException, InterruptedException {
        Histogram calls = new Histogram(LogCalls.HIGHEST_NANOS, 3);
        Histogram responses = new Histogram(LogCalls.HIGHEST_NANOS, 3);
        long before = events.logged();
        var cpu = new Cpu.WithoutCompilers();
        LogCalls.paced(events, load.rate, Duration.ofSeconds(load.steadySeconds()));
        long paced = events.logged() - before;
        print(Metric.STEADY_CPU, cpu.passed() / 1_000.0 / paced);
        arrivals.settle(paced);
        long count = (long) load.rate * load.steadySeconds();
        // Spins between the calls, so that CPU time tells nothing.
        LogCalls.steady(events, load.rate, count, calls, responses, new AtomicLong());
        arrivals.settle(count);
        print(Metric.CALL_P50, (double) calls.getValueAtPercentile(50));
        print(Metric.CALL_P999, (double) calls.getValueAtPercentile(99.9));
        Map.of(
                        Metric.RESPONSE_P50, 50.0,
                        Metric.RESPONSE_P90, 90.0,
                        Metric.RESPONSE_P99, 99.0,
                        Metric.RESPONSE_P999, 99.9,
                        Metric.RESPONSE_P9999, 99.99,
                        Metric.RESPONSE_MAX, 100.0)
                .forEach((metric, percentile) -> print(metric, (double) responses.getValueAtPercentile(percentile)));
    }

    private void measureAllocation(Arrivals arrivals) throws IOException, InterruptedException {
        Events events = load.newEvents();
        int count = Math.max(1, load.events() / 5);
        LogCalls.fullSpeed(events, count, load.part());
        arrivals.settle(events.logged());
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        LogCalls.fullSpeed(events, count);
        print(Metric.ALLOCATED_BYTES_AS_WRITTEN, (double) (THREADS.getThreadAllocatedBytes(thread) - before) / count);
        arrivals.settle(count);
    }

    private static double perSecond(long events, long nanos) {
        return events * 1e9 / Math.max(1, nanos);
    }

    private static void print(Metric metric, double value) {
        System.out.println(RESULT + " " + metric + " " + value);
    }
}
