package io.github.azuremonitor.appender.benchmarks;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Prints the results as Markdown: who took part, medians, ratios, and what was to be reached. */
final class Report {
    private final Results results;
    private final List<Contestants> contestants;
    private final List<Compressor> compressors;

    Report(Results results, List<Contestants> contestants, List<Compressor> compressors) {
        this.results = results;
        this.contestants = contestants;
        this.compressors = compressors;
    }

    void print(PrintWriter out) {
        out.println("| contestant | what it is |");
        out.println("|---|---|");
        contestants.forEach(contestant -> out.println(row(contestant.label(), contestant.description())));
        out.println();
        new Table("full speed, one thread")
                .plus("app ev/s", "%,.0f", Metric.APP_RATE)
                .plus("drained ev/s", "%,.0f", Metric.DRAINED_RATE)
                .plus("CPU µs/ev", "%.2f", Metric.CPU)
                .plus("alloc B/ev, as compiled", "%.0f", Metric.ALLOCATED_BYTES)
                .plus("as written", "%.0f", Metric.ALLOCATED_BYTES_AS_WRITTEN)
                .plus("B/ev", "%.0f", Metric.RAW_BYTES)
                .plus("on the wire", "%.1f", Metric.WIRE_BYTES)
                .print(out);
        new Table("drained ev/s, CPU µs/ev")
                .plus("8 threads", "%,.0f, %.2f", Metric.DRAINED_RATE_8_THREADS, Metric.CPU_8_THREADS)
                .plus("64 threads", "%,.0f, %.2f", Metric.DRAINED_RATE_64_THREADS, Metric.CPU_64_THREADS)
                .plus("ten MDC keys", "%,.0f, %.2f", Metric.DRAINED_RATE_TEN_KEYS, Metric.CPU_TEN_KEYS)
                .plus("one stack trace in 20", "%,.0f, %.2f", Metric.DRAINED_RATE_TRACES, Metric.CPU_TRACES)
                .print(out);
        new Table("steady rate")
                .plus("CPU µs/ev", "%.2f", Metric.STEADY_CPU)
                .plus("call p50, p99.9 ns", "%,.0f, %,.0f", Metric.CALL_P50, Metric.CALL_P999)
                .plus(
                        "response p50, p90, p99 ns",
                        "%,.0f, %,.0f, %,.0f",
                        Metric.RESPONSE_P50,
                        Metric.RESPONSE_P90,
                        Metric.RESPONSE_P99)
                .plus(
                        "p99.9, p99.99, max µs",
                        Table.MICROS,
                        Metric.RESPONSE_P999,
                        Metric.RESPONSE_P9999,
                        Metric.RESPONSE_MAX)
                .print(out);
        new Table("quiet: % of a core, wake-ups/s")
                .plus("10 ev/s", "%.2f, %.0f", Metric.QUIET_10_PERCENT, Metric.QUIET_10_WAKEUPS)
                .plus("1,000 ev/s", "%.2f, %.0f", Metric.QUIET_1000_PERCENT, Metric.QUIET_1000_WAKEUPS)
                .print(out);
        new Table("start, main thread")
                .plus("configuration ms", "%.0f", Metric.START_CONFIGURATION)
                .plus("of it CPU ms", "%.0f", Metric.START_CPU)
                .plus("first log call ms", "%.1f", Metric.START_FIRST_CALL)
                .print(out);
        new Table("while nothing listens, nobody answers, 429 is the answer")
                .plusFaults("calls made, %", "%,.0f", FaultFigure.MADE)
                .plusFaults("call p99.9, µs", "%,.0f", FaultFigure.P999)
                .plusFaults("longest, ms", "%,.1f", FaultFigure.LONGEST)
                .plusFaults("lost", "%,.0f", FaultFigure.LOST)
                .plusFaults("twice", "%,.0f", FaultFigure.TWICE)
                .plusFaults("held, MB", "%,.1f", FaultFigure.HELD)
                .plusFaults("drained after s", "%.1f", FaultFigure.DRAINED)
                .plusFaults("stopped in s", "%.1f", FaultFigure.STOP)
                .print(out);
        printRatios(out);
        printLost(out);
        printTargets(out);
    }

    private void printRatios(PrintWriter out) {
        for (Contestants base : List.of(Contestants.CAPTURE_ONLY, Contestants.SDK, Contestants.LOKI4J)) {
            if (Double.isNaN(results.median(base, Metric.DRAINED_RATE))) {
                continue;
            }
            out.println(
                    "| × " + base.label() + " | drained | CPU/ev | 8 threads | 64 threads | steady CPU | call p50 |");
            out.println("|---|---|---|---|---|---|---|");
            for (Contestants contestant : contestants) {
                out.println(row(
                        contestant.label(),
                        ratio(contestant, base, Metric.DRAINED_RATE),
                        ratio(contestant, base, Metric.CPU),
                        ratio(contestant, base, Metric.DRAINED_RATE_8_THREADS),
                        ratio(contestant, base, Metric.DRAINED_RATE_64_THREADS),
                        ratio(contestant, base, Metric.STEADY_CPU),
                        ratio(contestant, base, Metric.CALL_P50)));
            }
            out.println();
        }
    }

