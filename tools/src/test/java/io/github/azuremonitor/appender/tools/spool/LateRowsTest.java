package io.github.azuremonitor.appender.tools.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.OpenBatch;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.PipelineContext;
import io.github.azuremonitor.appender.common.settings.SettingsReader;
import io.github.azuremonitor.appender.common.settings.SettingsResult;
import io.github.azuremonitor.appender.common.spool.DiskBuffer;
import io.github.azuremonitor.appender.common.spool.Spool;
import io.github.azuremonitor.appender.common.time.Time;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.tools.Command;
import io.github.azuremonitor.appender.tools.Configs;
import io.github.azuremonitor.appender.tools.input.BadInput;
import io.github.azuremonitor.appender.tools.input.ConfigFiles;
import io.github.azuremonitor.appender.tools.input.PrintReporter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that an application would give up: too old, or too many. */
class LateRowsTest {
    @TempDir
    private Path directory;

    private final LogsEmulator emulator =
            LogsEmulator.builder().requireToken(false).start();
    private Path spool;
    private Path config;

    @BeforeEach
    void place() throws IOException {
        spool = Files.createDirectory(directory.resolve("spool"));
        config = Configs.logback(
                directory,
                emulator,
                "durability",
                "spool",
                "spoolDirectory",
                spool.toString(),
                "maxInFlight",
                "1",
                "spoolMaxAge",
                "7d",
                "spoolMaxBytes",
                "1MB");
    }

    @AfterEach
    void end() {
        emulator.close();
    }

    @Test
    void rowsOlderThanTheirAgeCapAreSentAndToldToBeLate() throws BadInput {
        // More than are under way at once, and long enough on the way for a round of giving up.
        for (int i = 0; i < 8; i++) {
            leave(30, 10);
        }
        leave(1, 10);
        emulator.faults().next(3, Fault.status(503).retryAfter("1"));
        Command send = Command.run("spool", "send", spool, "--config", config);
        assertThat(send.out())
                .contains("sending 9 rows, of which 8 are older than 2 days: Azure puts the time of their arrival")
                .contains("9 rows accepted, 0 still waiting, 0 refused or lost");
        assertThat(send.code()).isZero();
        assertThat(emulator.rowCount(Configs.STREAM)).isEqualTo(9);
    }

    @Test
    void moreThanTheByteCapIsSentWhole() throws BadInput {
        for (int i = 0; i < 4; i++) {
            leave(1, 600_000);
        }
        Command send = Command.run("spool", "send", spool, "--config", config);
        assertThat(send.out()).contains("4 rows accepted, 0 still waiting, 0 refused or lost");
        assertThat(emulator.rowCount(Configs.STREAM)).isEqualTo(4);
    }

    @Test
    void rowsOfMoreThanAYearAreNotSentAndNotLost() throws BadInput, IOException {
        leave(366, 10);
        Command send = Command.run("spool", "send", spool, "--config", config);
        assertThat(send.code()).isEqualTo(2);
        assertThat(send.err()).contains("1 rows are older than 365 days").contains("export them");
        try (Stream<Path> files = Files.walk(spool)) {
            assertThat(files).anyMatch(file -> file.toString().endsWith(".batch"));
        }
    }

    /** What an application with a larger cap left there that many days ago. */
    private void leave(int days, int chars) throws BadInput {
        var settings = new java.util.HashMap<>(
                new ConfigFiles(name -> null).read(List.of(config)).get(0).settings());
        settings.putAll(Map.of("spoolMaxAge", "365d", "spoolMaxBytes", "100MB"));
        var ready = (SettingsResult.Ready) SettingsReader.read(settings, name -> null);
        var buffer = new DiskBuffer(
                ready.settings().pipeline(),
                new PipelineContext(
                        new Ledger(),
                        new PrintReporter(new PrintWriter(new StringWriter())),
                        Time.SYSTEM,
                        new Random(1),
                        UUID::randomUUID),
                1 << 20,
                () -> {});
        try (Spool left = buffer.spool((id, rows, reason) -> {})) {
            left.put(batch(Instant.now().minus(days, ChronoUnit.DAYS), chars), false);
        }
    }

    private static Batch batch(Instant time, int chars) {
        var text = new StringBuilder();
        new Random(7).ints(chars, 'a', 'z').forEach(letter -> text.append((char) letter));
        byte[] row =
                ("{\"TimeGenerated\":\"" + time + "\",\"Message\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
        try (var open = new OpenBatch(Configs.STREAM, 1)) {
            open.add(row, row.length, time.toEpochMilli(), 0);
            return open.finish(1, UUID.randomUUID());
        }
    }
}
