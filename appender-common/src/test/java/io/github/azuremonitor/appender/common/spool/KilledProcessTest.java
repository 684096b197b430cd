package io.github.azuremonitor.appender.common.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.common.pipeline.PipelineHandle;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.testing.LogCalls;
import io.github.azuremonitor.appender.common.testing.Settings;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole pipelines, real threads, a real disk, and an Azure that is down at first. */
@Timeout(180)
class KilledProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Nobody listens there. */
    private static final String DOWN = "http://127.0.0.1:9";

    @TempDir
    private Path directory;

    @Test
    void whatAKilledProcessHadOnDiskIsDeliveredByTheNext() throws Exception {
        try (LogsEmulator azure =
                LogsEmulator.builder().requireToken(false).build().start()) {
            Process process = ChildProcess.start(ChildProcess.LOG, DOWN, azure.dcrImmutableId(), directory.toString());
            try {
                // A file may be renamed while it is looked at.
                await().atMost(PATIENCE).ignoreExceptions().until(() -> files(".batch"), files -> files.size() >= 3);
            } finally {
                process.destroyForcibly().waitFor();
            }
            assertThat(process.exitValue()).as("killed").isNotZero();
            long rows = rowsOnDisk();
            assertThat(rows).isPositive();

            PipelineHandle next = open(azure.httpEndpoint().toString(), azure.dcrImmutableId());
            assertThat(azure.awaitRowCount(Settings.STREAM, rows, PATIENCE)).isEqualTo(rows);
            await().atMost(PATIENCE).ignoreExceptions().until(() -> files(".batch"), List::isEmpty);
            next.close(PATIENCE);
            assertThat(next.stats().recovered()).isEqualTo(rows);
            assertThat(next.stats()).matches(PipelineStats::balances);
            assertThat(azure.rowCount(Settings.STREAM)).as("none twice").isEqualTo(rows);
        }
    }

    @Test
    void aStopWithADeadEndpointLosesNothingAndTheNextStartDelivers() throws Exception {
        try (LogsEmulator azure =
                LogsEmulator.builder().requireToken(false).build().start()) {
            PipelineHandle first = open(DOWN, azure.dcrImmutableId());
            for (int i = 0; i < 100; i++) {
                LogCalls.logNow(first, "event " + i);
            }
            first.close(Duration.ofSeconds(5));
            assertThat(first.stats().handedOver()).isEqualTo(100);
            assertThat(first.stats().totalDropped()).isZero();
            assertThat(first.stats()).matches(PipelineStats::balances);

            PipelineHandle second = open(azure.httpEndpoint().toString(), azure.dcrImmutableId());
            assertThat(azure.awaitRowCount(Settings.STREAM, 100, PATIENCE)).isEqualTo(100);
            second.close(PATIENCE);
            assertThat(second.stats().recovered()).isEqualTo(100);
            assertThat(second.stats().accepted()).isEqualTo(100);

            PipelineHandle third = open(azure.httpEndpoint().toString(), azure.dcrImmutableId());
            LogCalls.logNow(third, "new");
            assertThat(third.flush(PATIENCE)).isTrue();
            third.close(PATIENCE);
            assertThat(third.stats().recovered()).isZero();
            assertThat(azure.rowCount(Settings.STREAM)).as("none twice").isEqualTo(101);
        }
    }

    private PipelineHandle open(String endpoint, String rule) {
        return ChildProcess.open(Settings.map(
                "endpoint",
                endpoint,
                "dcrImmutableId",
                rule,
                "durability",
                "spool",
                "spoolDirectory",
                directory.toString()));
    }

    private long rowsOnDisk() throws IOException {
        long rows = 0;
        for (Path file :
                Stream.concat(files(".batch").stream(), files(".tmp").stream()).toList()) {
            byte[] bytes = Files.readAllBytes(file);
            try {
                rows += SpoolFile.read(bytes, bytes.length).rows();
            } catch (DamagedFileException killedWhileWriting) {
                assertThat(file.toString()).endsWith(".tmp");
            }
        }
        return rows;
    }

    private List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }
}
