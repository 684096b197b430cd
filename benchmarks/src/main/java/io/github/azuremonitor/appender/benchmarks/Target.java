package io.github.azuremonitor.appender.benchmarks;

import java.util.List;
import java.util.Locale;

/** One figure that our appender has to reach, against another contestant where it is a ratio or a difference. */
record Target(String what, Metric metric, Kind kind, Contestants against, double limit) {
    static final List<Target> ALL = List.of(
            new Target("drained rate", Metric.DRAINED_RATE, Kind.RATIO_AT_LEAST, Contestants.SDK, 1.7),
            new Target("CPU per event", Metric.CPU_MICROS, Kind.RATIO_AT_MOST, Contestants.SDK, 0.7),
            new Target("steady p50", Metric.STEADY_P50, Kind.RATIO_AT_MOST, Contestants.CAPTURE_ONLY, 1.5),
            new Target(
                    "allocated B/event",
                    Metric.ALLOCATED_BYTES_AS_WRITTEN,
                    Kind.DIFFERENCE_AT_MOST,
                    Contestants.CAPTURE_ONLY,
                    32),
            // A JVM without any logging already takes about as much: the difference is what the appender adds.
            new Target("idle core %, alone", Metric.IDLE_PERCENT, Kind.VALUE_AT_MOST, Contestants.CAPTURE_ONLY, 0.1),
            new Target(
                    "idle core %, added", Metric.IDLE_PERCENT, Kind.DIFFERENCE_AT_MOST, Contestants.CAPTURE_ONLY, 0.1));

    String limitText() {
        return String.format(Locale.ROOT, kind.text, limit, against.label());
    }

    double reached(Results results, String label) {
        return results.medianOf(label, against.label(), metric, kind::compare);
    }

    boolean isMetBy(double value) {
        return kind == Kind.RATIO_AT_LEAST ? value >= limit : value <= limit;
    }

    enum Kind {
        RATIO_AT_LEAST("≥ %.1f × %s"),
        RATIO_AT_MOST("≤ %.1f × %s"),
        DIFFERENCE_AT_MOST("≤ %2$s + %1$.1f"),
        VALUE_AT_MOST("≤ %.1f");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        private double compare(double value, double other) {
            return switch (this) {
                case RATIO_AT_LEAST, RATIO_AT_MOST -> value / other;
                case DIFFERENCE_AT_MOST -> value - other;
                case VALUE_AT_MOST -> value;
            };
        }
    }
}
