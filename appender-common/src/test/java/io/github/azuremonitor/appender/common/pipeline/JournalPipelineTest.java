package io.github.azuremonitor.appender.common.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.testing.LogCalls;
import io.github.azuremonitor.appender.common.testing.Outcomes;
import io.github.azuremonitor.appender.common.testing.RecordingReporter;
import io.github.azuremonitor.appender.common.testing.Settings;
import io.github.azuremonitor.appender.common.time.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole pipelines with a journal: real threads, real files, a played Azure. */
@Timeout(180)
class JournalPipelineTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private final PlayedAzure azure = new PlayedAzure();
    private final RecordingReporter reporter = new RecordingReporter();

    @Test
    void anEventIsOnDiskLongBeforeItsBatchIsCut() {
        PipelineHandle handle = open();
        for (int i = 0; i < 100; i++) {
            LogCalls.logNow(handle, "event " + i + ";");
        }
        await().atMost(PATIENCE).until(this::journal, journal -> journal.contains("event 99;"));
        for (int i = 0; i < 100; i++) {
            assertThat(journal()).contains("event " + i + ";");
        }
        assertThat(azure.rows).as("linger is a minute").hasValue(0);
        assertThat(handle.flush(PATIENCE)).isTrue();
        await().atMost(PATIENCE).until(this::journal, journal -> journal.isEmpty());
        end(handle);
    }

    @Test
    void whatAStopCannotDeliverLeavesTheJournalForTheSpool() {
        azure.outcome = Outcomes.unreachable();
        PipelineHandle first = open();
        LogCalls.logNow(first, "kept");
        first.close(Duration.ofSeconds(30));
        assertThat(first.stats().handedOver()).isEqualTo(1);
        assertThat(files(".open")).isEmpty();
        assertThat(files(".batch")).hasSize(1);
        azure.outcome = Outcomes.accepted();
        PipelineHandle second = open();
        await().atMost(PATIENCE).until(second::stats, stats -> stats.accepted() == 1);
        end(second);
    }

    @Test
    void aDiskThatCannotBeUsedCostsTheJournalAndNothingElse() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        PipelineHandle handle = open("spoolDirectory", file.toString());
        LogCalls.logNow(handle, "shipped");
        assertThat(handle.flush(PATIENCE)).isTrue();
        assertThat(reporter.lines()).anyMatch(line -> line.startsWith("WARN no disk"));
        end(handle);
    }

    @Test
    void strayInterruptsNeitherStopTheThreadsNorTheDisk() {
        Set<Thread> others = Thread.getAllStackTraces().keySet();
        PipelineHandle handle = open();
        List<Thread> own = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !others.contains(thread))
                .filter(thread -> thread.getName().matches("azure-monitor-1-(flusher|courier)"))
                .toList();
        assertThat(own).hasSize(2);
        for (int i = 0; i < 50; i++) {
            own.forEach(Thread::interrupt);
            LogCalls.logNow(handle, "event " + i + ";");
            await().atMost(PATIENCE).until(() -> own.stream().noneMatch(Thread::isInterrupted));
        }
        await().atMost(PATIENCE).until(this::journal, journal -> journal.contains("event 49;"));
        assertThat(handle.flush(PATIENCE)).isTrue();
        assertThat(handle.stats().accepted()).isEqualTo(50);
        end(handle);
    }

    private PipelineHandle open(String... more) {
        var given = new java.util.ArrayList<>(
                List.of("durability", "journal", "spoolDirectory", directory.toString(), "linger", "60s"));
        given.addAll(List.of(more));
        var settings = Settings.with(given.toArray(String[]::new));
        var pipelines = new Pipelines(new Pipeline.Dependencies(Time.SYSTEM, new Random(1), UUID::randomUUID, azure));
        return TestAppender.open(pipelines, settings, reporter);
    }

    private static void end(PipelineHandle handle) {
        handle.close(PATIENCE);
        assertThat(handle.stats()).matches(PipelineStats::balances);
        assertThat(handle.stats().totalDropped()).isZero();
    }

    private String journal() {
        var text = new StringBuilder();
        for (Path file : files(".open")) {
            try {
                text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            } catch (IOException deletedMeanwhile) {
                return "";
            }
        }
        return text.toString();
    }

    private List<Path> files(String ending) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        } catch (UncheckedIOException deletedMeanwhile) {
            return files(ending);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
