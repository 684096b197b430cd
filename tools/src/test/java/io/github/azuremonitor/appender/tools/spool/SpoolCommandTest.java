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

/** The commands on the spool of an application that could not deliver. */
class SpoolCommandTest {
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
    void whatAnApplicationCouldNotSendIsListedShownAndSent() {
        outage("one", "two");

        Command list = Command.run("spool", "list", spool);
        assertThat(list.code()).isZero();
        assertThat(list.out())
                .contains("for the rule " + emulator.dcrImmutableId() + ", tokens for https://monitor.azure.com; free")
                .containsPattern("waiting: \\d files?, 2 rows, ");

        Command show = Command.run("spool", "show", spool);
        assertThat(show.code()).isZero();
        assertThat(show.lines()).hasSize(2).allMatch(line -> line.startsWith("{\"TimeGenerated\":"));
        assertThat(show.out()).contains("\"Message\":\"one\"").contains("\"Message\":\"two\"");

        Command send = Command.run("spool", "send", spool, "--config", config);
        assertThat(send.err()).contains("first");
        assertThat(send.out()).contains("2 rows accepted, 0 still waiting, 0 refused or lost");
        assertThat(send.code()).isZero();
        assertThat(messages()).containsExactlyInAnyOrder("one", "two");
        assertThat(files(".batch")).isEmpty();
        assertThat(Command.run("spool", "send", spool, "--config", config).out())
                .contains("nothing to send");
    }

