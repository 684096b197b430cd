package io.github.azuremonitor.appender.common.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.event.Values;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.ring.HeldClaim;
import io.github.azuremonitor.appender.common.testing.LogCalls;
import io.github.azuremonitor.appender.common.testing.Outcomes;
import io.github.azuremonitor.appender.common.testing.RecordingReporter;
import io.github.azuremonitor.appender.common.testing.Settings;
import io.github.azuremonitor.appender.common.time.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A flush is true only if every row that was logged before it was accepted, and costs nothing while none can be. */
@Timeout(180)
class FlushTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private final PlayedAzure azure = new PlayedAzure();
    private final Pipelines pipelines =
            new Pipelines(new Pipeline.Dependencies(Time.SYSTEM, new Random(5), UUID::randomUUID, azure));
    private @Nullable PipelineHandle handle;

    @AfterEach
    void theLedgerBalances() {
        azure.hangs = false;
        azure.outcome = Outcomes.accepted();
        if (handle != null) {
            handle.close(Duration.ofSeconds(20));
            assertThat(handle.stats()).matches(PipelineStats::balances, "balances");
        }
    }

    @Test
    void aRowThatTheBrakeLeftOutIsSeenByTheNextFlushAndByThatAlone() {
        open("maxBytesPerHour", "1MB");
        for (int i = 0; i < 30; i++) {
            log("x".repeat(60_000));
        }
        awaitLoss(DropReason.BUDGET);
        flushIs(false);

        logAt("more important", Severity.ERROR);
        flushIs(true);
    }

    @Test
    void aRowThatIsTooLargeIsSeen() {
        String columns = IntStream.range(0, 100)
                .mapToObj(i -> "C" + i + ":dynamic = kv.large")
                .collect(Collectors.joining("; ", "TimeGenerated = timestamp; ", ""));
        open("columns", columns);
        LogCall call = LogCalls.begin(handle(), Severity.INFO);
        call.event().keyValues().accept("large", Values.settled(Collections.nCopies(400, "x".repeat(30))));
        finish(call, "too large", Severity.INFO);
        awaitLoss(DropReason.TOO_LARGE);
        flushIs(false);
        log("small");
        flushIs(true);
    }

    @Test
    void aCaptureThatFailedAfterItsClaimIsSeen() {
        open();
        new HeldClaim(handle().ring(), 1).publish();
        awaitLoss(DropReason.CAPTURE_FAILED);
        flushIs(false);
        log("fine");
        flushIs(true);
    }

    @Test
    void anEventThatFoundNoRoomOrCouldNotBeReadIsSeen() {
        open("whenFull", "drop", "ringSize", "64");
        handle().captureFailed();
        flushIs(false);
        log("fine");
        flushIs(true);
        var held = new HeldClaim(handle().ring(), 1);
        for (int i = 0; i < 500; i++) {
            log("row " + i);
        }
        held.publish();
        assertThat(handle().stats().dropped()).containsKey(DropReason.RING_FULL);
        flushIs(false);
        flushIs(true);
    }

    @Test
    void rowsThatTheBufferGaveUpBeforeTheCallAreSeenByEveryThread() {
        azure.outcome = Outcomes.answered(503, "");
        open("spoolMaxBytes", "1MB", "linger", "100ms");
        var random = new Random(4);
        while (!handle().stats().dropped().containsKey(DropReason.BUFFER_FULL)) {
            log(random.ints(10_000, 33, 10_000).mapToObj(Character::toString).collect(Collectors.joining()));
        }
        azure.outcome = Outcomes.accepted();
        assertThat(CompletableFuture.supplyAsync(() -> handle().flush(PATIENCE)).join())
                .as("a flush of another thread")
                .isFalse();
        flushIs(false);
        log("fine");
        flushIs(true);
    }

    @Test
    void manyFlushesInAnOutageMakeNoFilesAndNobodyWaitsForThoseWhoWent() {
        azure.outcome = Outcomes.answered(503, "");
        open("durability", "spool", "spoolDirectory", directory.toString());
        log("first");
        assertThat(handle().flush(Duration.ofSeconds(1))).isFalse();
        await().atMost(PATIENCE)
                .until(
                        () -> pipelines.readings().get(0),
                        reading -> reading.deliveryStatus().why() != null);
        for (int i = 0; i < 2000; i++) {
            log("row " + i);
            assertThat(handle().flush(Duration.ZERO)).isFalse();
        }
        assertThat(pipelines.readings().get(0).spoolFiles())
                .as("files of 2,000 flushes")
                .isLessThan(20);

        azure.outcome = Outcomes.accepted();
        flushIs(true);
        assertThat(handle().stats().posts()).as("POSTs for 2,000 flushes").isLessThan(100);
        assertThat(handle().stats().accepted()).isEqualTo(2001);
    }

    @Test
    void aRefusedStreamIsNotCutByEachFlushWhileAnotherOneIs() {
        azure.refuses = row -> row.contains("refused");
        open(
                "durability",
                "spool",
                "spoolDirectory",
                directory.toString(),
                "routes",
                "level ERROR -> Custom-Errors_CL");
        logAt("refused", Severity.ERROR);
        assertThat(handle().flush(Duration.ofSeconds(1))).isFalse();
        await().atMost(PATIENCE)
                .until(
                        () -> pipelines.readings().get(0),
                        reading -> reading.deliveryStatus().why() != null);
        for (int i = 0; i < 500; i++) {
            logAt("refused " + i, Severity.ERROR);
            handle().flush(Duration.ZERO);
        }
        assertThat(pipelines.readings().get(0).spoolFiles())
                .as("files of 500 flushes")
                .isLessThan(20);
        log("good");
        handle().flush(Duration.ZERO);
        await().atMost(PATIENCE).until(() -> handle().stats(), stats -> stats.accepted() == 1);
        azure.refuses = row -> false;
    }

    private void awaitLoss(DropReason reason) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(handle().stats().dropped()).containsKey(reason));
    }

    private void flushIs(boolean accepted) {
        assertThat(handle().flush(PATIENCE)).as(handle().stats().toString()).isEqualTo(accepted);
    }

    private void open(String... settings) {
        var read = Settings.with(settings);
        handle = TestAppender.open(pipelines, read, new RecordingReporter());
    }

    private PipelineHandle handle() {
        if (handle == null) {
            throw new IllegalStateException("nothing is open");
        }
        return handle;
    }

    private void log(String message) {
        logAt(message, Severity.INFO);
    }

    private void logAt(String message, Severity severity) {
        int table = handle().table(severity, "test", this, (event, marker) -> false);
        LogCall call = handle().begin(severity, table);
        if (call != null) {
            finish(call, message, severity);
        }
    }

    private void finish(LogCall call, String message, Severity severity) {
        call.event().time(1_795_161_801L, 0);
        call.event().origin(severity, severity.name(), "test", "main");
        call.event().message(message);
        handle().log(call);
    }
}
