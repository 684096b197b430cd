package io.github.azuremonitor.appender.logback;

import static io.github.azuremonitor.appender.logback.Application.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.LogsEmulatorExtension;
import io.github.azuremonitor.appender.emulator.rows.Row;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who looks at the table alone sees that events are missing from it, how many, since when and why. */
class LossesAreToldInTheTableTest {
    private static final Pattern TOLD = Pattern.compile(
            "(\\d+) events? dropped between (\\S+) and (\\S+): ring full; raise ringSize or maxBlock, or log less");

    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR =
            LogsEmulatorExtension.of(LogsEmulator.builder().requireToken(false));

    @Test
    void whatATinyRingDropsStandsInTheTableOfThePresetStandard(LogsEmulator azure) {
        Instant before = Instant.now().minusSeconds(1);
        var application =
                Application.shippingTo(azure, "columns=standard", "ringSize=64", "whenFull=drop", "appName=orders");
        try (application) {
            logUntilDropped(application, 100);
        }
        PipelineStats stats = application.stats();
        long told = 0;
        for (Row row : reports(azure)) {
            Matcher message = TOLD.matcher(row.text("Message"));
            assertThat(message.matches()).as(row.text("Message")).isTrue();
            assertThat(Instant.parse(message.group(2))).isBetween(before, Instant.parse(message.group(3)));
            assertThat(row.text("Level")).isEqualTo("WARN");
            assertThat(row.text("AppName")).isEqualTo("orders");
            assertThat(row.get("Properties").get("reason").asText()).isEqualTo("RING_FULL");
            assertThat(row.get("Properties").get("dropped").asText()).isEqualTo(message.group(1));
            told += Long.parseLong(message.group(1));
        }
        assertThat(told).isEqualTo(stats.dropped().get(DropReason.RING_FULL));
        assertThat(stats.reported()).isEqualTo(reports(azure).size());
        assertThat(azure.rowCount(STREAM)).isEqualTo(stats.accepted());
    }

    @Test
    void nothingStandsThereWithTheReportSwitchedOff(LogsEmulator azure) {
        var application = Application.shippingTo(azure, "ringSize=64", "whenFull=drop", "dropReport=off");
        try (application) {
            logUntilDropped(application, 100);
        }
        assertThat(reports(azure)).isEmpty();
        assertThat(application.warnings()).anySatisfy(line -> assertThat(line).contains("ring full"));
    }

    private static void logUntilDropped(Application application, long events) {
        var log = application.logger("com.example.Busy");
        while (application.stats().dropped().getOrDefault(DropReason.RING_FULL, 0L) < events) {
            for (int i = 0; i < 200; i++) {
                log.info("event {}", i);
            }
        }
    }

    private static List<Row> reports(LogsEmulator azure) {
        return azure.rows(STREAM).stream()
                .filter(row -> "io.github.azuremonitor.appender".equals(row.text("Logger")))
                .toList();
    }
}
