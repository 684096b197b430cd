package io.github.azuremonitor.appender.benchmarks;

import static io.github.azuremonitor.appender.benchmarks.Contestants.CAPTURE_ONLY;
import static io.github.azuremonitor.appender.benchmarks.Contestants.LOKI4J;
import static io.github.azuremonitor.appender.benchmarks.Contestants.OURS;
import static io.github.azuremonitor.appender.benchmarks.Contestants.OURS_JOURNAL;
import static io.github.azuremonitor.appender.benchmarks.Contestants.OURS_LOG4J2;
import static io.github.azuremonitor.appender.benchmarks.Contestants.SDK;

import io.github.azuremonitor.appender.benchmarks.Results.Round;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A figure that this project's appender has to reach, within one round.
 *
 * @param pattern the limit as a text
 * @param most whether the limit is the highest good value; else it is the lowest
 */
record Target(String what, String pattern, double limit, boolean most, ToDoubleFunction<Round> figure) {
    static final List<Target> ALL = List.of(
            atLeast("drained, one thread", "≥ %s × loki4j", 2.5, ratio(Metric.DRAINED_RATE, OURS, LOKI4J)),
            atLeast("drained, one thread", "≥ %s × sdk", 5, ratio(Metric.DRAINED_RATE, OURS, SDK)),
            atMost("CPU per event at full speed", "≤ %s × loki4j", 0.35, ratio(Metric.CPU, OURS, LOKI4J)),
            atMost("CPU per event at full speed", "≤ %s × sdk", 0.25, ratio(Metric.CPU, OURS, SDK)),
            atMost(
                    "CPU at the steady rate, above capture-only",
                    "≤ %s × loki4j's",
                    0.5,
                    round -> above(round, Metric.STEADY_CPU, OURS) / above(round, Metric.STEADY_CPU, LOKI4J)),
            atMost(
                    "10 events/s, above capture-only",
                    "≤ %s %% of a core",
                    0.1,
                    round -> above(round, Metric.QUIET_10_PERCENT, OURS)),
            atMost(
                    "1,000 events/s, above capture-only",
                    "≤ %s %% of a core",
                    0.8,
                    round -> above(round, Metric.QUIET_1000_PERCENT, OURS)),
            atMost(
                    "configuration, above capture-only",
                    "≤ %s ms",
                    60,
                    round -> above(round, Metric.START_CONFIGURATION, OURS)),
            atMost(
                    "first log call, above capture-only",
                    "≤ %s ms",
                    10,
                    round -> above(round, Metric.START_FIRST_CALL, OURS)),
            atMost("log call at the steady rate, p50", "≤ %s × loki4j", 0.75, ratio(Metric.CALL_P50, OURS, LOKI4J)),
            atMost("log call at the steady rate, p50", "≤ %s × sdk", 1, ratio(Metric.CALL_P50, OURS, SDK)),
            atMost(
                    "allocation of a log call, above capture-only",
                    "≤ %s B",
                    64,
                    round -> above(round, Metric.ALLOCATED_BYTES_AS_WRITTEN, OURS)),
            atMost(
                    "allocation of a log call, Log4j2 garbage-free",
                    "≤ %s B",
                    0,
                    round -> Math.rint(round.value(OURS_LOG4J2, Metric.ALLOCATED_BYTES_AS_WRITTEN))),
            atLeast(
                    "drained, 8 threads",
                    "≥ %s × one thread",
                    0.8,
                    round -> round.value(OURS, Metric.DRAINED_RATE_8_THREADS) / round.value(OURS, Metric.DRAINED_RATE)),
            atLeast(
                    "drained, 64 threads",
                    "≥ %s × one thread",
                    0.8,
                    round ->
                            round.value(OURS, Metric.DRAINED_RATE_64_THREADS) / round.value(OURS, Metric.DRAINED_RATE)),
            atLeast("drained, with journal", "≥ %s × without", 0.85, ratio(Metric.DRAINED_RATE, OURS_JOURNAL, OURS)));

    String limitText() {
        return String.format(
                Locale.ROOT, pattern, limit == Math.rint(limit) ? String.valueOf((int) limit) : String.valueOf(limit));
    }

    /** The median of the rounds; not a number if nobody measured it. */
    double reached(Results results) {
        return results.medianOf(figure);
    }

    boolean isMetBy(double value) {
        return most ? value <= limit : value >= limit;
    }

    private static Target atLeast(String what, String pattern, double limit, ToDoubleFunction<Round> figure) {
        return new Target(what, pattern, limit, false, figure);
    }

    private static Target atMost(String what, String pattern, double limit, ToDoubleFunction<Round> figure) {
        return new Target(what, pattern, limit, true, figure);
    }

    private static ToDoubleFunction<Round> ratio(Metric metric, Contestants one, Contestants other) {
        return round -> round.value(one, metric) / round.value(other, metric);
    }

    private static double above(Round round, Metric metric, Contestants contestant) {
        return round.value(contestant, metric) - round.value(CAPTURE_ONLY, metric);
    }
}
