package io.github.azuremonitor.appender.examples.quickstart;

import java.io.PrintWriter;

/** Says in words how a run went. */
final class Summary {
    private final RunReport report;
    private final PrintWriter out;

    Summary(RunReport report, PrintWriter out) {
        this.report = report;
        this.out = out;
    }

    /** Whether Azure accepted every log call's event. */
    boolean isComplete() {
        return report.flushed()
                && report.logged() > 0
                && report.accepted() >= report.logged()
                && report.held() == 0
                && report.dropped().isEmpty();
    }

    /** What was logged, and what became of it. */
    void ledger(boolean replay) {
        if (replay) {
            line("Logged", "%,d lines of %,d bytes".formatted(report.logged(), report.bytesRead()));
        } else {
            line(
                    "Logged",
                    "%,d events: %,d through SLF4J and Logback, %,d through Log4j2"
                            .formatted(
                                    report.logged(),
                                    report.logged() - report.loggedByLog4j2(),
                                    report.loggedByLog4j2()));
        }
        line(
                "Ledger",
                "%,d offered%s = %,d accepted + %,d held + %,d dropped%s, in %s"
                        .formatted(
                                report.offered(),
                                report.reported() == 0 ? "" : " + %,d about losses".formatted(report.reported()),
                                report.accepted(),
                                report.held(),
                                report.dropped().values().stream()
                                        .mapToLong(Long::longValue)
                                        .sum(),
                                report.dropped().isEmpty() ? "" : " " + report.dropped(),
                                report.pipelines() == 1 ? "one pipeline" : report.pipelines() + " pipelines"));
        if (!report.flushed()) {
            line("", "not everything was accepted in time");
        }
    }

    /** What the table holds of it. */
    void table(Findings found) {
        long missing = found.missing(report.logged());
        line(
                "Table",
                "%,d rows, %,d different events: %s missing, %s twice"
                        .formatted(found.rows(), found.different(), none(missing), none(found.duplicates())));
        if (found.unnumbered() > 0) {
            line("", "%,d rows were logged by something else".formatted(found.unnumbered()));
        }
    }

    /** Wire, credential, time and query. */
    void rest(boolean replay, String stream) {
        double seconds = Math.max(1, report.millis()) / 1000.0;
        line(
                "Wire",
                "%,d bytes in %,d %s"
                        .formatted(report.bytesPosted(), report.posts(), report.posts() == 1 ? "request" : "requests"));
        if (!report.credential().isEmpty()) {
            line("Credential", report.credential());
        }
        if (replay) {
            line(
                    "Time",
                    "%.1f s from the first line to the last answer: %,.0f rows/s, %.1f MB/s"
                            .formatted(seconds, report.logged() / seconds, report.bytesRead() / 1e6 / seconds));
        } else {
            line("Time", "%.1f s from the start of the service to the last answer".formatted(seconds));
        }
        line(
                "In Azure",
                stream.replaceFirst("^Custom-", "")
                        + " | where TimeGenerated > ago(1h) and AppName == '" + (replay ? "replay" : "orders")
                        + "' | sort by TimeGenerated asc");
    }

    private static String none(long count) {
        return count == 0 ? "none" : "%,d".formatted(count);
    }

    private void line(String name, String text) {
        out.printf("%-11s %s%n", name, text);
    }
}
