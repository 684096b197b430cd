package io.github.azuremonitor.appender.benchmarks;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints the results as tables of Markdown: medians, ratios, and what was to be reached. */
final class Report {
    /** Whose figures are held against the targets. */
    private static final String OURS = Contestants.OURS.label();

    private final Results results;
    private final List<String> labels;

    Report(Results results, List<String> labels) {
        this.results = results;
        this.labels = labels;
    }

    void print(PrintWriter out) {
        printMedians(out);
        printRatios(out);
        if (results.has(OURS)) {
            printTargets(out);
        }
    }

    private void printMedians(PrintWriter out) {
        out.println(
                "| contestant | app ev/s | drained ev/s | CPU µs/ev | full speed p50 / p99 / p99.9 ns"
                        + " | steady p50 / p99 / p99.9 ns | alloc B/ev, as compiled / as written | idle core % | JSON / body B/ev | lost |");
        out.println("|---|---|---|---|---|---|---|---|---|---|");
        for (String label : labels) {
            out.println(row(
                    label,
                    number("%,.0f", label, Metric.APP_RATE),
                    number("%,.0f", label, Metric.DRAINED_RATE),
                    number("%.2f", label, Metric.CPU_MICROS),
                    numbers("%,.0f", label, Metric.BURST_P50, Metric.BURST_P99, Metric.BURST_P999),
                    numbers("%,.0f", label, Metric.STEADY_P50, Metric.STEADY_P99, Metric.STEADY_P999),
                    numbers("%.0f", label, Metric.ALLOCATED_BYTES, Metric.ALLOCATED_BYTES_AS_WRITTEN),
                    number("%.3f", label, Metric.IDLE_PERCENT),
                    numbers("%.0f", label, Metric.RAW_BYTES, Metric.WIRE_BYTES),
                    format("%.0f", results.lost(label))));
        }
        out.println();
    }

    private void printRatios(PrintWriter out) {
        for (Contestants base : List.of(Contestants.CAPTURE_ONLY, Contestants.SDK)) {
            if (results.has(base.label())) {
                printRatios(out, base.label());
            }
        }
    }

    private void printRatios(PrintWriter out, String base) {
        out.println("| × " + base + " | app rate | drained rate | CPU/ev | full speed p50 | steady p50 | steady p99"
                + " | alloc as written − " + base + ", B/ev |");
        out.println("|---|---|---|---|---|---|---|---|");
        for (String label : labels) {
            out.println(row(
                    label,
                    ratio(label, base, Metric.APP_RATE),
                    ratio(label, base, Metric.DRAINED_RATE),
                    ratio(label, base, Metric.CPU_MICROS),
                    ratio(label, base, Metric.BURST_P50),
                    ratio(label, base, Metric.STEADY_P50),
                    ratio(label, base, Metric.STEADY_P99),
                    format(
                            "%+.0f",
                            results.medianOf(label, base, Metric.ALLOCATED_BYTES_AS_WRITTEN, (a, b) -> a - b))));
        }
        out.println();
    }

    private void printTargets(PrintWriter out) {
        out.println("| to reach | limit | reached | |");
        out.println("|---|---|---|---|");
        for (Target target : Target.ALL) {
            double reached = target.reached(results, OURS);
            out.println(row(
                    target.what(),
                    target.limitText(),
                    format("%.2f", reached),
                    target.isMetBy(reached) ? "yes" : "**no**"));
        }
        out.println();
    }

    private String ratio(String label, String base, Metric metric) {
        return format("%.2f", results.medianOf(label, base, metric, (value, other) -> value / other));
    }

    private String number(String pattern, String label, Metric metric) {
        return format(pattern, results.median(label, metric));
    }

    private String numbers(String pattern, String label, Metric... metrics) {
        StringBuilder text = new StringBuilder();
        for (Metric metric : metrics) {
            text.append(text.isEmpty() ? "" : " / ").append(number(pattern, label, metric));
        }
        return text.toString();
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String format(String pattern, double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, pattern, value) : "–";
    }
}
