package io.github.azuremonitor.appender.common.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.common.column.ColumnList;
import io.github.azuremonitor.appender.common.event.EventSlot;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.report.DeliveryState;
import io.github.azuremonitor.appender.common.report.PipelineReading;
import io.github.azuremonitor.appender.common.testing.Outcomes;
import io.github.azuremonitor.appender.common.testing.RecordingReporter;
import io.github.azuremonitor.appender.common.testing.Settings;
import io.github.azuremonitor.appender.common.time.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a running pipeline tells of itself, with an Azure that is played. */
@Timeout(120)
class ReadingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final PlayedAzure azure = new PlayedAzure();
    private final RecordingReporter reporter = new RecordingReporter();
    private final Pipelines pipelines =
            new Pipelines(new Pipeline.Surroundings(Time.SYSTEM, new Random(5), UUID::randomUUID, azure));
    private final ArrayList<Inlet> opened = new ArrayList<>();

    @AfterEach
    void closeAll() {
        azure.outcome = Outcomes.accepted();
        opened.forEach(inlet -> inlet.close(Duration.ofSeconds(1)));
    }

    @Test
    void aPipelineIsKnownByItsDestinationAndNoSecretShows() {
        open("proxy", "http://user:pass-word@127.0.0.1:9", "endpoint", "http://localhost:9");

        PipelineReading reading = reading();

        assertThat(reading.number()).isEqualTo(1);
        assertThat(reading.endpoint()).isEqualTo("localhost:9");
        assertThat(reading.dcrImmutableId()).isEqualTo("dcr-00000000000000000000000000000001");
        assertThat(reading.standing().streams().keySet()).containsExactly(Settings.STREAM);
        assertThat(reading.ringSize()).isEqualTo(8192);
        assertThat(reading.lastProblem()).isNull();
        assertThat(reading.toString()).doesNotContain("pass-word");
    }

    @Test
    void aCalmPipelineShipsAndHoldsNothing() {
        Inlet inlet = open();
        log(inlet, 3);
        assertThat(inlet.flush(PATIENCE)).isTrue();

        PipelineReading reading = reading();

        assertThat(reading.standing().state()).isEqualTo(DeliveryState.SHIPPING);
        assertThat(reading.stats().accepted()).isEqualTo(3);
        assertThat(reading.stats().held()).isZero();
        assertThat(reading.oldestHeld()).isZero();
        assertThat(reading.spoolFiles()).isZero();
        assertThat(reading.ringUsed()).isZero();
        assertThat(reading.posts().batchRows().total()).isEqualTo(3);
        assertThat(reading.posts().responses()).containsEntry("204", 1L);
    }

    @Test
    void whatWaitsInAnOutageIsThereInRowsFilesBytesAndAge() {
        azure.outcome = Outcomes.answered(503, "");
        Inlet inlet = open("durability", "spool", "spoolDirectory", directory.toString());
        log(inlet, 1);
        inlet.flush(Duration.ofMillis(1));
        await().atMost(PATIENCE).until(() -> reading().standing().state() == DeliveryState.SPOOLING);
        // More than a megabyte: in an outage nothing else cuts a batch before a minute is over.
        log(inlet, 25, "x".repeat(50_000));

        await().atMost(PATIENCE).untilAsserted(() -> {
            PipelineReading reading = reading();
            assertThat(reading.stats().held()).isEqualTo(26);
            assertThat(reading.spoolFiles()).isPositive();
            assertThat(reading.spoolBytes()).isPositive();
            assertThat(reading.oldestHeld()).isPositive();
        });
        assertThat(Objects.requireNonNull(reading().lastProblem()).sentence())
                .startsWith("Azure cannot be reached or is failing (503");
    }

    @Test
    void aRowThatLingersIsTheOldestOneHeld() {
        Inlet inlet = open("linger", "60s");
        log(inlet, 1);

        await().atMost(PATIENCE).until(() -> reading().oldestHeld().compareTo(Duration.ofMillis(200)) > 0);
        assertThat(inlet.flush(PATIENCE)).isTrue();
        assertThat(reading().oldestHeld()).isZero();
    }

    @Test
    void aProblemThatIsOverIsStillTheLastOne() {
        azure.outcome = Outcomes.answered(403, "OperationFailed");
        Inlet inlet = open();
        log(inlet, 1);
        inlet.flush(Duration.ofMillis(1));
        await().atMost(PATIENCE).until(() -> reading().standing().state() == DeliveryState.REFUSED);

        String told = Objects.requireNonNull(reading().lastProblem()).sentence();

        assertThat(reporter.lines()).contains("ERROR " + told);
        assertThat(told)
                .startsWith(Objects.requireNonNull(reading().standing().why()).sentence());
    }

    @Test
    void anAnswerThatIsOverdueIsToldBeforeItIsGivenUp() {
        azure.hangs = true;
        Inlet inlet = open("requestTimeout", "200ms", "connectTimeout", "100ms", "linger", "10ms");
        assertThat(reading().standing().state()).isEqualTo(DeliveryState.SHIPPING);
        log(inlet, 1);

        await().atMost(PATIENCE).until(() -> reading().standing().state() == DeliveryState.OVERDUE);

        PipelineReading reading = reading();
        assertThat(Objects.requireNonNull(reading.standing().why()).sentence()).startsWith("no answer to a POST for");
        assertThat(reading.standing().streams()).containsEntry(Settings.STREAM, DeliveryState.OVERDUE);
    }

    @Test
    void whatIsInForceIsSaidOnceAndShownAsLongAsItIs() {
        Opening first =
                opening("threshold", "WARN", "columns", "TimeGenerated:datetime = timestamp; Message = message");
        Opening second =
                opening("threshold", "WARN", "columns", "TimeGenerated:datetime = timestamp; Message = message");
        Opening other = opening("streamName", "Custom-Other_CL");

        String line =
                "in force: events from WARN on, but for those that the noisy may keep out, go to " + Settings.STREAM
                        + "; columns TimeGenerated, Message; what has to wait does so in memory and goes with the process";
        assertThat(reporter.lines()).containsOnlyOnce("INFO " + line);
        assertThat(reading().inForce()).hasSize(2).contains(line).anyMatch(text -> text.contains("Custom-Other_CL"));
        for (Opening opening : List.of(first, second)) {
            Objects.requireNonNull(opening.inlet()).close(Duration.ofSeconds(1));
        }
        assertThat(reading().inForce()).hasSize(1);
        Objects.requireNonNull(other.inlet()).close(Duration.ofSeconds(1));
    }

    private Opening opening(String... namesAndValues) {
        return Opening.of(
                Settings.map(namesAndValues),
                Map.of("AZURE_MONITOR_LOGS_DURABILITY", "memory")::get,
                reporter,
                () -> false,
                pattern -> null,
                pipelines,
                List.of(new Object() {
                    @Override
                    public String toString() {
                        return "the noisy";
                    }
                }));
    }

    @Test
    void aPipelineThatEndedIsNotReadAnyMore() {
        open().close(PATIENCE);

        assertThat(pipelines.readings()).isEmpty();
    }

    private PipelineReading reading() {
        assertThat(pipelines.readings()).hasSize(1);
        return pipelines.readings().get(0);
    }

    private Inlet open(String... namesAndValues) {
        var settings = Settings.with(namesAndValues);
        Inlet inlet = pipelines.open(
                settings.pipeline(),
                settings.table(),
                ColumnList.parse(settings.table().columns(), new ArrayList<>()).columns(),
                reporter,
                () -> false);
        opened.add(inlet);
        return inlet;
    }

    private static void log(Inlet inlet, int events) {
        log(inlet, events, "event");
    }

    private static void log(Inlet inlet, int events, String message) {
        for (int i = 0; i < events; i++) {
            EventSlot slot = Objects.requireNonNull(inlet.claim(20, Severity.INFO));
            long millis = Time.SYSTEM.epochMillis();
            slot.time(millis / 1000, (int) (millis % 1000) * 1_000_000);
            slot.origin(Severity.INFO, "INFO", "test", "main");
            slot.message(message);
            slot.complete();
            inlet.publish(slot);
        }
    }
}
