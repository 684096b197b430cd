package io.github.azuremonitor.appender.common.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.common.column.ColumnList;
import io.github.azuremonitor.appender.common.event.EventSlot;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.testing.ManualTime;
import io.github.azuremonitor.appender.common.testing.Outcomes;
import io.github.azuremonitor.appender.common.testing.RecordingReporter;
import io.github.azuremonitor.appender.common.testing.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that tell of losses, through a whole pipeline whose clock the tests move and an Azure that is played. */
@Timeout(180)
class DropReportTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern TOLD = Pattern.compile("\"Message\":\"(\\d+) events? dropped");

    private final ManualTime time = new ManualTime();
    private final PlayedAzure azure = new PlayedAzure();
    private final RecordingReporter reporter = new RecordingReporter();
    private final Pipelines pipelines =
            new Pipelines(new Pipeline.Surroundings(time, new Random(5), UUID::randomUUID, azure));
    private final List<Inlet> opened = new ArrayList<>();

    @BeforeEach
    void bodiesAreKept() {
        azure.keepsBodies = true;
    }

    @AfterEach
    void everyLedgerBalances() {
        azure.outcome = Outcomes.accepted();
        azure.refuses = row -> false;
        for (Inlet inlet : opened) {
            stop(inlet);
            assertThat(inlet.stats()).matches(PipelineStats::balances, "balances");
            assertThat(inlet.stats().held()).isZero();
        }
    }

    @Test
    void aRowTellsHowManyWereLostWhenWhyAndWhatToRaise() {
        Inlet inlet = open("appName", "orders");
        lose(inlet, 3);
        time.advance(Duration.ofSeconds(11));
        awaitReports(inlet, 1);
        assertThat(inlet.flush(PATIENCE))
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
        PipelineStats stats = inlet.stats();
        assertThat(stats.offered()).as("not an event of the application").isEqualTo(3);
        assertThat(stats.reported()).isEqualTo(1);
        assertThat(stats.accepted()).isEqualTo(1);
        assertThat(stats).matches(PipelineStats::balances, "balances");
    }

    @Test
    void theRowsTogetherTellEveryEventThatATinyRingDropped() {
        Inlet inlet = open("ringSize", "64", "whenFull", "drop");
        for (int burst = 1; burst <= 3; burst++) {
            while (lost(inlet, DropReason.RING_FULL) < 100L * burst) {
                log(inlet, "x");
            }
            time.advance(Duration.ofSeconds(61));
            awaitReports(inlet, burst);
        }
        inlet.close(PATIENCE);
        assertThat(told()).hasSizeBetween(3, 4);
        assertThat(told().stream().mapToLong(Long::longValue).sum()).isEqualTo(lost(inlet, DropReason.RING_FULL));
        assertThat(reports()).allMatch(row -> row.contains("raise ringSize or maxBlock"));
    }

    @Test
    void eachReasonHasARowOfItsOwn() {
        Inlet inlet = open();
        lose(inlet, 3);
        inlet.captureFailed();
        time.advance(Duration.ofSeconds(11));
        awaitReports(inlet, 2);
        assertThat(inlet.flush(PATIENCE))
                .as("all is settled, but not all arrived")
                .isFalse();
        assertThat(reports())
                .anyMatch(row -> row.contains("\"Message\":\"1 event dropped") && row.contains("CAPTURE_FAILED"))
                .anyMatch(row -> row.contains("\"Message\":\"3 events dropped") && row.contains("NESTED"));
    }

    @Test
    void aLongLossIsToldOnceAMinuteAndAtTheStop() {
        Inlet inlet = open();
        for (int step = 0; step < 12; step++) {
            lose(inlet, 5);
            time.advance(Duration.ofSeconds(5));
            twoRounds(inlet);
        }
        assertThat(inlet.stats().reported()).isEqualTo(1);
        inlet.close(PATIENCE);
        assertThat(inlet.stats().reported()).isEqualTo(2);
        assertThat(told().stream().mapToLong(Long::longValue).sum()).isEqualTo(60);
        assertThat(reporter.lines()).anyMatch(line -> line.contains("events offered and 2 rows about losses"));
    }

    @ParameterizedTest
    @CsvSource({
        "dropReport, off",
        "columns, TimeGenerated = timestamp; Message = message",
        "columns, TimeGenerated = timestamp; Level = level",
        "streamName, Microsoft-OTelLogs"
    })
    void noRowGoesWhereNobodyWantsItOrItWouldNotFit(String setting, String value) {
        Inlet inlet = open(setting, value);
        lose(inlet, 3);
        time.advance(Duration.ofSeconds(61));
        twoRounds(inlet);
        inlet.close(PATIENCE);
        assertThat(inlet.stats().reported()).isZero();
        assertThat(reports()).isEmpty();
        assertThat(reporter.lines())
                .as("but a line tells it")
                .anyMatch(line -> line.contains("3 events dropped: " + DropReason.NESTED.label()));
    }

    @Test
    void theFirstTableThatCanTakeTheRowGetsIt() {
        open("columns", "TimeGenerated = timestamp; Message = message");
        Inlet second = open("streamName", "Custom-Other_CL", "columns", "standard; From = \"second\"");
        open("streamName", "Custom-Third_CL");
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
        Inlet inlet = open();
        outage(inlet);
        for (int minute = 0; minute < 5; minute++) {
            lose(inlet, 2);
            time.advance(Duration.ofSeconds(61));
            twoRounds(inlet);
        }
        assertThat(inlet.stats().reported()).isZero();
        azure.outcome = Outcomes.accepted();
        await().atMost(PATIENCE).until(() -> {
            time.advance(Duration.ofSeconds(1));
            return !reports().isEmpty();
        });
        assertThat(told()).containsExactly(10L);
        assertThat(inlet.stats().reported()).isEqualTo(1);
    }

    @Test
    void aStopInAnOutageAddsNoRowThatWouldOnlyBeLostItself() {
        Inlet inlet = open();
        outage(inlet);
        lose(inlet, 2);
        long held = inlet.stats().held();
        stop(inlet);
        assertThat(inlet.stats().reported()).isZero();
        assertThat(inlet.stats().dropped()).containsEntry(DropReason.SHUTDOWN, held);
    }

    @Test
    void aStopInAnOutageLeavesTheRowOnDiskForTheNextStart(@TempDir Path directory) {
        String[] onDisk = {"durability", "spool", "spoolDirectory", directory.toString()};
        Inlet inlet = open(onDisk);
        outage(inlet);
        lose(inlet, 2);
        long held = inlet.stats().held();
        inlet.close(PATIENCE);
        assertThat(inlet.stats().reported()).isEqualTo(1);
        assertThat(inlet.stats().handedOver()).isEqualTo(held + 1);
        azure.outcome = Outcomes.accepted();

        Inlet next = open(onDisk);
        await().atMost(PATIENCE).until(() -> {
            time.advance(Duration.ofSeconds(1));
            return !reports().isEmpty();
        });
        assertThat(told()).containsExactly(2L);
        assertThat(next.stats().reported()).as("told by the run before").isZero();
    }

    @Test
    void anAzureThatRefusesTheReportGetsNoOtherBeforeTheNextLoss() {
        azure.refuses = row -> row.contains(" dropped between ");
        Inlet inlet = open("linger", "10ms");
        lose(inlet, 4);
        await().atMost(PATIENCE).until(() -> {
            time.advance(Duration.ofSeconds(20));
            log(inlet, "an event that Azure takes");
            return lost(inlet, DropReason.REFUSED) > 0;
        });
        for (int minute = 0; minute < 10; minute++) {
            time.advance(Duration.ofSeconds(61));
            twoRounds(inlet);
        }
        assertThat(inlet.stats().reported()).isEqualTo(1);
        assertThat(lost(inlet, DropReason.REFUSED)).isEqualTo(1);

        azure.refuses = row -> false;
        lose(inlet, 6);
        await().atMost(PATIENCE).until(() -> {
            time.advance(Duration.ofSeconds(20));
            log(inlet, "an event that Azure takes");
            return !reports().isEmpty();
        });
        assertThat(told()).as("what nobody heard of, and not the row").containsExactly(10L);
    }

    @Test
    void whileTheFateOfAReportIsOpenThereIsNoOther() {
        azure.hangs = true;
        Inlet inlet = open();
        for (int minute = 0; minute < 5; minute++) {
            lose(inlet, 2);
            time.advance(Duration.ofSeconds(61));
            twoRounds(inlet);
        }
        assertThat(inlet.stats().reported()).isEqualTo(1);
        stop(inlet);
        assertThat(inlet.stats().reported()).as("the stop's own").isEqualTo(2);
    }

    /** Loses events at once and for sure, whatever the machine's load. */
    private static void lose(Inlet inlet, int events) {
        for (int i = 0; i < events; i++) {
            inlet.nestedTooDeep();
        }
    }

    private void outage(Inlet inlet) {
        azure.outcome = Outcomes.answered(503, "");
        log(inlet, "waits for Azure");
        inlet.flush(Duration.ofMillis(1));
        await().atMost(PATIENCE).until(() -> reporter.lines().stream().anyMatch(line -> line.contains("retrying")));
        twoRounds(inlet);
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

    private static void awaitReports(Inlet inlet, long count) {
        await().atMost(PATIENCE).until(() -> inlet.stats().reported() == count);
    }

    /** Waits until the flusher has looked at its clock and acted on it. */
    private static void twoRounds(Inlet inlet) {
        for (int round = 0; round < 2; round++) {
            long before = inlet.stats().offered();
            log(inlet, "x");
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> inlet.stats().offered() > before);
        }
    }

    private static long lost(Inlet inlet, DropReason reason) {
        return inlet.stats().dropped().getOrDefault(reason, 0L);
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

    private Inlet open(String... settings) {
        var read = Settings.with(settings);
        Inlet inlet = pipelines.open(
                read.pipeline(),
                read.table(),
                ColumnList.parse(read.table().columns(), new ArrayList<>()).columns(),
                reporter,
                () -> false);
        opened.add(inlet);
        return inlet;
    }

    private static void log(Inlet inlet, String message) {
        EventSlot slot = inlet.claim(message.length(), Severity.INFO);
        if (slot == null) {
            return;
        }
        try {
            slot.time(1_795_161_801L, 0);
            slot.origin(Severity.INFO, "INFO", "test", "main");
            slot.message(message);
            slot.complete();
        } finally {
            inlet.publish(slot);
        }
    }
}
