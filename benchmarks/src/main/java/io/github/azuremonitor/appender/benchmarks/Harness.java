package io.github.azuremonitor.appender.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
    /** Fresh processes of each contestant, over all rounds. */
    private static final int STARTS = 20;

    /** The part that is all of {@link Part#FAULTS}. */
    private static final String FAULTS = "faults";

    private static final List<String> SINK_FLAGS = List.of("-Xmx3g", "-XX:+UseParallelGC");
    private static final List<Integer> QUIET_RATES = List.of(10, 1_000);

    @Mixin
    private final Load load = new Load();

    @Option(names = "--rounds", description = "How often each one runs (default 2).")
    private @Nullable Integer rounds;

    @Option(
            names = "--contestants",
            split = ",",
            description = "Who runs (default all, in this order: ${DEFAULT-VALUE}).")
    private List<String> labels =
            Arrays.stream(Contestants.values()).map(Contestants::label).toList();

    @Option(
            names = "--parts",
            split = ",",
            description =
                    "What is measured (default all, without faults in the quick form): healthy, allocation, start,"
                            + " quiet, compressors, and faults, which are dead, hanging and throttling.")
    private @Nullable List<String> parts;

    @Option(names = "--jvm-flags", split = " ", description = "Flags of their JVMs (default ${DEFAULT-VALUE}).")
    private List<String> jvmFlags = List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC");

    @Option(names = "--limit-seconds", description = "After which a process is ended (default ${DEFAULT-VALUE}).")
    private long limitSeconds = 300;

    @Option(names = "--plots", description = "Where the plots go (default ${DEFAULT-VALUE}).")
    private Path plots = Path.of("benchmarks", "target", "plots");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Results results = new Results();
    private boolean failed;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Harness()).execute(arguments));
    }

    /** Zero if every process completed, and nothing of ours or of the floors was lost. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Contestants> contestants = labels.stream().map(Contestants::named).toList();
        contestants.forEach(Contestants::classPath);
        double loadBefore = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        List<Compressor> compressors;
        try (ChildJvm sink = ChildJvm.start(Sink.class, SINK_FLAGS, List.of(), Duration.ofHours(6))) {
            SinkAddress address = SinkAddress.of(sink);
            for (int round = 0; round < rounds(); round++) {
                for (Contestants contestant : contestants) {
                    run(round, contestant, address);
                }
            }
            quiet(contestants, address);
            compressors = compressors();
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(machine(loadBefore));
        new Report(results, contestants, compressors).print(out);
        Plots.write(results, contestants, compressors, plots).forEach(plot -> out.println("plot: " + plot));
        out.flush();
        boolean all = contestants.stream()
                .filter(contestant -> contestant.isFloor() || contestant.isOurs())
                .allMatch(contestant -> lost(contestant) == 0);
        return all && !failed ? 0 : 1;
    }

    private double lost(Contestants contestant) {
        return results.sum(contestant, Metric.LOST)
                + Part.FAULTS.stream()
                        .mapToDouble(fault -> results.sum(contestant, FaultFigure.LOST.during(fault)))
                        .sum();
    }

    /** Everything in the first round; what is compared within rounds in each. */
    private void run(int round, Contestants contestant, SinkAddress sink) throws IOException, InterruptedException {
        Map<Metric, Double> measured = new EnumMap<>(Metric.class);
        if (measures("start")) {
            measured.putAll(start(contestant, sink));
        }
        if (measures("healthy")) {
            measured.putAll(part(Part.HEALTHY, contestant, sink));
        }
        if (measures("allocation") && (contestant.isFloor() || contestant.isOurs())) {
            measured.putAll(part(Part.ALLOCATION, contestant, sink));
        }
        for (Part fault : Part.FAULTS) {
            if (round == 0 && measures(fault.word()) && contestant.knows(fault)) {
                measured.putAll(part(fault, contestant, sink));
            }
        }
        System.err.printf("round %d of %d: %s %s%n", round + 1, rounds(), contestant.label(), measured);
        results.add(round, contestant, measured);
    }

    /** The medians of some fresh processes. */
    private Map<Metric, Double> start(Contestants contestant, SinkAddress sink)
            throws IOException, InterruptedException {
        List<Map<Metric, Double>> starts = new ArrayList<>();
        for (int i = 0; i < (load.quick ? 1 : 1 + STARTS / rounds()); i++) {
            starts.add(child(
                    StartRun.class, contestant, sink, true, List.of(), List.of(contestant.label(), sink.toString())));
        }
        Map<Metric, Double> medians = new EnumMap<>(Metric.class);
        for (Metric metric : List.of(Metric.START_CONFIGURATION, Metric.START_CPU, Metric.START_FIRST_CALL)) {
            medians.put(
                    metric, Results.median(starts.stream().mapToDouble(one -> one.getOrDefault(metric, Double.NaN))));
        }
        return medians;
    }

    private Map<Metric, Double> part(Part part, Contestants contestant, SinkAddress sink)
            throws IOException, InterruptedException {
        List<String> flags = part == Part.ALLOCATION ? List.of("-XX:-DoEscapeAnalysis") : List.of();
        List<String> arguments = load.toArguments();
        arguments.addAll(List.of(part.name(), contestant.label(), sink.toString()));
        boolean fails = Part.FAULTS.contains(part);
        Class<?> main = fails ? FaultRun.class : ContestantRun.class;
        return child(main, contestant, sink, fails, flags, arguments);
    }

    private Map<Metric, Double> child(
            Class<?> main,
            Contestants contestant,
            SinkAddress sink,
            boolean asService,
            List<String> moreFlags,
            List<String> arguments)
            throws IOException, InterruptedException {
        List<String> flags = new ArrayList<>(jvmFlags);
        flags.addAll(contestant.jvmFlags(sink, asService));
        flags.addAll(moreFlags);
        Duration limit = Duration.ofSeconds(limitSeconds);
        Map<Metric, Double> measured = new EnumMap<>(Metric.class);
        // Of its own: a queue on disk would otherwise send what a process before it has left.
        try (TemporaryDirectory directory = new TemporaryDirectory();
                ChildJvm child =
                        ChildJvm.start(contestant.classPath(), main, directory.asDefaultOf(flags), arguments, limit)) {
            for (String line = child.nextLine(); line != null; line = child.nextLine()) {
                String[] words = line.split(" ", -1);
                if (words.length == 3 && words[0].equals(ContestantRun.RESULT)) {
                    measured.put(Metric.valueOf(words[1]), Double.valueOf(words[2]));
                }
            }
            int exitCode = child.exitCode();
            if (exitCode != 0) {
                // The others are worth measuring even so.
                failed = true;
                System.err.println(contestant.label() + " ended with " + exitCode + ", or took longer than " + limit);
            }
        }
        return measured;
    }

    private void quiet(List<Contestants> contestants, SinkAddress sink) throws IOException {
        if (!measures("quiet")) {
            return;
        }
        Duration time = Duration.ofSeconds(load.quick ? 5 : 20);
        Duration warmUp = Duration.ofSeconds(load.quick ? 10 : 25);
        new SinkClient(sink).reset();
        Map<Contestants, List<Quiet.Reading>> all = Quiet.measure(contestants, sink, QUIET_RATES, time, warmUp);
        failed |= all.values().stream().anyMatch(readings -> readings.size() < QUIET_RATES.size());
        all.values().removeIf(readings -> readings.size() < QUIET_RATES.size());
        all.forEach((contestant, readings) -> results.add(
                0,
                contestant,
                Map.of(
                        Metric.QUIET_10_PERCENT, readings.get(0).percent(),
                        Metric.QUIET_10_WAKEUPS, readings.get(0).wakeUps(),
                        Metric.QUIET_1000_PERCENT, readings.get(1).percent(),
                        Metric.QUIET_1000_WAKEUPS, readings.get(1).wakeUps())));
    }

    private List<Compressor> compressors() throws IOException {
        if (!measures("compressors")) {
            return List.of();
        }
        List<Compressor> compressors = new ArrayList<>();
        List<String> arguments = List.of(RowBytes.POINTS, String.valueOf(load.quick ? 20 : 60));
        try (ChildJvm child = ChildJvm.start(RowBytes.class, jvmFlags, arguments, Duration.ofMinutes(5))) {
            for (String line = child.nextLine(); line != null; line = child.nextLine()) {
                compressors.add(Compressor.parse(line));
            }
        }
        return compressors;
    }

    private boolean measures(String part) {
        List<String> chosen = parts;
        boolean fault = Part.FAULTS.stream().anyMatch(one -> one.word().equals(part));
        if (chosen == null) {
            return !(fault && load.quick);
        }
        return chosen.contains(part) || (fault && chosen.contains(FAULTS));
    }

    private int rounds() {
        return rounds == null ? load.quick ? 1 : 2 : rounds;
    }

    private String machine(double loadBefore) {
        return "%s, %d cores, %s, Java %s, load average %.1f before, JVM flags %s; %d rounds: %s.%n"
                .formatted(
                        Machine.processor(),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                                + System.getProperty("os.arch"),
                        System.getProperty("java.vm.version"),
                        loadBefore,
                        String.join(" ", jvmFlags),
                        rounds(),
                        load);
    }
}
