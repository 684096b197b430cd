package io.github.azuremonitor.appender.common.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.testing.LogCalls;
import io.github.azuremonitor.appender.common.testing.ManualTime;
import io.github.azuremonitor.appender.common.testing.Outcomes;
import io.github.azuremonitor.appender.common.testing.RecordingReporter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that tell of losses, through a whole pipeline whose clock the tests move and an Azure that is played. */
@Timeout(180)
class DropReportTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern TOLD = Pattern.compile("\"Message\":\"(\\d+) events? dropped");

    @RegisterExtension
    final PlayedPipelines played = new PlayedPipelines();

    private final ManualTime time = played.time;
    private final PlayedAzure azure = played.azure;
    private final RecordingReporter reporter = played.reporter;

    @Test
    void aRowTellsHowManyWereLostWhenWhyAndWhatToRaise() {
        PipelineHandle handle = played.open("appName", "orders");
        lose(handle, 3);
        time.advance(Duration.ofSeconds(11));
        awaitReports(handle, 1);
        assertThat(handle.flush(PATIENCE))
                .as("all is settled, but not all arrived")
                .isFalse();

        assertThat(reports())
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .contains("\"TimeGenerated\":\"2026-11-20T08:00:11")
                        .contains("\"Level\":\"WARN\"", "\"Logger\":\"io.github.azuremonitor.appender\"")
                        .contains(
                                "\"Message\":\"3 events dropped between 2026-11-20T08:00:00Z and 2026-11-20T08:00:11Z: "
                                        + DropReason.NESTED.label() + "; " + DropReason.NESTED.cure() + "\"")
                        .contains("\"Properties\":{\"dropped\":3,\"reason\":\"NESTED\"}")
                        .contains("\"AppName\":\"orders\""));
        PipelineStats stats = handle.stats();
        assertThat(stats.offered()).as("not an event of the application").isEqualTo(3);
        assertThat(stats.reported()).isEqualTo(1);
        assertThat(stats.accepted()).isEqualTo(1);
        assertThat(stats).matches(PipelineStats::balances, "balances");
    }

    @Test
    void theRowsTogetherTellEveryEventThatATinyRingDropped() {
        PipelineHandle handle = played.open("ringSize", "64", "whenFull", "drop");
        for (int burst = 1; burst <= 3; burst++) {
            while (lost(handle, DropReason.RING_FULL) < 100L * burst) {
                LogCalls.log(handle, "x");
            }
            time.advance(Duration.ofSeconds(61));
            long reports = burst;
            // The row before may still be under way when the flusher looks, so the clock goes on.
            await().atMost(PATIENCE)
                    .until(
                            () -> {
                                time.advance(Duration.ofSeconds(1));
                                return handle.stats();
                            },
                            stats -> stats.reported() == reports);
        }
        handle.close(PATIENCE);
        assertThat(told()).hasSizeBetween(3, 4);
        assertThat(told().stream().mapToLong(Long::longValue).sum()).isEqualTo(lost(handle, DropReason.RING_FULL));
        assertThat(reports()).allMatch(row -> row.contains("raise ringSize or maxBlock"));
    }

    @Test
    void eachReasonHasARowOfItsOwn() {
        PipelineHandle handle = played.open();
        lose(handle, 3);
        handle.captureFailed();
        time.advance(Duration.ofSeconds(11));
        awaitReports(handle, 2);
        assertThat(handle.flush(PATIENCE))
                .as("all is settled, but not all arrived")
                .isFalse();
        assertThat(reports())
                .anyMatch(row -> row.contains("\"Message\":\"1 event dropped") && row.contains("CAPTURE_FAILED"))
                .anyMatch(row -> row.contains("\"Message\":\"3 events dropped") && row.contains("NESTED"));
    }

    @Test
    void aLongLossIsToldOnceAMinuteAndAtTheStop() {
        PipelineHandle handle = played.open();
        for (int step = 0; step < 12; step++) {
            lose(handle, 5);
            time.advance(Duration.ofSeconds(5));
            twoRounds(handle);
        }
        assertThat(handle.stats().reported()).isEqualTo(1);
        handle.close(PATIENCE);
        assertThat(handle.stats().reported()).isEqualTo(2);
        assertThat(told().stream().mapToLong(Long::longValue).sum()).isEqualTo(60);
        assertThat(reporter.lines()).anyMatch(line -> line.contains("events offered and 2 rows of the library's own"));
    }

    @ParameterizedTest
    @CsvSource({
        "dropReport, off",
        "columns, TimeGenerated = timestamp; Message = message",
        "columns, TimeGenerated = timestamp; Level = level",
        "streamName, Microsoft-OTelLogs"
    })
    void noRowGoesWhereNobodyWantsItOrItWouldNotFit(String setting, String value) {
        PipelineHandle handle = played.open(setting, value);
        lose(handle, 3);
        time.advance(Duration.ofSeconds(61));
        twoRounds(handle);
        handle.close(PATIENCE);
        assertThat(handle.stats().reported()).isZero();
        assertThat(reports()).isEmpty();
        assertThat(reporter.lines())
                .as("but a line tells it")
                .anyMatch(line -> line.contains("3 events dropped: " + DropReason.NESTED.label()));
    }

    @Test
    void theFirstTableThatCanTakeTheRowGetsIt() {
        played.open("columns", "TimeGenerated = timestamp; Message = message");
        PipelineHandle second = played.open("streamName", "Custom-Other_CL", "columns", "standard; From = \"second\"");
        played.open("streamName", "Custom-Third_CL");
        lose(second, 3);
        time.advance(Duration.ofSeconds(11));
        awaitReports(second, 1);
        assertThat(second.flush(PATIENCE))
                .as("all is settled, but not all arrived")
                .isFalse();
        assertThat(reports()).singleElement().asString().contains("\"From\":\"second\"");
    }

    @Test
    void anOutageIsFollowedByOneRowWithTheTotal() {
        PipelineHandle handle = played.open();
        outage(handle);
        for (int minute = 0; minute < 5; minute++) {
            lose(handle, 2);
            time.advance(Duration.ofSeconds(61));
            twoRounds(handle);
        }
        assertThat(handle.stats().reported()).isZero();
        azure.outcome = Outcomes.accepted();
        await().atMost(PATIENCE).untilAsserted(() -> {
            time.advance(Duration.ofSeconds(1));
            assertThat(reports()).as("rows about losses; %s", handle.stats()).isNotEmpty();
        });
        assertThat(told()).containsExactly(10L);
        assertThat(handle.stats().reported()).isEqualTo(1);
    }

    @Test
    void aStopInAnOutageAddsNoRowThatWouldOnlyBeLostItself() {
        PipelineHandle handle = played.open();
        outage(handle);
        lose(handle, 2);
        long held = handle.stats().held();
        played.stop(handle);
        assertThat(handle.stats().reported()).isZero();
        assertThat(handle.stats().dropped()).containsEntry(DropReason.SHUTDOWN, held);
    }

    @Test
    void aStopInAnOutageLeavesTheRowOnDiskForTheNextStart(@TempDir Path directory) {
        String[] onDisk = {"durability", "spool", "spoolDirectory", directory.toString()};
        PipelineHandle handle = played.open(onDisk);
        outage(handle);
        lose(handle, 2);
        long held = handle.stats().held();
        handle.close(PATIENCE);
        assertThat(handle.stats().reported()).isEqualTo(1);
        assertThat(handle.stats().handedOver()).isEqualTo(held + 1);
        azure.outcome = Outcomes.accepted();

        PipelineHandle next = played.open(onDisk);
        await().atMost(PATIENCE).untilAsserted(() -> {
            time.advance(Duration.ofSeconds(1));
            assertThat(reports()).as("rows about losses; %s", next.stats()).isNotEmpty();
        });
        assertThat(told()).containsExactly(2L);
        assertThat(next.stats().reported()).as("told by the run before").isZero();
    }

    @Test
    void anAzureThatRefusesTheReportGetsNoOtherBeforeTheNextLoss() {
        azure.refuses = row -> row.contains(" dropped between ");
        PipelineHandle handle = played.open("linger", "10ms");
        lose(handle, 4);
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            time.advance(Duration.ofSeconds(20));
                            LogCalls.log(handle, "an event that Azure takes");
                            return handle.stats();
                        },
                        stats -> stats.dropped().containsKey(DropReason.REFUSED));
        for (int minute = 0; minute < 10; minute++) {
            time.advance(Duration.ofSeconds(61));
            twoRounds(handle);
        }
        assertThat(handle.stats().reported()).isEqualTo(1);
        assertThat(lost(handle, DropReason.REFUSED)).isEqualTo(1);

        azure.refuses = row -> false;
        lose(handle, 6);
        await().atMost(PATIENCE).untilAsserted(() -> {
            time.advance(Duration.ofSeconds(20));
            LogCalls.log(handle, "an event that Azure takes");
            assertThat(reports()).as("rows about losses; %s", handle.stats()).isNotEmpty();
        });
        assertThat(told()).as("what nobody heard of, and not the row").containsExactly(10L);
    }

    @Test
    void whileTheFateOfAReportIsOpenThereIsNoOther() {
        azure.hangs = true;
        PipelineHandle handle = played.open();
        for (int minute = 0; minute < 5; minute++) {
            lose(handle, 2);
            time.advance(Duration.ofSeconds(61));
            twoRounds(handle);
        }
        assertThat(handle.stats().reported()).isEqualTo(1);
        played.stop(handle);
        assertThat(handle.stats().reported()).as("the stop's own").isEqualTo(2);
    }

    /** Loses events at once and for sure, whatever the machine's load. */
    private static void lose(PipelineHandle handle, int events) {
        for (int i = 0; i < events; i++) {
            handle.nestedTooDeep();
        }
    }

    private void outage(PipelineHandle handle) {
        azure.outcome = Outcomes.answered(503, "");
        LogCalls.log(handle, "waits for Azure");
        handle.flush(Duration.ofMillis(1));
        await().atMost(PATIENCE)
                .until(reporter::lines, lines -> lines.stream().anyMatch(line -> line.contains("retrying")));
        twoRounds(handle);
    }

    private static void awaitReports(PipelineHandle handle, long count) {
        await().atMost(PATIENCE).until(handle::stats, stats -> stats.reported() == count);
    }

    /** Waits until the flusher has looked at its clock and acted on it. */
    private static void twoRounds(PipelineHandle handle) {
        for (int round = 0; round < 2; round++) {
            long before = handle.stats().offered();
            LogCalls.log(handle, "x");
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(handle::stats, stats -> stats.offered() > before);
        }
    }

    private static long lost(PipelineHandle handle, DropReason reason) {
        return handle.stats().dropped().getOrDefault(reason, 0L);
    }

    private List<String> reports() {
        return azure.bodies.stream()
                .filter(row -> row.contains(" dropped between "))
                .toList();
    }

    private List<Long> told() {
        return reports().stream()
                .flatMap(row -> TOLD.matcher(row).results())
                .map(found -> Long.valueOf(found.group(1)))
                .toList();
    }
}
