package io.github.azuremonitor.appender.tools.cost;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints what was measured: tables with bars, and what would make it less. */
final class CostReport {
    private static final int BAR = 24;
    private static final int WIDEST_KEY = 64;
    private static final double MB = 1e6;

    /** From fewer minutes a day cannot be told. */
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    private final Measured measured;
    private final @Nullable Double price;
    private final Map<String, Double> plans;
    private final int top;
    private final String unit;
    private final PrintWriter out;

    /**
     * Prices of a GB in whatever money.
     *
     * @param now in the table as it is, or null
     * @param plans in tables of other plans, by their names
     */
    record Prices(@Nullable Double now, Map<String, Double> plans) {}

    /**
     * @param top how many lines a table has
     * @param unit what the bytes are: {@code as JSON}
     */
    CostReport(Measured measured, Prices prices, int top, String unit, PrintWriter out) {
        this.measured = measured;
        this.price = prices.now();
        this.plans = prices.plans();
        this.top = top;
        this.unit = unit;
        this.out = out;
    }

    void print() {
        Duration span = measured.span();
        out.printf(
                Locale.ROOT,
                "%,d rows, %.1f MB %s%s%n",
                measured.rows(),
                measured.bytes() / MB,
                unit,
                isDaily() ? " in " + time(span) + ": " + amount(measured.bytes()) : "; their times tell no day");
        table("logger", measured.loggers());
        table("level", measured.levels());
        table("column", measured.columns());
        if (measured.templates().largest(1).isEmpty()) {
            out.printf("%nlog statement%n  only rows tell them: read some with 'spool export', or ask --workspace%n");
        } else {
            table("log statement", measured.templates());
        }
        savings();
    }

    private boolean isDaily() {
        return measured.span().compareTo(SHORTEST) >= 0;
    }

    private static String time(Duration span) {
        return span.toHours() > 0 ? span.toHours() + " h " + span.toMinutesPart() + " min" : span.toMinutes() + " min";
    }

    /** What so many bytes of the sample are in a day, and what they cost. */
    private String amount(long bytes) {
        double daily = daily(bytes);
        String amount = String.format(Locale.ROOT, "%.1f MB%s", daily / MB, isDaily() ? " a day" : "");
        return price == null ? amount : amount + String.format(Locale.ROOT, ", %.2f", daily / 1e9 * price);
    }

    /** As many if the times tell no day. */
    private double daily(long bytes) {
        return isDaily()
                ? bytes
                        * (double) Duration.ofDays(1).toMillis()
                        / measured.span().toMillis()
                : bytes;
    }

    private void table(String what, Sums sums) {
        List<Sums.Sum> lines = sums.largest(top);
        out.printf("%n%s%n", what);
        long largest = lines.isEmpty() ? 1 : Math.max(1, lines.get(0).bytes());
        for (Sums.Sum line : lines) {
            String key = line.key().isBlank() ? "(none)" : line.key();
            out.printf(
                    Locale.ROOT,
                    "  %-24s %5.1f %%  %,d rows, %s  %s%n",
                    "█".repeat((int) Math.max(1, BAR * line.bytes() / largest)),
                    percent(line.bytes()),
                    line.rows(),
                    amount(line.bytes()),
                    key.length() <= WIDEST_KEY ? key : key.substring(0, WIDEST_KEY) + "…");
        }
    }

    private double percent(long bytes) {
        return measured.bytes() == 0 ? 0 : 100.0 * bytes / measured.bytes();
    }

    private void savings() {
        out.printf("%nwhat would make it less%n");
        List<Sums.Sum> quiet = measured.quietLoggers().largest(1);
        if (!quiet.isEmpty() && !quiet.get(0).key().isEmpty()) {
            String logger = quiet.get(0).key();
            saved(quiet.get(0).bytes(), "routes: logger " + logger + " and level < WARN -> drop");
            saved(
                    quiet.get(0).bytes() * 9 / 10,
                    "routes: logger " + logger + " and level < WARN -> sample(10% by traceId)");
        }
        long fine = measured.levels().bytes("DEBUG") + measured.levels().bytes("TRACE");
        saved(fine, "threshold = INFO");
        saved(fine + measured.levels().bytes("INFO"), "threshold = WARN");
        saved(
                measured.beyondShortTraces(),
                "columns: " + measured.stackTrace() + ":string(" + Measured.SHORT_STACK_TRACE
                        + ") = exception.stackTrace");
        plans(fine + measured.levels().bytes("INFO"));
    }

    /** Rows below WARN are those that are read least, which costs extra there. */
    private void plans(long quiet) {
        plans.forEach((plan, other) -> {
            double less = price == null ? 0 : (price - other) / 1e9;
            out.printf(
                    Locale.ROOT,
                    "  table plan %s: %.2f less%s, or %.2f if only rows below WARN go to such a table (routes: level < WARN"
                            + " -> …); what queries cost there is not in it%n",
                    plan,
                    daily(measured.bytes()) * less,
                    isDaily() ? " a day" : "",
                    daily(quiet) * less);
        });
    }

    private void saved(long bytes, String by) {
        if (bytes > 0) {
            out.printf(Locale.ROOT, "  %5.1f %%  %s  %s%n", percent(bytes), amount(bytes), by);
        }
    }
}
