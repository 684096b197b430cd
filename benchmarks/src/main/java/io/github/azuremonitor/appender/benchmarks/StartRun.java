package io.github.azuremonitor.appender.benchmarks;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A fresh process that logs once: what an application waits for on its main thread until logging works. */
public final class StartRun {
    private StartRun() {}

    /** Arguments: contestant, address of the sink. */
    public static void main(String[] arguments) {
        Parent.endWithIt();
        SinkAddress sink = SinkAddress.parse(arguments[1]);
        Contestants which = Contestants.named(arguments[0]);
        // Twice, so that the reading itself is loaded.
        Cpu.ofThisThread();
        long cpu = Cpu.ofThisThread();
        long start = System.nanoTime();
        which.start(sink.endpoint());
        // Log4j2 reads its configuration for the first logger and not before.
        Logger logger = LoggerFactory.getLogger(Events.LOGGER_ROOT + ".Start");
        long configured = System.nanoTime();
        cpu = Cpu.ofThisThread() - cpu;
        long before = System.nanoTime();
        logger.info("started with {} arguments", arguments.length);
        long logged = System.nanoTime();
        print(Metric.START_CONFIGURATION, configured - start);
        print(Metric.START_CPU, cpu);
        print(Metric.START_FIRST_CALL, logged - before);
        System.out.flush();
        // What it costs to end is not measured, and nobody waits for this event.
        Runtime.getRuntime().halt(0);
    }

    private static void print(Metric metric, long nanos) {
        System.out.println(ContestantRun.RESULT + " " + metric + " " + nanos / 1e6);
    }
}
