package io.github.azuremonitor.appender.tools.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.tools.App;
import io.github.azuremonitor.appender.tools.Command;
import io.github.azuremonitor.appender.tools.Configs;
import io.github.azuremonitor.appender.tools.Refused;
import io.github.azuremonitor.appender.tools.input.BadInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that Azure refused once, when the cause is mended. */
class DeadLettersTest {
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
    void refusedRowsAreSentAndTheirFilesGo() throws BadInput {
        refuse(Configs.STREAM, "one", "two");
        refuse(Configs.STREAM, "three");
        Command send = send();
        assertThat(send.out()).contains("sending 3 rows that were refused").contains("3 rows accepted, 0 kept");
        assertThat(send.code()).isZero();
        assertThat(messages()).containsExactly("one", "two", "three");
        assertThat(letters()).isEmpty();
        assertThat(send().out()).contains("nothing to send");
    }

    @Test
    void withoutTheOptionNobodyTouchesThem() throws BadInput {
        refuse(Configs.STREAM, "one");
        assertThat(Command.run("spool", "send", spool, "--config", config).out())
                .contains("nothing to send");
        assertThat(letters()).hasSize(1);
    }

    @Test
    void whatAzureRefusesAgainStaysAndTheOthersGo() throws BadInput {
        refuse("Custom-Gone_CL", "stays");
        refuse(Configs.STREAM, "goes");
        Command send = send();
        assertThat(send.code()).isEqualTo(1);
        assertThat(send.err()).contains("stays: 400 InvalidStream").contains("has no stream Custom-Gone_CL");
        assertThat(send.out()).contains("1 rows accepted, 1 kept");
        assertThat(messages()).containsExactly("goes");
        assertThat(letters()).hasSize(1);
    }

    @Test
    void aRefusalOfAllEndsItAtOnceAndKeepsAll() throws BadInput {
        refuse(Configs.STREAM, "one");
        refuse(Configs.STREAM, "two");
        emulator.faults().always(Fault.refuseRole());
        Command send = send();
        assertThat(send.code()).isEqualTo(1);
        assertThat(send.err()).contains("Monitoring Metrics Publisher");
        assertThat(send.out()).contains("0 rows accepted, 2 kept; sending on is of no use");
        assertThat(emulator.requests()).hasSize(1);
        assertThat(letters()).hasSize(2);
    }

    @Test
    void throttlingIsWaitedOutAndALostAnswerKeepsTheFile() throws BadInput {
        refuse(Configs.STREAM, "one");
        emulator.faults().next(2, Fault.status(429).retryAfter("0"));
        assertThat(send().out()).contains("1 rows accepted, 0 kept");
        refuse(Configs.STREAM, "two");
        emulator.faults().always(Fault.status(503));
        Command send = Command.run("spool", "send", spool, "--dead-letters", "--config", config, "--patience", 1);
        assertThat(send.out()).contains("0 rows accepted, 1 kept");
        assertThat(letters()).hasSize(1);
    }

    @Test
    void aFileThatIsTooLargeForSomethingInBetweenGoesInParts() throws BadInput {
        refuse(Configs.STREAM, "one", "two", "three");
        emulator.faults().next(1, Fault.status(413).error("ContentLengthLimitExceeded", "too long"));
        Command send = send();
        assertThat(send.out()).contains("3 rows accepted, 0 kept");
        assertThat(send.code()).isZero();
        assertThat(messages()).containsExactlyInAnyOrder("one", "two", "three");
        assertThat(letters()).isEmpty();
    }

    @Test
    void aFileThatIsHalfWrittenStaysAndSaysSo() throws BadInput, IOException {
        refuse(Configs.STREAM, "one", "two");
        Path letter = letters().get(0);
        byte[] whole = Files.readAllBytes(letter);
        Files.write(letter, java.util.Arrays.copyOf(whole, whole.length - 10));
        Command send = send();
        assertThat(send.out()).contains("left alone: " + letter + ": damaged").contains("nothing to send");
        assertThat(letters()).hasSize(1);
        assertThat(emulator.rowCount(Configs.STREAM)).isZero();
    }

    @Test
    void aFileOfTheQuarantineGoesIfItCanBeReadAfterAll() throws IOException {
        emulator.faults().always(Fault.status(503));
        try (var app = new App(config)) {
            app.logger().warn("once unreadable");
        }
        emulator.faults().clear();
        Path batch = files(".batch").get(0);
        Path name = batch.getFileName();
        Path bad = Files.move(batch, batch.resolveSibling(name.toString().replace(".batch", ".bad")));
        Path broken = Files.write(bad.resolveSibling("1795178450530-00000077.bad"), new byte[100]);
        Command send = send();
        assertThat(send.out()).contains("left alone: " + broken + ": damaged").contains("1 rows accepted, 0 kept");
        assertThat(messages()).containsExactly("once unreadable");
        assertThat(files(".bad")).containsExactly(broken);
    }

    @Test
    void rowsForAnotherRuleAreLeftAlone() throws BadInput {
        refuse(Configs.STREAM, "one");
        Path other = Configs.logback(directory, emulator, "dcrImmutableId", "dcr-" + "9".repeat(32));
        assertThat(Command.run("spool", "send", spool, "--dead-letters", "--config", other)
                        .out())
                .contains("its rows are for the rule " + emulator.dcrImmutableId());
        assertThat(letters()).hasSize(1);
    }

    @Test
    void besideARunningApplicationThatLogsOn() throws BadInput {
        refuse(Configs.STREAM, "refused");
        try (var app = new App(config)) {
            app.logger().warn("fresh");
            assertThat(send().out()).contains("1 rows accepted, 0 kept");
            app.logger().warn("later");
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> emulator.rowCount(Configs.STREAM) == 3);
        assertThat(messages()).containsExactlyInAnyOrder("refused", "fresh", "later");
    }

    @Test
    void twoCommandsAtOnceDoNotSendTwice() throws Exception {
        refuse(Configs.STREAM, "one");
        Path lock = spool.resolve("azure-monitor-appender").resolve("send.lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = channel.lock()) {
            assertThat(held.isValid()).isTrue();
            Command send = send();
            assertThat(send.code()).isEqualTo(2);
            assertThat(send.err()).contains("another command sends dead letters from there");
        }
        assertThat(letters()).hasSize(1);
        assertThat(send().code()).isZero();
    }

    private Command send() {
        return Command.run("spool", "send", spool, "--dead-letters", "--config", config);
    }

    private void refuse(String stream, String... messages) throws BadInput {
        Refused.leave(config, stream, messages);
    }

    private List<String> messages() {
        return emulator.rows(Configs.STREAM).stream()
                .map(row -> row.text("Message"))
                .toList();
    }

    private List<Path> letters() {
        return files(".ndjson");
    }

    private List<Path> files(String ending) {
        try (Stream<Path> files = Files.walk(spool)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