    @Test
    void aDirectoryThatARunningApplicationUsesIsShownAndNotSentFrom() {
        outage("one");
        emulator.faults().always(Fault.status(503));
        try (var app = new App(config)) {
            // It takes over what waits there.
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> Command.run("spool", "list", spool).out().contains("in use by a running process"));
            Command send = Command.run("spool", "send", spool, "--config", config);
            assertThat(send.code()).isZero();
            assertThat(send.out()).contains("a running process uses it").contains("nothing to send");
            assertThat(Command.run("spool", "show", spool).out()).contains("\"Message\":\"one\"");
            app.logger().warn("two");
        }
        assertThat(Command.run("spool", "list", spool).out()).contains("; free").contains("2 rows");
    }

    @Test
    void rowsThatAzureStillRefusesToTakeStayOnDisk() {
        outage("one");
        emulator.faults().always(Fault.refuseRole());
        Command send = Command.run("spool", "send", spool, "--config", config, "--patience", 1);
        assertThat(send.code()).isEqualTo(1);
        assertThat(send.err()).contains("Monitoring Metrics Publisher");
        assertThat(send.out()).contains("0 rows accepted, 1 still waiting");
        assertThat(files(".batch")).hasSize(1);
    }

    @Test
    void rowsForAnotherRuleAreLeftAlone() {
        outage("one");
        Path other = Configs.logback(directory, emulator, "dcrImmutableId", "dcr-" + "9".repeat(32));
        Command send = Command.run("spool", "send", spool, "--config", other);
        assertThat(send.code()).isZero();
        assertThat(send.out()).contains("its rows are for the rule " + emulator.dcrImmutableId());
        assertThat(files(".batch")).hasSize(1);
    }

    /** Batches are what they are: neither columns nor rules of the configuration decide about them. */
    @Test
    void rowsForATableOfAzuresAreSentWhateverTheConfigurationSaysOfColumns() {
        String stream = "Custom-Microsoft-Syslog";
        Path arm = Configs.write(
                directory.resolve("arm.json"),
                Command.run(
                                "template",
                                "--format",
                                "arm",
                                "--config",
                                Configs.logback(directory, emulator, "streamName", stream, "columns", "syslog"))
                        .out());
        try (var azure = LogsEmulator.builder().requireToken(false).dcr(arm).start()) {
            String[] settings = {
                "streamName",
                stream,
                "columns",
                "syslog; Logger_CF = logger",
                "dcr",
                arm.toString(),
                "durability",
                "spool",
                "spoolDirectory",
                spool.toString()
            };
            azure.faults().always(Fault.status(503));
            try (var app = new App(Configs.logback(directory, azure, settings))) {
                app.logger().warn("one");
            }
            azure.faults().clear();
            Command compared = Command.run("spool", "send", spool, "--config", directory.resolve("logback.xml"));
            assertThat(compared.code()).as(compared.toString()).isZero();
            assertThat(compared.out()).contains("1 rows accepted, 0 still waiting, 0 refused or lost");
            assertThat(compared.err())
                    .as("nothing of columns that nobody sends")
                    .doesNotContain("the rule in");

            settings[5] = "";
            azure.faults().always(Fault.status(503));
            try (var app = new App(Configs.logback(directory, azure, settings))) {
                app.logger().warn("two");
            }
            azure.faults().clear();
            settings[4] = "routes";
            settings[5] = "level ERROR -> Microsoft-OTelLogs";
            Command routed =
                    Command.run("spool", "send", spool, "--config", Configs.logback(directory, azure, settings));
            assertThat(routed.code()).as(routed.toString()).isZero();
            assertThat(routed.out()).contains("1 rows accepted, 0 still waiting, 0 refused or lost");
        }
    }

    @Test
    void exportWritesAllThatIsWholeAndTellsWhatIsNot() throws IOException {
        outage("one");
        outage("two");
        Path damaged = files(".batch").get(0);
        Files.write(damaged, new byte[100]);
        Path target = directory.resolve("rows.ndjson");
        Command export = Command.run("spool", "export", spool, "--to", target);
        assertThat(export.code()).isEqualTo(1);
        assertThat(export.err()).contains(damaged + ": damaged (not a spool file)");
        assertThat(export.out()).contains("1 rows written to " + target);
        assertThat(Files.readAllLines(target)).hasSize(1).allMatch(line -> line.startsWith("{"));
        assertThat(Command.run("spool", "list", spool).code())
                .as("list tells of damage")
                .isEqualTo(1);

        Command again = Command.run("spool", "export", spool, "--to", target);
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("is there already");
    }

    @Test
    void whatCannotBeUsedIsOneLineAndExitCodeTwo() throws IOException {
        Path nowhere = directory.resolve("nowhere");
        Path text = Configs.write(directory.resolve("notes.txt"), "hello");
        List<Command> wrong = List.of(
                Command.run("spool", "list", nowhere),
                Command.run("spool", "show", nowhere),
                Command.run("spool", "show"),
                Command.run("spool", "export", spool),
                Command.run("spool", "export", nowhere, "--to", text),
                Command.run("spool", "send", nowhere),
                Command.run("spool", "send", spool, "--config", text),
                Command.run("spool", "send", spool, "--config", nowhere),
                Command.run("spool"),
                Command.run("spool", "throw"),
                Command.run());
        assertThat(wrong).allSatisfy(command -> {
            assertThat(command.code()).as(command.toString()).isEqualTo(2);
            assertThat(command.err().lines()).as(command.toString()).hasSize(1);
            assertThat(command.out()).isEmpty();
        });
    }

    @Test
    void everyCommandHasHelp() {
        for (List<String> command : List.of(
                List.<String>of(),
                List.of("spool"),
                List.of("spool", "list"),
                List.of("spool", "show"),
                List.of("spool", "send"),
                List.of("spool", "export"))) {
            Object[] args = Stream.concat(command.stream(), Stream.of("--help")).toArray();
            Command help = Command.run(args);
            assertThat(help.code()).isZero();
            assertThat(help.out()).contains("Usage: tools");
        }
    }

    /** An application logs while Azure fails, and ends. */
    private void outage(String... messages) {
        emulator.faults().always(Fault.status(503));
        try (var app = new App(config)) {
            for (String message : messages) {
                app.logger().warn(message);
            }
        }
        emulator.faults().clear();
        assertThat(files(".batch")).isNotEmpty();
    }

    private List<String> messages() {
        return emulator.rows(Configs.STREAM).stream()
                .map(row -> row.text("Message"))
                .toList();
    }

    private List<Path> files(String ending) {
        try (Stream<Path> files = Files.walk(spool)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
