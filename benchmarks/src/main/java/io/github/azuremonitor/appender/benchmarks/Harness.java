package io.github.azuremonitor.appender.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lets the contestants log the same events one after the other, round by round, and prints how they compare. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Logs through every contestant, each in a JVM of its own, and prints medians and ratios.")
public final class Harness implements Callable<Integer> {
    private static final List<String> SINK_FLAGS = List.of("-Xms1g", "-Xmx1g", "-XX:+UseParallelGC");

    @Mixin
    private final Load load = new Load();

    @Option(names = "--rounds", description = "How often each one runs (default ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(
            names = "--contestants",
            split = ",",
            description = "Who runs (default all, in this order: ${DEFAULT-VALUE}).")
    private List<String> labels =
            Arrays.stream(Contestants.values()).map(Contestants::label).toList();

    @Option(names = "--jvm-flags", split = " ", description = "Flags of their JVMs (default ${DEFAULT-VALUE}).")
    private List<String> jvmFlags = List.of("-Xms512m", "-Xmx512m", "-XX:+UseG1GC");

    @Option(names = "--limit-seconds", description = "After which a run is ended (default ${DEFAULT-VALUE}).")
    private long limitSeconds = 300;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Harness()).execute(arguments));
    }

    /** Zero if every run came to its end and nothing was lost. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        labels.forEach(Contestants::named);
        double loadBefore = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        Results results = new Results();
        Duration limit = Duration.ofSeconds(limitSeconds);
        Duration sinkLimit = limit.multipliedBy((long) rounds * labels.size() + 1);
        try (ChildJvm sink = ChildJvm.start(Sink.class, SINK_FLAGS, List.of(), sinkLimit)) {
            URI endpoint = endpointOf(sink);
            for (int round = 1; round <= rounds; round++) {
                for (String label : labels) {
                    Map<Metric, Double> measured = run(label, endpoint, limit, false);
                    // Both can lose events; nothing else is measured by both.
                    run(label, endpoint, limit, true)
                            .forEach((metric, value) -> measured.merge(metric, value, Double::sum));
                    System.err.printf("round %d of %d: %s %s%n", round, rounds, label, measured);
                    results.add(label, measured);
                }
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(machine(loadBefore));
        new Report(results, labels).print(out);
        out.flush();
        return results.lost() == 0 ? 0 : 1;
    }

    static URI endpointOf(ChildJvm sink) throws IOException {
        String line = sink.nextLine();
        if (line == null || !line.startsWith(Sink.READY)) {
            throw new IOException("the sink did not start");
        }
        return URI.create("http://127.0.0.1:" + line.substring(Sink.READY.length() + 1));
    }

    private Map<Metric, Double> run(String label, URI endpoint, Duration limit, boolean allocationOnly)
            throws IOException, InterruptedException {
        List<String> flags = new ArrayList<>(jvmFlags);
        List<String> arguments = load.toArguments();
        if (allocationOnly) {
            flags.add("-XX:-DoEscapeAnalysis");
            arguments.add(ContestantRun.ALLOCATION_ONLY);
        }
        arguments.add(label);
        arguments.add(endpoint.toString());
        Map<Metric, Double> measured = new EnumMap<>(Metric.class);
        try (ChildJvm child = ChildJvm.start(ContestantRun.class, flags, arguments, limit)) {
            for (String line = child.nextLine(); line != null; line = child.nextLine()) {
                String[] words = line.split(" ", -1);
                if (words.length == 3 && words[0].equals(ContestantRun.RESULT)) {
                    measured.put(Metric.valueOf(words[1]), Double.valueOf(words[2]));
                }
            }
            int exitCode = child.exitCode();
            if (exitCode != 0) {
                throw new IOException(label + " ended with " + exitCode + ", or took longer than " + limit);
            }
        }
        return measured;
    }

    private String machine(double loadBefore) {
        return "%d cores, %s, Java %s, load average %.1f before, JVM flags %s%n%d events at full speed, %d s at %d events/s, %d s idle, %d rounds%n"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                        System.getProperty("java.version"),
                        loadBefore,
                        String.join(" ", jvmFlags),
                        load.events,
                        load.steadySeconds,
                        load.rate,
                        load.idleSeconds,
                        rounds);
    }
}
