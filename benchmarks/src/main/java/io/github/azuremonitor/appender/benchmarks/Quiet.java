package io.github.azuremonitor.appender.benchmarks;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/**
 * What an application costs that logs now and then: CPU time of the whole process, which other processes disturb little,
 * in per cent of one core. The process is young, as the compiler knows: run it long.
 */
public final class Quiet {
    private static final List<String> SINK_FLAGS = List.of("-Xmx128m");
    private static final Duration WARM_UP = Duration.ofSeconds(30);

    private Quiet() {}

    /** Arguments: contestant, events per second, seconds. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        String label = arguments.length > 0 ? arguments[0] : Contestants.OURS.label();
        int rate = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        Duration time = Duration.ofSeconds(arguments.length > 2 ? Integer.parseInt(arguments[2]) : 60);
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Events events = Events.generated(20_001);
        Duration limit = time.plus(WARM_UP).plusMinutes(2);
        try (ChildJvm sink = ChildJvm.start(Sink.class, SINK_FLAGS, List.of(), limit);
                Contestant contestant = Contestants.named(label).start(context, Harness.endpointOf(sink))) {
            contestant.serveWithDefaults();
            Logger logger = context.getLogger(Events.LOGGER_ROOT);
            logger.setAdditive(false);
            logger.setLevel(Level.INFO);
            logger.addAppender(contestant.appender());
            log(events, rate, WARM_UP);
            long cpu = Cpu.nanos();
            long start = System.nanoTime();
            log(events, rate, time);
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.2f %% of a core at %d events/s, over %d s%n",
                    label,
                    100.0 * (Cpu.nanos() - cpu) / (System.nanoTime() - start),
                    rate,
                    time.toSeconds());
        }
        System.exit(0);
    }

    private static void log(Events events, int rate, Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            if (rate > 0) {
                events.next().log();
            }
            Thread.sleep(rate > 0 ? 1_000 / rate : 1_000);
        }
    }
}
