package io.github.azuremonitor.appender.common.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.common.column.ColumnList;
import io.github.azuremonitor.appender.common.event.EventSlot;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.testing.RecordingReporter;
import io.github.azuremonitor.appender.common.testing.Settings;
import io.github.azuremonitor.appender.common.time.Time;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A share that does not answer: the courier's call to the system does not come back. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no named pipes among its files")
class HungDiskTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    @Timeout(240)
    void onlyTheCourierWaitsForADiskThatHangs() throws Exception {
        Path pipe = pipeThatHangsWhoeverReadsIt();
        var azure = new PlayedAzure();
        var pipelines = new Pipelines(new Pipeline.Surroundings(Time.SYSTEM, new Random(1), UUID::randomUUID, azure));
        var reporter = new RecordingReporter();
        var settings = Settings.with(
                "durability", "spool",
                "spoolDirectory", directory.toString(),
                "whenFull", "drop",
                "ringSize", "1024",
                "linger", "1s",
                "shutdownTimeout", "1s");
        Inlet inlet = pipelines.open(
                settings.pipeline(), settings.table(), ColumnList.STANDARD.columns(), reporter, () -> false);
        var random = new Random(2);
        // Each call returns at once, or this test runs into its timeout.
        while (inlet.stats().held() < 2_000) {
            log(inlet, noise(random));
        }
        String text = noise(random);
        for (int i = 0; i < 100_000; i++) {
            log(inlet, text);
        }
        assertThat(azure.rows).as("rows sent by a courier that hangs").hasValue(0);
        assertThat(inlet.stats().dropped()).containsOnlyKeys(DropReason.RING_FULL);
        long budget = MemoryBudget.of(settings.pipeline(), Runtime.getRuntime().maxMemory())
                .inboxBytes();
        assertThat(inlet.stats().held() * 700).as("bytes of packed rows").isLessThan(budget + (2 << 20));

        inlet.close(Duration.ofSeconds(1));
        assertThat(inlet.isOver()).isTrue();
        assertThat(reporter.lines())
                .filteredOn(line -> line.contains("stopped:"))
                .singleElement()
                .asString()
                .startsWith("ERROR")
                .contains("left waiting");
        assertThat(inlet.stats().held()).isPositive();

        release(pipe);
        await().atMost(PATIENCE).until(() -> inlet.stats().held() == 0);
        PipelineStats stats = inlet.stats();
        assertThat(stats).matches(PipelineStats::balances, "balances");
        assertThat(stats.dropped()).containsOnlyKeys(DropReason.RING_FULL);
        assertThat(stats.handedOver() + stats.accepted())
                .as("rows that were only late")
                .isPositive();
    }

    /** Looks like the directory of an ended process; opening the file in it waits until somebody writes. */
    private Path pipeThatHangsWhoeverReadsIt() throws IOException, InterruptedException {
        Path other = directory.resolve("azure-monitor-appender").resolve(new UUID(1, 2).toString());
        Files.createDirectories(other);
        Path pipe = other.resolve("identity");
        int made = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        assumeThat(made).as("mkfifo").isZero();
        return pipe;
    }

    private static void release(Path pipe) throws IOException {
        // Gone before the reader goes on, or the next look would hang as well.
        try (var writer = new FileOutputStream(pipe.toFile())) {
            Files.delete(pipe);
            writer.flush();
        }
    }

    /** 1,000 characters that gzip can hardly make smaller. */
    private static String noise(Random random) {
        byte[] bytes = new byte[750];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static void log(Inlet inlet, String message) {
        EventSlot slot = inlet.claim(message.length(), Severity.INFO);
        if (slot != null) {
            slot.time(1_795_161_801L, 0);
            slot.origin(Severity.INFO, "INFO", "test", "main");
            slot.message(message);
            slot.complete();
            inlet.publish(slot);
        }
    }
}
