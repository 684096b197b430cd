package io.github.azuremonitor.appender.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What an application costs that logs less than it could: CPU time of the whole process but the JVM's compilers, in per cent of
 * one core, and how often its threads woke up. The contestants run at the same time, each in a process of its own, so that neighbours disturb
 * all alike; CPU time they disturb little.
 */
public final class Quiet {
    private static final List<String> FLAGS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseG1GC");
    private static final List<String> SINK_FLAGS = List.of("-Xmx3g", "-XX:+UseParallelGC");
    private static final String CONTESTANTS = "capture-only,ours,ours-spool,ours-journal";
    private static final String RATES = "10000,1000,100,10,0,full";
    private static final String SECONDS = "20";

    /** Long enough for the compiler to be done with what it is going to compile. */
    private static final Duration WARM_UP = Duration.ofSeconds(30);

    private static final int WARM_UP_RATE = 5_000;

    /** As many events per second as there can be. */
    private static final int FULL_SPEED = Integer.MAX_VALUE;

    private static final String FULL_SPEED_WORD = "full";
    private static final String ONE = "--one";

    private Quiet() {}

    /**
     * Arguments: contestants, events per second, seconds for each rate. All contestants run at the same time, except at full
     * speed, at which they would measure each other.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length > 0 && arguments[0].equals(ONE)) {
            measure(arguments[1], arguments[2], rates(arguments[3]), seconds(arguments[4]), seconds(arguments[5]));
            System.exit(0);
        }
        String labels = arguments.length > 0 ? arguments[0] : CONTESTANTS;
        List<Integer> rates = rates(arguments.length > 1 ? arguments[1] : RATES);
        Duration time = seconds(arguments.length > 2 ? arguments[2] : SECONDS);
        List<Contestants> contestants =
                Arrays.stream(labels.split(",", -1)).map(Contestants::named).toList();
        List<Integer> paced = rates.stream().filter(rate -> rate != FULL_SPEED).toList();
        Duration limit = WARM_UP.plus(time)
                .multipliedBy(rates.size() + contestants.size())
                .plusMinutes(10);
        try (ChildJvm sink = ChildJvm.start(Sink.class, SINK_FLAGS, List.of(), limit)) {
            SinkAddress address = SinkAddress.of(sink);
            Map<Contestants, List<Reading>> readings = new LinkedHashMap<>();
            if (!paced.isEmpty()) {
                readings.putAll(measure(contestants, address, paced, time, WARM_UP));
            }
            List<Integer> columns = new ArrayList<>(paced);
            if (rates.contains(FULL_SPEED)) {
                columns.add(FULL_SPEED);
                for (Contestants contestant : contestants) {
                    new SinkClient(address).reset();
                    List<Contestants> alone = List.of(contestant);
                    readings.merge(
                            contestant,
                            measure(alone, address, List.of(FULL_SPEED), time, WARM_UP)
                                    .get(contestant),
                            Quiet::joined);
                }
            }
            print(readings, columns);
        }
    }

    private static List<Reading> joined(List<Reading> readings, List<Reading> more) {
        return Stream.concat(readings.stream(), more.stream()).toList();
    }

    private static void print(Map<Contestants, List<Reading>> readings, List<Integer> rates) {
        System.out.println("| % of a core, CPU µs/event, wake-ups/s | "
                + String.join(
                        " | ",
                        rates.stream()
                                .map(rate -> rate == FULL_SPEED ? "full speed" : rate + " events/s")
                                .toList())
                + " |");
        System.out.println("|---" + "|---".repeat(rates.size()) + "|");
        readings.forEach((contestant, ofContestant) -> System.out.println("| " + contestant.label() + " | "
                + String.join(
                        " | ", ofContestant.stream().map(Reading::toString).toList()) + " |"));
    }

    /** Runs them all at the same time; the answer has a reading for each rate. */
    static Map<Contestants, List<Reading>> measure(
            List<Contestants> contestants, SinkAddress sink, List<Integer> rates, Duration time, Duration warmUp)
            throws IOException {
        Duration limit =
                warmUp.multipliedBy(2).plus(time.multipliedBy(rates.size())).plusMinutes(2);
        String joined = String.join(",", rates.stream().map(String::valueOf).toList());
        Map<Contestants, ChildJvm> processes = new LinkedHashMap<>();
        Map<Contestants, List<Reading>> readings = new LinkedHashMap<>();
        try {
            for (Contestants contestant : contestants) {
                List<String> flags = new ArrayList<>(FLAGS);
                // At full speed nothing is to be dropped: what is dropped costs next to nothing.
                flags.addAll(contestant.jvmFlags(sink, !rates.contains(FULL_SPEED)));
                List<String> arguments = List.of(
                        ONE,
                        contestant.label(),
                        sink.toString(),
                        joined,
                        String.valueOf(time.toSeconds()),
                        String.valueOf(warmUp.toSeconds()));
                processes.put(contestant, ChildJvm.start(contestant.classPath(), Quiet.class, flags, arguments, limit));
            }
            for (Map.Entry<Contestants, ChildJvm> process : processes.entrySet()) {
                readings.put(process.getKey(), readings(process.getValue()));
            }
        } finally {
            for (ChildJvm process : processes.values()) {
                process.close();
            }
        }
        return readings;
    }

