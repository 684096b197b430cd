package io.github.azuremonitor.appender.benchmarks;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The process of a contestant that logs at a steady rate while its service is well, fails for a while, and is well again. */
public final class FaultRun implements Runnable {
    /** How long all is well before: what is under way when the failure begins is the hardest to keep. */
    private static final Duration BEFORE = Duration.ofSeconds(1);

    private static final int WARM_UP = 10_000;

    /** How long a failure may go on being felt, and how long nothing has to come before nothing is expected any more. */
    private static final Duration RECOVERY = Duration.ofSeconds(20);

    private static final Duration SILENCE = Duration.ofSeconds(10);

    /** A stop that takes longer is not waited for. */
    private static final Duration STOP = Duration.ofSeconds(30);

    private static final int LOOK_MILLIS = 50;

    @Mixin
    private final Load load = new Load();

    @Parameters(index = "0")
    private Part fault = Part.DEAD;

    @Parameters(index = "1")
    private String label = "";

    @Parameters(index = "2")
    private String sink = "";

    public static void main(String[] arguments) {
        Parent.endWithIt();
        int exitCode = new CommandLine(new FaultRun()).execute(arguments);
        System.out.flush();
        // Without shutdown hooks: a framework that could not be stopped would be waited for once more.
        Runtime.getRuntime().halt(exitCode);
    }

    @Override
    public void run() {
        try {
            SinkAddress address = SinkAddress.parse(sink);
            SinkClient client = new SinkClient(address);
            client.reset();
            measure(Contestants.named(label).start(address.endpoint()), client);
        } catch (IOException e) {
            throw new IllegalStateException("the sink does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void measure(Contestant contestant, SinkClient client) throws IOException, InterruptedException {
        Arrivals arrivals = new Arrivals(contestant, client, load.pauseMillis);
        Events warm = load.newEvents();
        LogCalls.fullSpeed(warm, Math.min(WARM_UP, load.warmUp()), load.part());
        arrivals.settle(warm.logged());
        contestant.serveWithDefaults();
        SinkTotals before = client.totals();
        Caller caller = new Caller();
        long heldBefore = held();

        caller.start();
        Thread.sleep(BEFORE.toMillis());
        caller.failing = true;
        client.behave(Sink.Health.valueOf(fault.name()));
        // With some a log call takes longer than the failure.
        caller.join(load.faultTime().plusMillis(500).toMillis());
        long made = caller.made.get();
        long held = held() - heldBefore;
        client.behave(Sink.Health.HEALTHY);
        long wellMillis = System.currentTimeMillis();

        caller.join(RECOVERY.toMillis());
        long lastMillis = awaitRest(client, before, caller.made);
        long stopNanos = stop(contestant);
        Thread.sleep(load.pauseMillis);
        SinkTotals came = client.totals().minus(before);

        print(FaultFigure.MADE, 100.0 * made / caller.due());
        print(FaultFigure.P999, caller.calls.getValueAtPercentile(99.9) / 1e3);
        print(FaultFigure.LONGEST, Math.max(caller.calls.getMaxValue(), caller.nanosInCall()) / 1e6);
        print(FaultFigure.LOST, (double) (caller.made.get() - came.arrived()));
        print(FaultFigure.TWICE, (double) came.twice());
        print(FaultFigure.HELD, Math.max(0, held) / 1e6);
        print(FaultFigure.DRAINED, Math.max(0, lastMillis - wellMillis) / 1e3);
        print(FaultFigure.STOP, stopNanos / 1e9);
    }

    /** The time of the last arrival, when all is there or nothing comes any more. */
    private long awaitRest(SinkClient client, SinkTotals before, AtomicLong made)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (true) {
            SinkTotals now = client.totals();
            long passed = System.nanoTime() - start;
            if (now.minus(before).arrived() >= made.get()
                    || passed > RECOVERY.toNanos()
                    || Math.min(client.idleMillis(), passed / 1_000_000) > SILENCE.toMillis()) {
                return now.lastMillis();
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /** How long it took, in nanoseconds; with some it does not end. */
    private static long stop(Contestant contestant) throws InterruptedException {
        Thread stopper = new Thread(contestant::close, "stopper");
        stopper.setDaemon(true);
        long start = System.nanoTime();
        stopper.start();
        stopper.join(STOP.toMillis());
        return System.nanoTime() - start;
    }

    /** After the second collection the memory of what the first one has found is back, too. */
    private static long held() {
        System.gc();
        System.gc();
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + direct;
    }

    private void print(FaultFigure figure, double value) {
        System.out.println(ContestantRun.RESULT + " " + figure.during(fault) + " " + value);
    }

    /** The log calls are a thread's own: with some contestants one of them never returns. */
    private final class Caller extends Thread {
        private final Events events =
                Events.generated(load.seed, 1, 1, Events.Shape.PLAIN).get(0);
        private final Histogram calls = new ConcurrentHistogram(LogCalls.HIGHEST_NANOS, 3);
        private final AtomicLong made = new AtomicLong();
        private volatile boolean failing;
        private volatile long inCallSince;

        private Caller() {
            super("caller");
            setDaemon(true);
        }

        @Override
        public void run() {
            LogCalls.paced(events, load.faultRate, time(), this::log);
        }

        private void log(Events.Line line) {
            long start = System.nanoTime();
            inCallSince = start;
            line.log();
            inCallSince = 0;
            if (failing) {
                calls.recordValue(Math.min(System.nanoTime() - start, LogCalls.HIGHEST_NANOS));
            }
            made.lazySet(made.get() + 1);
        }

        private Duration time() {
            return BEFORE.plus(load.faultTime());
        }

        private long due() {
            return load.faultRate * time().toSeconds();
        }

        private long nanosInCall() {
            long since = inCallSince;
            return since == 0 ? 0 : System.nanoTime() - since;
        }
    }
}
