package io.github.azuremonitor.appender.common.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.ColumnList;
import io.github.azuremonitor.appender.common.testing.ManualTime;
import io.github.azuremonitor.appender.common.testing.RecordingReporter;
import io.github.azuremonitor.appender.common.testing.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of the step {@code hash}: where they come from, and that nobody sees them. */
class PseudonymKeysTest {
    private static final String KEY = "4f1c0d8e7a6b5c4d3e2f1a0b9c8d7e6f";

    private final RecordingReporter reporter = new RecordingReporter();
    private final Pipelines pipelines = new Pipelines(
            new Pipeline.Dependencies(new ManualTime(), new Random(5), UUID::randomUUID, new PlayedAzure()));

    @TempDir
    private Path directory;

    @Test
    void aFileAndAVariableWithTheSameKeyGiveTheSamePseudonyms() throws IOException {
        Path file = Files.writeString(directory.resolve("key"), KEY + "\r\n");
        List<Column> columns = read("Ab = message hash('file:" + file + "'); Cd = message hash('env:LOG_KEY')", KEY);
        assertThat(columns)
                .extracting(column -> column.finish().redactions().get(0).key())
                .extracting(key -> key == null ? "" : key.pseudonym("acme"))
                .containsOnly("a43cace772901f139ea39d26fc45d9ca");
        assertThat(columns.toString()).doesNotContain(KEY.substring(0, 8));
    }

    @Test
    void aRotatedKeyMakesAnotherTableSoThatAReloadedConfigurationUsesIt() {
        String text = "Ab = message hash('env:LOG_KEY')";
        assertThat(read(text, KEY)).isEqualTo(read(text, KEY)).isNotEqualTo(read(text, KEY.replace('4', '5')));
    }

    @Test
    void withoutAKeyTheAppenderStaysInertAndSaysWhichOneIsMissing() throws IOException {
        Path tooShort = Files.writeString(directory.resolve("short"), "t0ps3cret");
        Path large = Files.writeString(directory.resolve("large"), "t0ps3cret".repeat(10_000));
        String none = directory.resolve("none").toString();
        assertThat(fault("Ab = message hash('file:" + none + "')"))
                .contains("column Ab: the key of hash, the file " + none + ", does not exist");
        assertThat(fault("Ab = message hash('file:" + tooShort + "')"))
                .contains("has fewer than 16 bytes; write 64 digits, such as openssl rand -hex 32 gives");
        assertThat(fault("Ab = message hash('file:" + large + "')")).contains("cannot be read");
        assertThat(fault("Ab = message hash('file:" + directory + "')")).contains("cannot be read");
        assertThat(fault("Ab = message hash('env:LOG_KEY')")).contains("the variable LOG_KEY, is not set");
        assertThat(fault("Ab = message hash('t0ps3cret-itself')"))
                .contains("hash('***')", "env:NAME or file:PATH, and not the key itself");
        assertThat(pipelines.stats()).as("pipelines").isEmpty();
    }

    private String fault(String columns) {
        StartResult result = TestAppender.start(
                Settings.map("columns", columns), Map.<String, String>of()::get, reporter, () -> false, pipelines);
        assertThat(result.handle()).isNull();
        assertThat(result.fault() + reporter.lines()).doesNotContain("t0ps3cret");
        return String.valueOf(result.fault());
    }

    private static List<Column> read(String text, String key) {
        var faults = new ArrayList<String>();
        List<Column> columns = ColumnList.parse(text, faults).columns();
        List<Column> read = PseudonymKeys.into(columns, Map.of("LOG_KEY", key)::get, faults);
        assertThat(faults).isEmpty();
        return read;
    }
}
