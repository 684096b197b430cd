package io.github.azuremonitor.appender.common.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.common.testing.LogCalls;
import io.github.azuremonitor.appender.common.testing.ManualTime;
import io.github.azuremonitor.appender.common.testing.Outcomes;
import io.github.azuremonitor.appender.common.testing.RecordingReporter;
import io.github.azuremonitor.appender.common.testing.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that say that the application lives, through a whole pipeline whose clock the tests move. */
@Timeout(180)
class HeartbeatTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LOGGER = "\"Logger\":\"io.github.azuremonitor.appender.heartbeat\"";

    @RegisterExtension
    final PlayedPipelines played = new PlayedPipelines();

    private final ManualTime time = played.time;
    private final PlayedAzure azure = played.azure;
    private final RecordingReporter reporter = played.reporter;

    @Test
    void aRowTellsWhoLivesAndWhatBecameOfTheEventsSinceTheLastOne() {
        PipelineHandle handle =
                played.open("heartbeat", "60s", "appName", "orders", "appVersion", "1.4.2", "dropReport", "off");
        LogCalls.log(handle, "one");
        LogCalls.log(handle, "two");
        handle.flush(PATIENCE);
        handle.nestedTooDeep();
        time.advance(Duration.ofSeconds(60));
        await().atMost(PATIENCE).until(handle::stats, stats -> stats.reported() == 1);
        handle.flush(PATIENCE);
        assertThat(beats())
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .contains(LOGGER, "\"TimeGenerated\":\"2026-11-20T08:01:00", "\"Level\":\"INFO\"")
                        .contains("\"Message\":\"running: 3 events, 2 accepted, 1 lost since 2026-11-20T08:00:00Z\"")
                        .contains("\"state\":\"running\",\"events\":3,\"accepted\":2,\"lost\":1")
                        .contains("\"version\":\"1.4.2\"", "\"AppName\":\"orders\""));
        assertThat(handle.stats().offered())
                .as("a heartbeat is no event of the application")
                .isEqualTo(3);

        time.advance(Duration.ofSeconds(60));
        await().atMost(PATIENCE).until(handle::stats, stats -> stats.reported() >= 2);
        handle.flush(PATIENCE);
        assertThat(beats().get(1))
                .as("its own row of the minute before is accepted, and nothing else happened")
                .contains("running: 0 events, 1 accepted, 0 lost since 2026-11-20T08:01:00Z");
    }

    @Test
    void aQuietApplicationSendsOneEachPeriodAfterTheLinger() {
        PipelineHandle handle = played.open("heartbeat", "60s", "linger", "5s");
        for (int second = 1; second < 60; second++) {
            time.advance(Duration.ofSeconds(1));
        }
        LogCalls.log(handle, "makes the flusher look at its clock");
        await().atMost(PATIENCE).until(handle::stats, stats -> stats.offered() == 1);
        assertThat(handle.stats().reported()).as("a second too early").isZero();
        time.advance(Duration.ofSeconds(1));
        await().atMost(PATIENCE).until(handle::stats, stats -> stats.reported() == 1);
        time.advance(Duration.ofSeconds(6));
        await().alias("without a flush").atMost(PATIENCE).until(this::beats, found -> found.size() == 1);
    }

    @Test
    void anOutageOfAnHourLeavesNoHeapOfThemAndTheFirstAfterwardsCountsAll() {
        PipelineHandle handle = played.open("heartbeat", "60s");
        azure.outcome = Outcomes.answered(503, "");
        LogCalls.log(handle, "waits for Azure");
        handle.flush(Duration.ofMillis(1));
        await().atMost(PATIENCE)
                .until(reporter::lines, lines -> lines.stream().anyMatch(line -> line.contains("retrying")));
        long before = handle.stats().offered();
        for (int minute = 1; minute <= 60; minute++) {
            long seen = handle.stats().offered();
            LogCalls.log(handle, "x");
            time.advance(Duration.ofSeconds(61));
            await().atMost(PATIENCE).until(handle::stats, stats -> stats.offered() > seen);
        }
        assertThat(handle.stats().reported())
                .as("at most the one that was due before it was known that nothing can be sent")
                .isLessThanOrEqualTo(1);
        azure.outcome = Outcomes.accepted();
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            time.advance(Duration.ofSeconds(1));
                            return beats();
                        },
                        beats -> beats.stream()
                                .anyMatch(row ->
                                        row.contains("events\":" + (before + 60)) || row.contains("events\":60")));
    }

    @Test
    void aStopIsTold() {
        PipelineHandle handle = played.open("heartbeat", "1h");
        LogCalls.log(handle, "x");
        played.stop(handle);
        assertThat(beats()).singleElement().asString().contains("\"state\":\"stopping\"", "\"Message\":\"stopping: ");
        assertThat(reporter.lines()).anyMatch(line -> line.contains("1 rows of the library's own"));
    }

    @Test
    void aStreamOfTheirOwnGetsThemAndNothingElse() {
        var rows = new ConcurrentHashMap<String, Integer>();
        azure.sent = batch -> rows.merge(batch.stream(), batch.rows(), Integer::sum);
        PipelineHandle handle = played.open("heartbeat", "60s", "heartbeatStream", "Custom-Heartbeats_CL");
        LogCalls.log(handle, "x");
        time.advance(Duration.ofSeconds(60));
        await().atMost(PATIENCE).until(handle::stats, stats -> stats.reported() == 1);
        played.stop(handle);
        assertThat(rows)
                .as("one while it ran and one at the stop")
                .isEqualTo(Map.of(Settings.STREAM, 1, "Custom-Heartbeats_CL", 2));
        assertThat(beats()).hasSize(2);
    }

    @Test
    void aBudgetThatIsUsedUpDoesNotSilenceThem() {
        PipelineHandle handle = played.open("heartbeat", "60s", "maxBytesPerHour", "1MB");
        String long60k = "x".repeat(60_000);
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            LogCalls.log(handle, long60k);
                            return handle.stats();
                        },
                        stats -> stats.totalDropped() > 0);
        time.advance(Duration.ofSeconds(60));
        await().atMost(PATIENCE).until(handle::stats, stats -> stats.reported() >= 1);
    }

    @ParameterizedTest
    @CsvSource({
        "columns, TimeGenerated = timestamp; Message = message",
        "streamName, Microsoft-OTelLogs",
        "heartbeatStream, Custom-Microsoft-Syslog"
    })
    void whereNoTableCanTakeThemALineSaysSo(String setting, String value) {
        PipelineHandle handle = played.open("heartbeat", "60s", setting, value);
        time.advance(Duration.ofSeconds(60));
        await().atMost(PATIENCE)
                .until(
                        reporter::lines,
                        lines -> lines.stream().anyMatch(line -> line.contains("heartbeats have no table")));
        played.stop(handle);
        assertThat(handle.stats().reported()).isZero();
    }

    @Test
    void withoutTheSettingThereIsNone() {
        PipelineHandle handle = played.open();
        time.advance(Duration.ofDays(1));
        LogCalls.log(handle, "x");
        await().atMost(PATIENCE).until(handle::stats, stats -> stats.offered() == 1);
        played.stop(handle);
        assertThat(beats()).isEmpty();
    }

    private List<String> beats() {
        return azure.bodies.stream().filter(row -> row.contains(LOGGER)).toList();
    }
}
