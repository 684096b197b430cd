package io.github.azuremonitor.appender.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The measurements of all contestants, round by round. */
final class Results {
    private final Map<String, List<Map<Metric, Double>>> rounds = new LinkedHashMap<>();

    void add(String label, Map<Metric, Double> measured) {
        rounds.computeIfAbsent(label, key -> new ArrayList<>()).add(Map.copyOf(measured));
    }

    boolean has(String label) {
        return rounds.containsKey(label);
    }

    /** The median of the rounds; not a number if it was not measured. */
    double median(String label, Metric metric) {
        return median(values(label, metric).stream().mapToDouble(value -> value));
    }

    /** The median of what the operator makes of the values of two contestants in the same round. */
    double medianOf(String label, String other, Metric metric, DoubleBinaryOperator operator) {
        List<Double> left = values(label, metric);
        List<Double> right = values(other, metric);
        // Pairs of one round: what the machine did at that time has hit both.
        return median(IntStream.range(0, Math.min(left.size(), right.size()))
                .mapToDouble(round -> operator.applyAsDouble(left.get(round), right.get(round))));
    }

    /** The events lost by anybody in any round. */
    double lost() {
        return rounds.keySet().stream()
                .flatMap(label -> values(label, Metric.LOST).stream())
                .mapToDouble(Math::abs)
                .sum();
    }

    /** The events lost by one contestant in all rounds. */
    double lost(String label) {
        return values(label, Metric.LOST).stream().mapToDouble(value -> value).sum();
    }

    private List<Double> values(String label, Metric metric) {
        return rounds.getOrDefault(label, List.of()).stream()
                .filter(measured -> measured.containsKey(metric))
                .map(measured -> measured.get(metric))
                .toList();
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
