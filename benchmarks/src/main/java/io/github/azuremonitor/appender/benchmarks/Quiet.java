package io.github.azuremonitor.appender.benchmarks;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.LoggerFactory;

/**
 * What an application costs that logs less than it could: CPU time of the whole process, in per cent of one core, and how
 * often its threads woke up. The contestants run at the same time, each in a process of its own, so that neighbours disturb
 * all alike; CPU time they disturb little.
 */
public final class Quiet {
    private static final List<String> FLAGS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseG1GC");
    private static final List<String> SINK_FLAGS = List.of("-Xmx256m");
    private static final String CONTESTANTS = "capture-only,sdk,ours,ours-journal";
    private static final String RATES = "10000,1000,100,10,0";
    private static final String SECONDS = "20";

    /** Long enough for the compiler to be done with what it is going to compile. */
    private static final Duration WARM_UP = Duration.ofSeconds(30);

    private static final int WARM_UP_RATE = 5_000;
    private static final String ONE = "--one";

    private Quiet() {}

    /** Arguments: contestants, events per second, seconds for each rate. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length > 0 && arguments[0].equals(ONE)) {
            measure(arguments[1], URI.create(arguments[2]), rates(arguments[3]), seconds(arguments[4]));
            System.exit(0);
        }
        String labels = arguments.length > 0 ? arguments[0] : CONTESTANTS;
        String rates = arguments.length > 1 ? arguments[1] : RATES;
        String seconds = arguments.length > 2 ? arguments[2] : SECONDS;
        Duration limit =
                seconds(seconds).multipliedBy(rates(rates).size()).plus(WARM_UP).plusMinutes(2);
        Map<String, ChildJvm> processes = new LinkedHashMap<>();
        try (ChildJvm sink = ChildJvm.start(Sink.class, SINK_FLAGS, List.of(), limit)) {
            URI endpoint = Harness.endpointOf(sink);
            for (String label : labels.split(",", -1)) {
                Contestants.named(label);
                List<String> child = List.of(ONE, label, endpoint.toString(), rates, seconds);
                processes.put(label, ChildJvm.start(Quiet.class, FLAGS, child, limit));
            }
            System.out.println("| % of a core, wake-ups/s | "
                    + String.join(
                            " | ",
                            rates(rates).stream()
                                    .map(rate -> rate + " events/s")
                                    .toList()) + " |");
            System.out.println("|---" + "|---".repeat(rates(rates).size()) + "|");
            for (Map.Entry<String, ChildJvm> process : processes.entrySet()) {
                System.out.println(
                        "| " + process.getKey() + " | " + process.getValue().nextLine() + " |");
            }
        } finally {
            for (ChildJvm process : processes.values()) {
                process.close();
            }
        }
    }

    private static void measure(String label, URI endpoint, List<Integer> rates, Duration time) throws IOException {
        Parent.endWithIt();
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        // What the SDK says of itself is not measured.
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        Events events = Events.generated(20_001);
        List<String> cells = new ArrayList<>();
        try (Contestant contestant = Contestants.named(label).start(context, endpoint)) {
            Logger logger = context.getLogger(Events.LOGGER_ROOT);
            logger.setAdditive(false);
            logger.setLevel(Level.INFO);
            logger.addAppender(contestant.appender());
            log(events, WARM_UP_RATE, WARM_UP);
            for (int rate : rates) {
                long cpu = Cpu.nanos();
                long wakeUps = Cpu.wakeUpsOfOthers();
                long start = System.nanoTime();
                log(events, rate, time);
                double nanos = System.nanoTime() - start;
                cells.add(String.format(
                        Locale.ROOT,
                        "%.2f, %.0f",
                        100.0 * (Cpu.nanos() - cpu) / nanos,
                        1e9 * (Cpu.wakeUpsOfOthers() - wakeUps) / nanos));
            }
            System.out.println(String.join(" | ", cells));
        }
    }

    /** At most a thousand times a second, several events at once above that: pacing must not be what is measured. */
    private static void log(Events events, int rate, Duration time) {
        long start = System.nanoTime();
        int times = rate == 0 ? 1 : Math.min(rate, 1_000);
        long interval = Duration.ofSeconds(1).toNanos() / times;
        for (long next = start; next - start < time.toNanos(); next += interval) {
            for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            for (int i = 0; i < rate / times; i++) {
                events.next().log();
            }
        }
    }

    private static List<Integer> rates(String text) {
        return Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList();
    }

    private static Duration seconds(String text) {
        return Duration.ofSeconds(Integer.parseInt(text));
    }
}
