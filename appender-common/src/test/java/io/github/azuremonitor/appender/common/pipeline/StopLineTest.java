package io.github.azuremonitor.appender.common.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.ring.HeldClaim;
import io.github.azuremonitor.appender.common.testing.LogCalls;
import io.github.azuremonitor.appender.common.testing.RecordingReporter;
import io.github.azuremonitor.appender.common.testing.Settings;
import io.github.azuremonitor.appender.common.time.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the last line says, when not all went well. */
@Timeout(180)
class StopLineTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private final PlayedAzure azure = new PlayedAzure();
    private final RecordingReporter reporter = new RecordingReporter();

    @Test
    void itCountsWhatNobodyHasReadYet() {
        PipelineHandle handle = open(directory);
        var unfinished = new HeldClaim(handle.ring(), 1);
        for (int i = 0; i < 10; i++) {
            log(handle);
        }
        handle.close(Duration.ofMillis(300));
        assertThat(lastLine()).startsWith("ERROR stopped: 10 events offered").contains("10 left waiting");
        unfinished.publish();
        await().atMost(PATIENCE).until(handle::stats, stats -> stats.offered() >= 10);
    }

    @Test
    void itNamesTheDirectoryThatCannotBeWritten() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        azure.hangs = true;
        PipelineHandle handle = open(file);
        log(handle);
        await().atMost(PATIENCE)
                .until(reporter::lines, lines -> lines.stream().anyMatch(line -> line.startsWith("WARN no disk")));
        handle.close(Duration.ofSeconds(1));
        await().atMost(PATIENCE)
                .until(
                        handle::stats,
                        stats -> stats.dropped().getOrDefault(DropReason.SHUTDOWN, 0L) == 1
                                && reporter.lines().stream().anyMatch(line -> line.contains("undelivered at stop")));
        assertThat(lastLine()).contains("no disk: ", file.toString(), "spoolDirectory");
        assertThat(reporter.lines())
                .filteredOn(line -> line.contains("undelivered at stop"))
                .singleElement()
                .asString()
                .contains(file.toString())
                .doesNotContain("raise shutdownTimeout");
    }

    private PipelineHandle open(Path spool) {
        var settings = Settings.with("durability", "spool", "spoolDirectory", spool.toString(), "dropReport", "off");
        var pipelines = new Pipelines(new Pipeline.Dependencies(Time.SYSTEM, new Random(1), UUID::randomUUID, azure));
        return TestAppender.open(pipelines, settings, reporter);
    }

    private String lastLine() {
        return reporter.lines().stream()
                .filter(line -> line.contains("stopped:"))
                .findFirst()
                .orElse("no such line in " + reporter.lines());
    }

    private static void log(PipelineHandle handle) {
        LogCall call = Objects.requireNonNull(LogCalls.begin(handle, Severity.INFO));
        call.event().time(1_795_161_801L, 0);
        call.event().origin(Severity.INFO, "INFO", "test", "main");
        call.event().message("event");
        handle.log(call);
    }
}