    private void printLost(PrintWriter out) {
        if (contestants.stream().allMatch(contestant -> Double.isNaN(results.median(contestant, Metric.LOST)))) {
            return;
        }
        out.println("| healthy, all rounds | lost | twice |");
        out.println("|---|---|---|");
        for (Contestants contestant : contestants) {
            out.println(row(
                    contestant.label(),
                    format("%.0f", results.sum(contestant, Metric.LOST)),
                    format("%.0f", results.sum(contestant, Metric.TWICE))));
        }
        out.println();
    }

    private void printTargets(PrintWriter out) {
        if (compressors.isEmpty() && Target.ALL.stream().allMatch(target -> Double.isNaN(target.reached(results)))) {
            return;
        }
        out.println("| to reach | limit | measured | met |");
        out.println("|---|---|---|---|");
        for (Target target : Target.ALL) {
            double reached = target.reached(results);
            String met = Double.isNaN(reached) ? "–" : target.isMetBy(reached) ? "yes" : "**no**";
            out.println(row(target.what(), target.limitText(), format("%.2f", reached), met));
        }
        double bytes = bytes(0) / bytes(1);
        out.println(row(
                "bytes on the wire with `gzipLevel=0`",
                "≤ 1 × level 1",
                format("%.2f", bytes),
                Double.isNaN(bytes) ? "–" : bytes <= 1 ? "yes" : "**no**"));
        out.println();
    }

    private double bytes(int gzipLevel) {
        return compressors.stream()
                .filter(compressor -> compressor.gzipLevel() == gzipLevel)
                .mapToDouble(Compressor::bytes)
                .findFirst()
                .orElse(Double.NaN);
    }

    private String ratio(Contestants contestant, Contestants base, Metric metric) {
        return format("%.2f", results.medianOf(contestant, base, metric, (value, other) -> value / other));
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String format(String pattern, double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, pattern, value) : "–";
    }

    /** One line for each contestant that has at least one of these figures. */
    private final class Table {
        /** Nanoseconds shown as microseconds. */
        private static final String MICROS = "%,.0f µs";

        private final StringBuilder head;
        private final List<StringBuilder> lines;
        private final boolean[] any;
        private int columns = 1;

        private Table(String what) {
            head = new StringBuilder("| " + what + " |");
            lines = contestants.stream()
                    .map(contestant -> new StringBuilder("| " + contestant.label() + " |"))
                    .toList();
            any = new boolean[contestants.size()];
        }

        private Table plus(String title, String pattern, Metric... metrics) {
            head.append(' ').append(title).append(" |");
            columns++;
            for (int i = 0; i < lines.size(); i++) {
                Contestants contestant = contestants.get(i);
                double[] values = Arrays.stream(metrics)
                        .mapToDouble(metric -> results.median(contestant, metric))
                        .toArray();
                boolean measured = Arrays.stream(values).anyMatch(Double::isFinite);
                any[i] |= measured;
                lines.get(i)
                        .append(' ')
                        .append(measured ? text(pattern, values) : "–")
                        .append(" |");
            }
            return this;
        }

        /** A figure for each fault. */
        private Table plusFaults(String title, String pattern, FaultFigure figure) {
            return plus(
                    title,
                    String.join(", ", Collections.nCopies(Part.FAULTS.size(), pattern)),
                    Part.FAULTS.stream().map(figure::during).toArray(Metric[]::new));
        }

        private static String text(String pattern, double[] values) {
            if (pattern.equals(MICROS)) {
                return String.join(
                        ", ",
                        Arrays.stream(values)
                                .mapToObj(nanos -> format("%,.0f", nanos / 1_000))
                                .toList());
            }
            return String.format(
                            Locale.ROOT, pattern, Arrays.stream(values).boxed().toArray())
                    .replace("NaN", "–");
        }

        private void print(PrintWriter out) {
            boolean measured = false;
            for (boolean one : any) {
                measured |= one;
            }
            if (!measured) {
                return;
            }
            out.println(head);
            out.println("|---".repeat(columns) + "|");
            for (int i = 0; i < lines.size(); i++) {
                if (any[i]) {
                    out.println(lines.get(i));
                }
            }
            out.println();
        }
    }
}
