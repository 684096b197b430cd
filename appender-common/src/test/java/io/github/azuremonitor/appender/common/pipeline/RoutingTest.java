package io.github.azuremonitor.appender.common.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.testing.ManualTime;
import io.github.azuremonitor.appender.common.testing.Outcomes;
import io.github.azuremonitor.appender.common.testing.RecordingReporter;
import io.github.azuremonitor.appender.common.testing.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Routes and the volume limit through a whole pipeline, from settings to an Azure that is played. */
@Timeout(180)
class RoutingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ManualTime time = new ManualTime();
    private final PlayedAzure azure = new PlayedAzure();
    private final RecordingReporter reporter = new RecordingReporter();
    private final Pipelines pipelines =
            new Pipelines(new Pipeline.Dependencies(time, new Random(5), UUID::randomUUID, azure));

    @BeforeEach
    void bodiesAreKept() {
        azure.keepsBodies = true;
    }

    @AfterEach
    void nothingRuns() {
        assertThat(pipelines.running()).isEmpty();
    }

    @Test
    void rulesComeFromTheEnvironmentToo() {
        StartResult result = TestAppender.start(
                Settings.map(),
                Map.of("AZURE_MONITOR_LOGS_ROUTES", "level < INFO -> drop")::get,
                reporter,
                () -> true,
                pipelines);
        PipelineHandle handle = Objects.requireNonNull(result.handle());
        assertThat(log(handle, Severity.DEBUG, "x")).isFalse();
        assertThat(log(handle, Severity.INFO, "x")).isTrue();
        stop(handle);
        assertThat(handle.stats().accepted()).isEqualTo(1);
    }

    @Test
    void everyFaultOfRoutesIsToldBesideThoseOfOtherSettings() {
        for (String more : new String[] {"standard", "Ab = thred"}) {
            StartResult result = TestAppender.start(
                    Settings.map("routes", "levl < INFO -> drop; level INFO -> nowhere!", "columns", more),
                    name -> null,
                    reporter,
                    () -> true,
                    pipelines);
            assertThat(result.handle()).isNull();
            assertThat(result.fault()).contains("at character 1: 'levl'", "at character 36: 'nowhere!'");
        }
        StartResult worse = TestAppender.start(
                Settings.map("routes", "levl -> drop", "linger", "5"), name -> null, reporter, () -> true, pipelines);
        assertThat(worse.fault()).contains("at character 1: 'levl'", "a bare number has no unit");
    }

    @Test
    void whatIsLeftOutOnPurposeIsCountedAndNobodyIsWarned() {
        PipelineHandle handle = open("routes", "level DEBUG -> drop; level INFO -> sample(50%)");
        for (int i = 0; i < 100; i++) {
            log(handle, Severity.DEBUG, "x");
            log(handle, Severity.INFO, "x");
        }
        time.advance(Duration.ofSeconds(61));
        twoRounds(handle);
        assertThat(handle.flush(PATIENCE)).isTrue();
        stop(handle);

        PipelineStats stats = handle.stats();
        assertThat(stats.dropped().get(DropReason.ROUTED_OUT)).isEqualTo(100);
        assertThat(stats.dropped().get(DropReason.SAMPLED_OUT)).isBetween(20L, 80L);
        assertThat(stats.reported()).isZero();
        assertThat(stats).matches(PipelineStats::balances, "balances");
        assertThat(reporter.lines()).noneMatch(line -> line.startsWith("WARN") || line.startsWith("ERROR"));
        assertThat(reporter.lines()).last().asString().contains("100 ROUTED_OUT");
    }

    @Test
    void aStreamThatOnlyARouteNamesIsNotCorrectedInStreamName() {
        PipelineHandle handle = open("routes", "level WARN -> Custom-Typo_CL", "linger", "10ms");
        azure.outcome = Outcomes.answered(400, "InvalidStream");
        log(handle, Severity.WARN, "x");
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            time.advance(Duration.ofMillis(100));
                            return reporter.lines();
                        },
                        lines -> lines.stream().anyMatch(line -> line.contains("has no stream")));
        assertThat(reporter.lines())
                .filteredOn(line -> line.contains("has no stream"))
                .first()
                .asString()
                .contains("has no stream Custom-Typo_CL")
                .contains("; correct the route to it in routes or declare the stream;");
        stop(handle);
    }

    @Test
    void theBrakeDropsRowsBelowWarnUntilTheHourIsOverAndTellsItInTheTable() {
        PipelineHandle handle = open("maxBytesPerHour", "1MB", "linger", "10ms");
        String text = "x".repeat(10_000);
        for (int i = 0; i < 150; i++) {
            log(handle, Severity.INFO, text);
        }
        log(handle, Severity.WARN, "still there");
        await().atMost(PATIENCE).until(handle::stats, stats -> stats.offered() == 151);
        long dropped = handle.stats().dropped().get(DropReason.BUDGET);
        assertThat(dropped).isBetween(45L, 50L);
        time.advance(Duration.ofSeconds(11));
        await().atMost(PATIENCE).until(handle::stats, stats -> stats.reported() == 1);
        time.advance(Duration.ofHours(1));
        await().atMost(PATIENCE)
                .until(
                        reporter::lines,
                        lines -> lines.stream().anyMatch(line -> line.contains("takes all rows again")));
        log(handle, Severity.INFO, "welcome back");
        stop(handle);

        assertThat(handle.stats().dropped()).isEqualTo(Map.of(DropReason.BUDGET, dropped));
        assertThat(handle.stats()).matches(PipelineStats::balances, "balances");
        assertThat(azure.bodies)
                .anyMatch(row -> row.contains("still there"))
                .anyMatch(row -> row.contains("welcome back"))
                .anyMatch(row -> row.contains(dropped + " events dropped between "));
        assertThat(reporter.lines())
                .filteredOn(line -> line.contains("maxBytesPerHour"))
                .satisfiesExactly(
                        begin -> assertThat(begin).startsWith("WARN stream " + Settings.STREAM + " has had its"),
                        end -> assertThat(end).contains("; " + dropped + " rows below WARN were dropped"));
    }

    private PipelineHandle open(String... settings) {
        StartResult result = TestAppender.start(Settings.map(settings), name -> null, reporter, () -> true, pipelines);
        assertThat(result.fault()).isNull();
        return Objects.requireNonNull(result.handle());
    }

    /** As front ends do it; returns whether the event got a call.event(). */
    private static boolean log(PipelineHandle handle, Severity severity, String message) {
        int table = handle.table(severity, "com.acme.Orders", message, (event, name) -> false);
        LogCall call = table < 0 ? null : handle.begin(severity, table);
        if (call == null) {
            return false;
        }
        call.event().time(1_795_161_600L, 0);
        call.event().origin(severity, severity.name(), "com.acme.Orders", "main");
        call.event().message(message);
        handle.log(call);
        return true;
    }

    /** The courier goes by the clock of the test, which has to go on for a stop to reach its deadline. */
    private void stop(PipelineHandle handle) {
        Thread closer = new Thread(() -> handle.close(PATIENCE));
        closer.start();
        await().atMost(PATIENCE).untilAsserted(() -> {
            time.advance(Duration.ofSeconds(2));
            assertThat(closer.isAlive()).as("still closing; %s", handle.stats()).isFalse();
        });
    }

    /** Waits until the flusher has looked at its clock and acted on it. */
    private static void twoRounds(PipelineHandle handle) {
        for (int round = 0; round < 2; round++) {
            long before = handle.stats().offered();
            log(handle, Severity.ERROR, "x");
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(handle::stats, stats -> stats.offered() > before);
        }
    }
}
