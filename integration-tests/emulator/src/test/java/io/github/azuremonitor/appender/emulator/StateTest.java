package io.github.azuremonitor.appender.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import io.github.azuremonitor.appender.emulator.rows.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What outlives a restart of the emulator: rows, rules and who everybody is. */
class StateTest {
    private static final String STREAM = "Custom-JavaLogs_CL";
    private static final String RULE = """
            {"properties": {"immutableId": "dcr-7", "streamDeclarations":
              {"Custom-Own_CL": {"columns": [{"name": "Text", "type": "string"}]}}}}
            """;

    @TempDir
    private Path dir;

    @Test
    void rowsAreThereAgainWithTheirTimeAndCountOnce() throws Exception {
        Row before;
        try (LogsEmulator first = started()) {
            Client.post(first, "[{\"Message\":\"one\"},{\"Message\":\"two\"}]");
            Client.post(first, "[{\"Message\":\"three\"}]");
            before = first.rows(STREAM).get(0);
        }
        for (int start = 0; start < 2; start++) {
            try (LogsEmulator next = started()) {
                assertThat(next.rows(STREAM))
                        .extracting(row -> row.text("Message"))
                        .containsExactly("one", "two", "three");
                assertThat(next.rows(STREAM).get(0).ingestedAt()).isEqualTo(before.ingestedAt());
                assertThat(next.query("JavaLogs_CL | where Message == 'three'")).hasSize(1);
            }
        }
    }

    @Test
    void rowsOfAnEarlierAndOfThisProcessStandInTheirOrder() throws Exception {
        for (String text : new String[] {"first", "second"}) {
            try (LogsEmulator emulator = started()) {
                Client.post(emulator, "[{\"Message\":\"" + text + "\"}]");
            }
        }
        try (LogsEmulator emulator = started()) {
            assertThat(emulator.rows(STREAM))
                    .extracting(row -> row.text("Message"))
                    .containsExactly("first", "second");
        }
    }

    @Test
    void whatAKilledProcessHasHalfWrittenIsLeftOutAndTheRestIsThere() throws Exception {
        try (LogsEmulator emulator = started()) {
            Client.post(emulator, "[{\"Message\":\"whole\"}]");
            Client.post(emulator, "[{\"Message\":\"half\"}]");
        }
        Path file = dir.resolve("rows");
        byte[] all = Files.readAllBytes(file);
        for (int cut : new int[] {1, 9, 20}) {
            Files.write(file, Arrays.copyOf(all, all.length - cut));
            try (LogsEmulator emulator = started()) {
                assertThat(emulator.rows(STREAM))
                        .extracting(row -> row.text("Message"))
                        .containsExactly("whole");
            }
        }
        Files.write(file, new byte[] {1, 2, 3});
        try (LogsEmulator emulator = started()) {
            assertThat(emulator.rows(STREAM)).isEmpty();
        }
    }

    @Test
    void theOldestMakeRoomInTheFileToo() throws Exception {
        String row = "[{\"Message\":\"" + "x".repeat(2_000) + "\"}]";
        long bound = 10_000;
        try (LogsEmulator emulator = LogsEmulator.builder()
                .requireToken(false)
                .mostRowBytes(bound)
                .state(dir)
                .start()) {
            for (int i = 0; i < 50; i++) {
                Client.post(emulator, row);
            }
        }
        assertThat(Files.size(dir.resolve("rows"))).isLessThan(4 * bound);
    }

    @Test
    void whatIsClearedStaysAway() throws Exception {
        try (LogsEmulator emulator = started()) {
            Client.post(emulator, "[{\"Message\":\"gone\"}]");
            emulator.clear();
        }
        try (LogsEmulator emulator = started()) {
            assertThat(emulator.rows(STREAM)).isEmpty();
        }
    }

    @Test
    void rulesOfItsFolderAreThereAndRowsOfARuleThatIsGoneAreNot() throws Exception {
        Path rules = Files.createDirectories(dir.resolve("rules"));
        Files.writeString(rules.resolve("own.json"), RULE);
        try (LogsEmulator emulator = started()) {
            assertThat(emulator.rules()).extracting(DcrDefinition::immutableId).containsExactly("dcr-7");
            Client.send(HttpRequest.newBuilder(Client.uri(emulator.httpEndpoint(), "dcr-7", "Custom-Own_CL"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("[{\"Text\":\"a\"}]")));
        }
        try (LogsEmulator emulator = started()) {
            assertThat(emulator.rows("Custom-Own_CL")).hasSize(1);
        }
        Files.delete(rules.resolve("own.json"));
        try (LogsEmulator emulator = started()) {
            assertThat(emulator.rows("Custom-Own_CL")).isEmpty();
            assertThat(emulator.rules()).hasSize(1);
        }
    }

    @Test
    void aDirectoryThatCannotBeUsedIsNamed() throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "");

        assertThatThrownBy(() -> LogsEmulator.builder().state(file.resolve("state")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("file")
                .hasMessageContaining("cannot be used");
    }

    private LogsEmulator started() {
        return LogsEmulator.builder()
                .requireToken(false)
                .fixedIdentity()
                .state(dir)
                .start();
    }
}
