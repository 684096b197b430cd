package io.github.azuremonitor.appender.common.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.testing.RecordingReporter;
import org.junit.jupiter.api.Test;

class RowRemarksTest {
    private final Ledger ledger = new Ledger();
    private final RecordingReporter reporter = new RecordingReporter();
    private final RowRemarks remarks = new RowRemarks(ledger, reporter);

    @Test
    void everyValueIsCountedAndEachColumnToldOnce() {
        for (int i = 0; i < 3; i++) {
            remarks.unfit("OrderId", "shop", () -> "'x' (java.lang.String)");
            remarks.redactionGaveUp("Message");
            remarks.collision("Properties");
        }
        remarks.unfit("Amount", "shop", () -> "'y' (java.lang.String)");
        assertThat(ledger.read(0).unfitValues()).isEqualTo(4);
        assertThat(ledger.read(0).redactionsGivenUp()).isEqualTo(3);
        assertThat(reporter.lines()).as("told by a thread that remarked").isEmpty();
        remarks.tell();
        remarks.tell();
        assertThat(reporter.lines())
                .hasSize(4)
                .allMatch(line -> line.startsWith("WARN "))
                .anyMatch(line ->
                        line.contains("column OrderId ") && line.endsWith("others like it: 'x' (java.lang.String)"))
                .anyMatch(line -> line.contains("column Amount"))
                .anyMatch(line -> line.contains("redaction of column Message"))
                .anyMatch(line -> line.contains("same name in column Properties"));
    }
}