    private static List<Reading> readings(ChildJvm process) throws IOException {
        List<Reading> readings = new ArrayList<>();
        for (String line = process.nextLine(); line != null; line = process.nextLine()) {
            String[] words = line.split(" ", -1);
            if (words.length == 4 && words[0].equals(ContestantRun.RESULT)) {
                readings.add(new Reading(
                        Double.parseDouble(words[1]), Double.parseDouble(words[2]), Double.parseDouble(words[3])));
            }
        }
        return readings;
    }

    private static void measure(String label, String sink, List<Integer> rates, Duration time, Duration warmUp) {
        Parent.endWithIt();
        Events events = Events.generated(20_001);
        try (Contestant contestant =
                Contestants.named(label).start(SinkAddress.parse(sink).endpoint())) {
            if (!rates.contains(FULL_SPEED)) {
                contestant.serveWithDefaults();
            }
            log(events, rates.contains(FULL_SPEED) ? FULL_SPEED : WARM_UP_RATE, warmUp);
            for (int rate : rates) {
                var cpu = new Cpu.WithoutCompilers();
                long wakeUps = Cpu.wakeUpsOfOthers();
                long logged = events.logged();
                long start = System.nanoTime();
                log(events, rate, time);
                double nanos = System.nanoTime() - start;
                double used = cpu.passed();
                System.out.println(ContestantRun.RESULT + " " + 100 * used / nanos + " "
                        + used / 1_000 / (events.logged() - logged) + " "
                        + 1e9 * (Cpu.wakeUpsOfOthers() - wakeUps) / nanos);
            }
        }
    }

    /**
     * CPU time of a process in per cent of a core, and in microseconds for each event, infinite without any; and how often its
     * threads woke up in a second.
     */
    record Reading(double percent, double micros, double wakeUps) {
        @Override
        public String toString() {
            String ofEvent = Double.isInfinite(micros) ? "–" : String.format(Locale.ROOT, "%.1f", micros);
            return String.format(Locale.ROOT, "%.2f, %s, %.0f", percent, ofEvent, wakeUps);
        }
    }

    private static void log(Events events, int rate, Duration time) {
        if (rate == FULL_SPEED) {
            LogCalls.fullSpeed(events, Long.MAX_VALUE, time);
        } else {
            LogCalls.paced(events, rate, time);
        }
    }

    private static List<Integer> rates(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(rate -> rate.equals(FULL_SPEED_WORD) ? FULL_SPEED : Integer.valueOf(rate))
                .toList();
    }

    private static Duration seconds(String text) {
        return Duration.ofSeconds(Integer.parseInt(text));
    }
}
