package io.github.azuremonitor.appender.tools.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.tools.App;
import io.github.azuremonitor.appender.tools.Command;
import io.github.azuremonitor.appender.tools.Configs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that wait for a stream or rule that was misspelt once, after the configuration was mended. */
class MisspeltTest {
    private static final String MISSPELT = "Custom-Mispelt_CL";
    private static final String OTHER_RULE = "dcr-" + "9".repeat(32);

    @TempDir
    private Path directory;

    private final LogsEmulator emulator =
            LogsEmulator.builder().requireToken(false).start();
    private Path spool;
    private Path config;

    @BeforeEach
    void place() throws IOException {
        spool = Files.createDirectory(directory.resolve("spool"));
        config = Configs.logback(directory, emulator, "durability", "spool", "spoolDirectory", spool.toString());
    }

    @AfterEach
    void end() {
        emulator.close();
    }

    @Test
    void rowsForAStreamThatWasMisspeltAreNamedByCheckAndSentToTheRightOne() throws IOException {
        leave(Configs.logback(
                Files.createDirectory(directory.resolve("wrong")),
                emulator,
                "streamName",
                MISSPELT,
                "durability",
                "spool",
                "spoolDirectory",
                spool.toString()));
        leave(config);

        Command check = Command.run("check", "--config", config);
        assertThat(check.code()).isZero();
        assertThat(check.out()).contains("2 rows wait in " + spool + " for the stream " + MISSPELT);

        Command send = Command.run("spool", "send", spool, "--config", config, "--to-stream", Configs.STREAM);
        assertThat(send.out())
                .contains("2 rows for " + MISSPELT, "2 rows accepted, 0 kept")
                .doesNotContain("rows for " + Configs.STREAM);
        assertThat(send.code()).isZero();
        assertThat(files(".batch")).as("those of the right stream still wait").isNotEmpty();
        assertThat(Command.run("spool", "send", spool, "--config", config, "--to-stream", Configs.STREAM)
                        .out())
                .contains("nothing to send");
        assertThat(Command.run("check", "--config", config).out()).doesNotContain(MISSPELT);
    }

    @Test
    void rowsForARuleThatWasMisspeltAreNamedByCheckAndSentToTheRightOne() throws IOException {
        leaveForAnotherRule();
        assertThat(Command.run("check", "--config", config).out())
                .contains("2 rows wait in " + spool + " for the rule " + OTHER_RULE);
        Command send = Command.run("spool", "send", spool, "--config", config, "--from-rule", OTHER_RULE);
        assertThat(send.out()).contains("2 rows accepted, 0 kept");
        assertThat(send.code()).isZero();
        assertThat(files(".batch")).isEmpty();
    }

    @Test
    void nothingIsDroppedBeforeSomebodySaysYes() throws IOException {
        leaveForAnotherRule();
        leave(config);
        Command asked = Command.run("spool", "drop", spool, "--rule", OTHER_RULE);
        assertThat(asked.code()).isEqualTo(1);
        assertThat(asked.out())
                .contains("2 rows for " + Configs.STREAM + " of the rule " + OTHER_RULE)
                .contains("2 rows wait, none was dropped; --yes drops them for good");
        Command dropped = Command.run("spool", "drop", spool, "--rule", OTHER_RULE, "--yes");
        assertThat(dropped.code()).isZero();
        assertThat(dropped.out()).contains("2 rows dropped, 0 kept");
        assertThat(Command.run("spool", "list", spool).out()).contains("2 rows,");
        assertThat(Command.run("spool", "drop", spool, "--stream", "Custom-Nobodys_CL", "--yes")
                        .out())
                .contains("nothing to drop");
        assertThat(Command.run("spool", "drop", spool, "--stream", Configs.STREAM, "--yes")
                        .out())
                .contains("2 rows dropped, 0 kept");
        assertThat(files(".batch")).isEmpty();
    }

    @Test
    void whatARunningProcessHoldsIsNeitherSentElsewhereNorDropped() {
        leave(config);
        emulator.faults().always(Fault.status(503));
        try (var app = new App(config)) {
            app.logger().warn("three");
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> Command.run("spool", "list", spool).out().contains("in use by a running process"));
            Command drop = Command.run("spool", "drop", spool, "--yes");
            assertThat(drop.out()).contains("a running process uses it; stop that first");
            assertThat(drop.code()).isEqualTo(1);
            Command send = Command.run(
                    "spool",
                    "send",
                    spool,
                    "--config",
                    config,
                    "--from-stream",
                    Configs.STREAM,
                    "--to-stream",
                    MISSPELT);
            assertThat(send.out()).contains("a running process uses it; stop that first");
            assertThat(send.code()).isEqualTo(1);
        }
        assertThat(Command.run("spool", "list", spool).out()).contains("3 rows");
    }

    @Test
    void optionsThatDoNotGoTogetherAreOneLine() {
        leave(config);
        assertThat(Command.run("spool", "send", spool, "--config", config, "--from-stream", "Custom-X_CL")
                        .code())
                .isEqualTo(2);
        assertThat(Command.run(
                                "spool",
                                "send",
                                spool,
                                "--config",
                                config,
                                "--dead-letters",
                                "--to-stream",
                                "Custom-X_CL")
                        .code())
                .isEqualTo(2);
        assertThat(Command.run("spool", "send", spool, "--config", config, "--to-stream", "no stream")
                        .code())
                .isEqualTo(2);
    }

    private void leaveForAnotherRule() throws IOException {
        leave(Configs.logback(
                Files.createDirectory(directory.resolve("other")),
                emulator,
                "dcrImmutableId",
                OTHER_RULE,
                "durability",
                "spool",
                "spoolDirectory",
                spool.toString()));
    }

    /** Two rows that an application could not send before it ended. */
    private void leave(Path file) {
        emulator.faults().always(Fault.status(503));
        try (var app = new App(file)) {
            app.logger().warn("one");
            app.logger().warn("two");
        }
        emulator.faults().clear();
    }

    private List<Path> files(String ending) {
        try (Stream<Path> files = Files.walk(spool)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
