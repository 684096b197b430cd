package io.github.azuremonitor.appender.common.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.common.batch.Batcher;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.testing.LogCalls;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A share that does not answer: the courier's call to the system does not come back. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no named pipes among its files")
class HungDiskTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int NOISE_BYTES = 750;

    /** Base64 of that noise. */
    private static final int TEXT_CHARACTERS = 1_000;

    @TempDir
    private Path directory;

    @Test
    @Timeout(240)
    void onlyTheCourierWaitsForADiskThatHangs() throws Exception {
        Path pipe = pipeThatHangsWhoeverReadsIt();
        var azure = new PlayedAzure();
        var pipelines = new Pipelines(new Pipeline.Dependencies(Time.SYSTEM, new Random(1), UUID::randomUUID, azure));
        var reporter = new RecordingReporter();
        var settings = Settings.with(
                "durability", "spool",
                "spoolDirectory", directory.toString(),
                "whenFull", "drop",
                "ringSize", "1024",
                "linger", "1s",
                "shutdownTimeout", "1s");
        PipelineHandle handle = TestAppender.open(pipelines, settings, reporter);
        String[] texts = noise(new Random(2));
        // Each call returns at once, or this test runs into its timeout.
        for (int i = 0; handle.stats().held() < 2_000; i++) {
            LogCalls.log(handle, texts[i % texts.length]);
        }
        for (int i = 0; i < 100_000; i++) {
            LogCalls.log(handle, texts[i % texts.length]);
        }
        assertThat(azure.rows).as("rows sent by a courier that hangs").hasValue(0);
        assertThat(handle.stats().dropped()).containsOnlyKeys(DropReason.RING_FULL);
        assertThat(handle.stats().held())
                .as("rows held while nothing leaves: %s", handle.stats())
                .isLessThanOrEqualTo(mostRows(settings.pipeline()));

        handle.close(Duration.ofSeconds(1));
        assertThat(handle.isOver()).isTrue();
        assertThat(reporter.lines())
                .filteredOn(line -> line.contains("stopped:"))
                .singleElement()
                .asString()
                .startsWith("ERROR")
                .contains("left waiting");
        assertThat(handle.stats().held()).isPositive();

        release(pipe);
        await().atMost(PATIENCE).until(handle::stats, stats -> stats.held() == 0);
        PipelineStats stats = handle.stats();
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

    /**
     * The inbox is bounded in bytes; beside it there are the batch that the courier has in hand, the one that the flusher
     * wants to put, the one that is open, and the ring.
     */
    private static long mostRows(PipelineSettings settings) {
        long inbox = MemoryBudget.of(settings, Runtime.getRuntime().maxMemory()).inboxBytes();
        long rowsOfABatch = Batcher.MAX_ROW_BYTES / TEXT_CHARACTERS + 1;
        return inbox / NOISE_BYTES + 3 * rowsOfABatch + settings.ring().size();
    }

    /** Texts that gzip can hardly make smaller, and so many that its window has forgotten one when it comes again. */
    private static String[] noise(Random random) {
        return Stream.generate(() -> {
                    byte[] bytes = new byte[NOISE_BYTES];
                    random.nextBytes(bytes);
                    return Base64.getEncoder().encodeToString(bytes);
                })
                .limit(500)
                .toArray(String[]::new);
    }
}
