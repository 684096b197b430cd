package io.github.azuremonitor.appender.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** The measurements of all contestants, round by round. */
final class Results {
    private final List<Map<Contestants, Map<Metric, Double>>> rounds = new ArrayList<>();

    /** Adds what was measured in a round, counted from zero; what is measured several times in one becomes its median. */
    void add(int round, Contestants contestant, Map<Metric, Double> measured) {
        while (rounds.size() <= round) {
            rounds.add(new HashMap<>());
        }
        rounds.get(round)
                .computeIfAbsent(contestant, key -> new EnumMap<>(Metric.class))
                .putAll(measured);
    }

    boolean has(Contestants contestant) {
        return rounds.stream().anyMatch(round -> round.containsKey(contestant));
    }

    /** The median of the rounds; not a number if it was not measured. */
    double median(Contestants contestant, Metric metric) {
        return medianOf(round -> value(round, contestant, metric));
    }

    /** The median of what the operator makes of the values of two contestants in the same round. */
    double medianOf(Contestants one, Contestants other, Metric metric, DoubleBinaryOperator operator) {
        // What the machine did at that time has hit both.
        return medianOf(round -> operator.applyAsDouble(value(round, one, metric), value(round, other, metric)));
    }

    /** The median of the rounds in which it is a number. */
    double medianOf(ToDoubleFunction<Round> figure) {
        return median(rounds.stream()
                .mapToDouble(round -> figure.applyAsDouble((contestant, metric) -> value(round, contestant, metric)))
                .filter(Double::isFinite));
    }

    /** The sum over all rounds. */
    double sum(Contestants contestant, Metric metric) {
        return rounds.stream()
                .mapToDouble(round -> value(round, contestant, metric))
                .filter(Double::isFinite)
                .sum();
    }

    static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double value(Round round, Contestants contestant, Metric metric) {
        return round.value(contestant, metric);
    }

    private static double value(Map<Contestants, Map<Metric, Double>> round, Contestants contestant, Metric metric) {
        return round.getOrDefault(contestant, Map.of()).getOrDefault(metric, Double.NaN);
    }

    /** The values of one round; not a number if not measured in it. */
    @FunctionalInterface
    interface Round {
        double value(Contestants contestant, Metric metric);
    }
}
