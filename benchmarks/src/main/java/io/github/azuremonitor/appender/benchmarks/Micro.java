package io.github.azuremonitor.appender.benchmarks;

import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the micro benchmarks of our steps along with their floors and prints the ratios. */
public final class Micro {
    private Micro() {}

    /** Takes the options of JMH. */
    public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(arguments))
                        .include(CaptureBenchmark.class.getSimpleName())
                        .include(EncodeBenchmark.class.getSimpleName())
                        .build())
                .run();
        System.out.println("| step | ns | floor, ns | ratio |");
        System.out.println("|---|---|---|---|");
        print("log call / capture-only", score(results, "logCall", "ours"), score(results, "logCall", "capture-only"));
        print("row / jackson-core", score(results, "row", ""), score(results, "floorRow", ""));
        print("row by a mapping / row by the preset", score(results, "mappedRow", ""), score(results, "row", ""));
        print(
                "row in batch / jackson-core and Deflater",
                score(results, "rowInBatch", ""),
                score(results, "floorRowInChunk", ""));
    }

    private static void print(String step, double ours, double floor) {
        System.out.printf(Locale.ROOT, "| %s | %.0f | %.0f | %.2f |%n", step, ours, floor, ours / floor);
    }

    private static double score(Collection<RunResult> results, String method, String contestant) {
        return results.stream()
                .filter(result -> result.getParams().getBenchmark().endsWith("." + method))
                .filter(result -> contestant.isEmpty()
                        || contestant.equals(result.getParams().getParam("contestant")))
                .mapToDouble(result -> result.getPrimaryResult().getScore())
                .findFirst()
                .orElse(Double.NaN);
    }
}
