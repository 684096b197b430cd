package io.github.azuremonitor.appender.common.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.common.event.EventSlot;
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

/** Routes and the brake through a whole pipeline, from settings to an Azure that is played. */
@Timeout(180)
class RoutingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ManualTime time = new ManualTime();
    private final PlayedAzure azure = new PlayedAzure();
    private final RecordingReporter reporter = new RecordingReporter();
    private final Pipelines pipelines =
            new Pipelines(new Pipeline.Surroundings(time, new Random(5), UUID::randomUUID, azure));

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
        Opening opening = Opening.of(
                Settings.map(),
                Map.of("AZURE_MONITOR_LOGS_ROUTES", "level < INFO -> drop")::get,
                reporter,
                () -> true,
                pattern -> null,
                pipelines);
        Inlet inlet = Objects.requireNonNull(opening.inlet());
        assertThat(log(inlet, Severity.DEBUG, "x")).isFalse();
        assertThat(log(inlet, Severity.INFO, "x")).isTrue();
        stop(inlet);
        assertThat(inlet.stats().accepted()).isEqualTo(1);
    }

    @Test
    void everyFaultOfRoutesIsToldBesideThoseOfOtherSettings() {
        for (String more : new String[] {"standard", "Ab = thred"}) {
            Opening opening = Opening.of(
                    Settings.map("routes", "levl < INFO -> drop; level INFO -> nowhere!", "columns", more),
                    name -> null,
                    reporter,
                    () -> true,
                    pattern -> null,
                    pipelines);
            assertThat(opening.inlet()).isNull();
            assertThat(opening.fault()).contains("at character 1: 'levl'", "at character 36: 'nowhere!'");
        }
        Opening worse = Opening.of(
                Settings.map("routes", "levl -> drop", "linger", "5"),
                name -> null,
                reporter,
                () -> true,
                pattern -> null,
                pipelines);
        assertThat(worse.fault()).contains("at character 1: 'levl'", "a bare number has no unit");
    }

    @Test
    void whatIsLeftOutOnPurposeIsCountedAndNobodyIsWarned() {
        Inlet inlet = open("routes", "level DEBUG -> drop; level INFO -> sample(50%)");
        for (int i = 0; i < 100; i++) {
            log(inlet, Severity.DEBUG, "x");
            log(inlet, Severity.INFO, "x");
        }
        time.advance(Duration.ofSeconds(61));
        twoRounds(inlet);
        assertThat(inlet.flush(PATIENCE)).isTrue();
        stop(inlet);

        PipelineStats stats = inlet.stats();
        assertThat(stats.dropped().get(DropReason.ROUTED_OUT)).isEqualTo(100);
        assertThat(stats.dropped().get(DropReason.SAMPLED_OUT)).isBetween(20L, 80L);
        assertThat(stats.reported()).isZero();
        assertThat(stats).matches(PipelineStats::balances, "balances");
        assertThat(reporter.lines()).noneMatch(line -> line.startsWith("WARN") || line.startsWith("ERROR"));
        assertThat(reporter.lines()).last().asString().contains("100 ROUTED_OUT");
    }

    @Test
    void aStreamThatOnlyARouteNamesIsNotCorrectedInStreamName() {
        Inlet inlet = open("routes", "level WARN -> Custom-Typo_CL", "linger", "10ms");
        azure.outcome = Outcomes.answered(400, "InvalidStream");
        log(inlet, Severity.WARN, "x");
        await().atMost(PATIENCE).until(() -> {
            time.advance(Duration.ofMillis(100));
            return reporter.lines().stream().anyMatch(line -> line.contains("has no stream"));
        });
        assertThat(reporter.lines())
                .filteredOn(line -> line.contains("has no stream"))
                .first()
                .asString()
                .contains("has no stream Custom-Typo_CL")
                .contains("; correct the route to it in routes or declare the stream;");
        stop(inlet);
    }

    @Test
    void theBrakeDropsRowsBelowWarnUntilTheHourIsOverAndTellsItInTheTable() {
        Inlet inlet = open("maxBytesPerHour", "1MB", "linger", "10ms");
        String text = "x".repeat(10_000);
        for (int i = 0; i < 150; i++) {
            log(inlet, Severity.INFO, text);
        }
        log(inlet, Severity.WARN, "still there");
        await().atMost(PATIENCE).until(() -> inlet.stats().offered() == 151);
        long dropped = inlet.stats().dropped().get(DropReason.BUDGET);
        assertThat(dropped).isBetween(45L, 50L);
        time.advance(Duration.ofSeconds(11));
        await().atMost(PATIENCE).until(() -> inlet.stats().reported() == 1);
        time.advance(Duration.ofHours(1));
        await().atMost(PATIENCE)
                .until(() -> reporter.lines().stream().anyMatch(line -> line.contains("takes all rows again")));
        log(inlet, Severity.INFO, "welcome back");
        stop(inlet);

        assertThat(inlet.stats().dropped()).isEqualTo(Map.of(DropReason.BUDGET, dropped));
        assertThat(inlet.stats()).matches(PipelineStats::balances, "balances");
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

    private Inlet open(String... settings) {
        Opening opening =
                Opening.of(Settings.map(settings), name -> null, reporter, () -> true, pattern -> null, pipelines);
        assertThat(opening.fault()).isNull();
        return Objects.requireNonNull(opening.inlet());
    }

    /** As front ends do it; returns whether the event got a slot. */
    private static boolean log(Inlet inlet, Severity severity, String message) {
        int table = inlet.table(severity, "com.acme.Orders", message, (event, name) -> false);
        EventSlot slot = table < 0 ? null : inlet.claim(message.length(), severity, table);
        if (slot == null) {
            return false;
        }
        try {
            slot.time(1_795_161_600L, 0);
            slot.origin(severity, severity.name(), "com.acme.Orders", "main");
            slot.message(message);
            slot.complete();
        } finally {
            inlet.publish(slot);
        }
        return true;
    }

    /** The courier goes by the clock of the test, which has to go on for a stop to reach its deadline. */
    private void stop(Inlet inlet) {
        Thread closer = new Thread(() -> inlet.close(PATIENCE));
        closer.start();
        await().atMost(PATIENCE).until(() -> {
            time.advance(Duration.ofSeconds(2));
            return !closer.isAlive();
        });
    }

    /** Waits until the flusher has looked at its clock and acted on it. */
    private static void twoRounds(Inlet inlet) {
        for (int round = 0; round < 2; round++) {
            long before = inlet.stats().offered();
            log(inlet, Severity.ERROR, "x");
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> inlet.stats().offered() > before);
        }
    }
}
