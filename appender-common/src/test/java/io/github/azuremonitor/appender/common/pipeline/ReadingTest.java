package io.github.azuremonitor.appender.common.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.report.DeliveryState;
import io.github.azuremonitor.appender.common.report.PipelineReading;
import io.github.azuremonitor.appender.common.report.VolumeStats;
import io.github.azuremonitor.appender.common.testing.LogCalls;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a running pipeline tells of itself, with an Azure that is played. */
@Timeout(120)
class ReadingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final PlayedAzure azure = new PlayedAzure();
    private final RecordingReporter reporter = new RecordingReporter();
    private final Pipelines pipelines =
            new Pipelines(new Pipeline.Dependencies(Time.SYSTEM, new Random(5), UUID::randomUUID, azure));
    private final ArrayList<PipelineHandle> opened = new ArrayList<>();

    @AfterEach
    void closeAll() {
        azure.outcome = Outcomes.accepted();
        opened.forEach(handle -> handle.close(Duration.ofSeconds(1)));
    }

    @Test
    void aPipelineIsKnownByItsDestinationAndNoSecretShows() {
        open("proxy", "http://user:pass-word@127.0.0.1:9", "endpoint", "http://localhost:9");

        PipelineReading reading = reading();

        assertThat(reading.number()).isEqualTo(1);
        assertThat(reading.endpoint()).isEqualTo("localhost:9");
        assertThat(reading.dcrImmutableId()).isEqualTo("dcr-00000000000000000000000000000001");
        assertThat(reading.deliveryStatus().streams().keySet()).containsExactly(Settings.STREAM);
        assertThat(reading.ringSize()).isEqualTo(8192);
        assertThat(reading.lastProblem()).isNull();
        assertThat(reading.toString()).doesNotContain("pass-word");
    }

    @Test
    void ofSeveralRulesTheOneThatTakesTheRowsNowIsShown() {
        open();
        azure.rule = "dcr-00000000000000000000000000000002";
        assertThat(reading().dcrImmutableId()).isEqualTo("dcr-00000000000000000000000000000002");
        assertThat(new PipelineView(this::reading, () -> VolumeStats.NONE).getDcrImmutableId())
                .endsWith("2");
    }

    @Test
    void aCalmPipelineShipsAndHoldsNothing() {
        PipelineHandle handle = open();
        log(handle, 3);
        assertThat(handle.flush(PATIENCE)).isTrue();

        PipelineReading reading = reading();

        assertThat(reading.deliveryStatus().state()).isEqualTo(DeliveryState.SHIPPING);
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
        PipelineHandle handle = open("durability", "spool", "spoolDirectory", directory.toString());
        log(handle, 1);
        handle.flush(Duration.ofMillis(1));
        await().atMost(PATIENCE)
                .until(this::reading, reading -> reading.deliveryStatus().state() == DeliveryState.SPOOLING);
        // More than a megabyte: in an outage nothing else cuts a batch before a minute is over.
        log(handle, 25, "x".repeat(50_000));

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
        PipelineHandle handle = open("linger", "60s");
        log(handle, 1);

        await().atMost(PATIENCE)
                .until(() -> reading().oldestHeld(), held -> held.compareTo(Duration.ofMillis(200)) > 0);
        assertThat(handle.flush(PATIENCE)).isTrue();
        assertThat(reading().oldestHeld()).isZero();
    }

    @Test
    void aProblemThatIsOverIsStillTheLastOne() {
        azure.outcome = Outcomes.answered(403, "OperationFailed");
        PipelineHandle handle = open();
        log(handle, 1);
        handle.flush(Duration.ofMillis(1));
        await().atMost(PATIENCE)
                .until(this::reading, reading -> reading.deliveryStatus().state() == DeliveryState.REFUSED);

        String told = Objects.requireNonNull(reading().lastProblem()).sentence();

        assertThat(reporter.lines()).contains("ERROR " + told);
        assertThat(told)
                .startsWith(
                        Objects.requireNonNull(reading().deliveryStatus().why()).sentence());
    }

    @Test
    void anAnswerThatIsOverdueIsToldBeforeItIsGivenUp() {
        azure.hangs = true;
        PipelineHandle handle = open("requestTimeout", "200ms", "connectTimeout", "100ms", "linger", "10ms");
        assertThat(reading().deliveryStatus().state()).isEqualTo(DeliveryState.SHIPPING);
        log(handle, 1);

        await().atMost(PATIENCE)
                .until(this::reading, reading -> reading.deliveryStatus().state() == DeliveryState.OVERDUE);

        PipelineReading reading = reading();
        assertThat(Objects.requireNonNull(reading.deliveryStatus().why()).sentence())
                .startsWith("no answer to a POST for");
        assertThat(reading.deliveryStatus().streams()).containsEntry(Settings.STREAM, DeliveryState.OVERDUE);
    }

    @Test
    void whatIsInForceIsSaidOnceAndShownAsLongAsItIs() {
        StartResult first =
                startWith("threshold", "WARN", "columns", "TimeGenerated:datetime = timestamp; Message = message");
        StartResult second =
                startWith("threshold", "WARN", "columns", "TimeGenerated:datetime = timestamp; Message = message");
        StartResult other = startWith("streamName", "Custom-Other_CL");

        String line =
                "in force: events from WARN on, but for those that the noisy may keep out, go to " + Settings.STREAM
                        + "; columns TimeGenerated, Message; what has to wait does so in memory and goes with the process";
        assertThat(reporter.lines()).containsOnlyOnce("INFO " + line);
        assertThat(reading().inForce()).hasSize(2).contains(line).anyMatch(text -> text.contains("Custom-Other_CL"));
        for (StartResult result : List.of(first, second)) {
            Objects.requireNonNull(result.handle()).close(Duration.ofSeconds(1));
        }
        assertThat(reading().inForce()).hasSize(1);
        Objects.requireNonNull(other.handle()).close(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            logger a -> drop                                   | of a and those that the noisy may keep out, go to <stream>;
            logger a -> drop; logger b -> drop                 | of a, b and those that the noisy may keep out, go to <stream>;
            logger a -> drop; level DEBUG -> drop              | of a and those that the noisy may keep out, go to <stream> or where routes lead;
            marker M -> Custom-Other_CL; logger a -> drop      | that the noisy may keep out, go to <stream> or where routes lead;
            logger a and level DEBUG -> drop                   | that the noisy may keep out, go to <stream> or where routes lead;
            logger a -> sample(10%)                            | that the noisy may keep out, go to <stream> or where routes lead;
            """)
    void loggersOfWhichNothingIsSentAreAmongWhatIsInForce(String routes, String told) {
        StartResult result = startWith("routes", routes);

        assertThat(reading().inForce())
                .singleElement()
                .asString()
                .startsWith(
                        "in force: events of every level, but for those " + told.replace("<stream>", Settings.STREAM));
        Objects.requireNonNull(result.handle()).close(Duration.ofSeconds(1));
    }

    private StartResult startWith(String... namesAndValues) {
        return StartResult.of(
                Settings.map(namesAndValues),
                List.of(),
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

    private PipelineHandle open(String... namesAndValues) {
        var settings = Settings.with(namesAndValues);
        PipelineHandle handle = TestAppender.open(pipelines, settings, reporter);
        opened.add(handle);
        return handle;
    }

    private static void log(PipelineHandle handle, int events) {
        log(handle, events, "event");
    }

    private static void log(PipelineHandle handle, int events, String message) {
        for (int i = 0; i < events; i++) {
            LogCall call = Objects.requireNonNull(LogCalls.begin(handle, Severity.INFO));
            long millis = Time.SYSTEM.epochMillis();
            call.event().time(millis / 1000, (int) (millis % 1000) * 1_000_000);
            call.event().origin(Severity.INFO, "INFO", "test", "main");
            call.event().message(message);
            handle.log(call);
        }
    }
}
