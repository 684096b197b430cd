package io.github.azuremonitor.appender.common.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.event.Values;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.testing.LogCalls;
import io.github.azuremonitor.appender.common.testing.RecordingReporter;
import io.github.azuremonitor.appender.common.testing.Settings;
import io.github.azuremonitor.appender.common.time.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A row above 1 MB whatever is cut: every column of many holds the same large list. */
@Timeout(180)
class TooLargeRowTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Object LARGE = Values.settled(Collections.nCopies(400, "x".repeat(30)));

    @TempDir
    private Path directory;

    private final PlayedAzure azure = new PlayedAzure();

    @Test
    void aRowAboveAMegabyteAfterAllCutsIsADeadLetterOfItsFirstColumns() throws Exception {
        azure.keepsBodies = true;
        PipelineHandle handle = open("durability", "spool", "spoolDirectory", directory.toString());
        log(handle, "too large", LARGE);
        log(handle, "small", null);
        await().atMost(PATIENCE).until(this::letters, found -> found.size() == 1);

        List<String> lines = Files.readAllLines(letters().get(0));
        assertThat(lines).hasSize(2);
        JsonNode why = JSON.readTree(lines.get(0));
        assertThat(why.get("reason").asText()).startsWith("the row is above 1 MB even with its texts cut to 1 KB");
        assertThat(why.get("status").asInt()).isZero();
        assertThat(why.get("stream").asText()).isEqualTo(Settings.STREAM);
        JsonNode row = JSON.readTree(lines.get(1));
        assertThat(row.get("Message").asText()).isEqualTo("too large");
        assertThat(row.get("Seq").asInt()).isZero();
        assertThat(row.get("C0").size()).isEqualTo(400);
        assertThat(row.has("C99")).isFalse();
        assertThat(lines.get(1).length()).isLessThan(256 * 1024);

        assertThat(handle.flush(PATIENCE))
                .as("all is settled, but not all arrived")
                .isFalse();
        assertThat(azure.bodies)
                .singleElement()
                .satisfies(small -> assertThat(JSON.readTree(small).get("Seq").asInt())
                        .as("one number for each event, however often it was written")
                        .isEqualTo(1));
        end(handle, 1);
    }

    @Test
    void aFloodOfThemIsCountedToTheLastAndKeptAsFarAsTheDiskKeepsUp() {
        PipelineHandle handle =
                open("durability", "spool", "spoolDirectory", directory.toString(), "deadLetterMaxBytes", "1MB");
        for (int i = 0; i < 100; i++) {
            log(handle, "too large", LARGE);
        }
        log(handle, "small", null);
        assertThat(handle.flush(PATIENCE))
                .as("all is settled, but not all arrived")
                .isFalse();
        end(handle, 100);
        long bytes = letters().stream().mapToLong(TooLargeRowTest::size).sum();
        assertThat(bytes).isBetween(1L, 1L << 20);
    }

    @Test
    void withoutADiskItIsCountedAndNothingElseIsLost() {
        PipelineHandle handle = open("durability", "memory");
        log(handle, "too large", LARGE);
        log(handle, "small", null);
        assertThat(handle.flush(PATIENCE))
                .as("all is settled, but not all arrived")
                .isFalse();
        assertThat(azure.rows).hasValue(1);
        end(handle, 1);
    }

    private PipelineHandle open(String... more) {
        var given = new ArrayList<>(List.of(more));
        given.addAll(List.of("dropReport", "off", "maxBlock", "10s"));
        given.addAll(List.of(
                "columns",
                IntStream.range(0, 100)
                        .mapToObj(i -> "C" + i + ":dynamic = kv.large")
                        .collect(Collectors.joining(
                                "; ", "TimeGenerated = timestamp; Message = message; Seq = sequence; ", ""))));
        var settings = Settings.with(given.toArray(String[]::new));
        var pipelines = new Pipelines(new Pipeline.Dependencies(Time.SYSTEM, new Random(1), UUID::randomUUID, azure));
        return TestAppender.open(pipelines, settings, new RecordingReporter());
    }

    private static void end(PipelineHandle handle, long tooLarge) {
        handle.close(PATIENCE);
        assertThat(handle.stats()).matches(PipelineStats::balances);
        assertThat(handle.stats().dropped()).isEqualTo(Map.of(DropReason.TOO_LARGE, tooLarge));
    }

    private List<Path> letters() {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".ndjson") && size(file) > 0)
                    .toList();
        } catch (UncheckedIOException deletedMeanwhile) {
            return letters();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void log(PipelineHandle handle, String message, Object large) {
        LogCall call = LogCalls.begin(handle, Severity.INFO);
        assertThat(call).isNotNull();
        call.event().time(System.currentTimeMillis() / 1000, 0);
        call.event().origin(Severity.INFO, "INFO", "test", "main");
        call.event().message(message);
        call.event().keyValues().accept("large", large);
        handle.log(call);
    }
}
