package io.github.azuremonitor.appender.common.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.testing.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Refused rows that somebody wants to read. */
class DeadLetterFolderTest {
    private static final Duration A_YEAR = Duration.ofDays(365);

    @TempDir
    private Path directory;

    private final ManualTime time = new ManualTime();
    private Run run;

    @AfterEach
    void close() {
        run.spool.close();
    }

    @Test
    void aRefusalIsAReadableFile() throws IOException {
        run = new Run(directory, time);
        put(run.buffer.deadLetters(), "a", "b");
        assertThat(Files.readAllLines(run.files(".ndjson").get(0)))
                .containsExactly(
                        "{\"reason\":\"InvalidPayload: \\\"x\\\"\",\"status\":400,\"requestId\":\"request-1\","
                                + "\"time\":\"2026-11-20T08:00:00Z\",\"stream\":\"Custom-JavaLogs_CL\"}",
                        "{\"Message\":\"a\"}",
                        "{\"Message\":\"b\"}");
    }

    @Test
    void theOldestGoAtTheByteCapOfThisRunAndTheNext() {
        run = new Run(directory, time, "deadLetterMaxBytes", "1MB");
        DeadLetters first = run.buffer.deadLetters();
        for (int i = 0; i < 3; i++) {
            put(first, i + "x".repeat(300_000));
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(run.files(".ndjson")).hasSize(3);
        Path oldest = run.files(".ndjson").get(0);
        put(run.buffer.deadLetters(), "y".repeat(300_000));
        assertThat(run.files(".ndjson")).hasSize(3).doesNotContain(oldest);
    }

    @Test
    void theOldestGoAtTheAgeCap() {
        run = new Run(directory, time, "deadLetterMaxAge", "1h");
        DeadLetters letters = run.buffer.deadLetters();
        put(letters, "old");
        time.advance(Duration.ofMinutes(61));
        put(letters, "young");
        assertThat(run.files(".ndjson")).hasSize(1);
    }

    @Test
    void manySmallOnesCountAsMuchAsTheyTakeFromTheDisk() {
        run = new Run(directory, time, "deadLetterMaxBytes", "1MB");
        DeadLetters letters = run.buffer.deadLetters();
        for (int i = 0; i < 260; i++) {
            put(letters, "row " + i);
        }
        assertThat(run.files(".ndjson")).hasSize(256);
    }

    @Test
    void oldOnesGoWithoutAnotherRefusal() {
        run = new Run(directory, time, "deadLetterMaxAge", "30d");
        DeadLetters letters = run.buffer.deadLetters();
        put(letters, "old");
        time.advance(Duration.ofDays(29));
        letters.maintain();
        assertThat(run.files(".ndjson")).hasSize(1);
        time.advance(Duration.ofDays(1).plusHours(1));
        letters.maintain();
        assertThat(run.files(".ndjson")).isEmpty();
    }

    @Test
    void oldOnesOfEarlierRunsGoAtTheStart() {
        run = new Run(directory, time, "deadLetterMaxAge", "30d");
        put(run.buffer.deadLetters(), "old");
        time.advance(Duration.ofDays(31));
        run.buffer.deadLetters().maintain();
        assertThat(run.files(".ndjson")).isEmpty();
    }

    @Test
    void aClockThatIsSetAYearAheadDeletesNothing() {
        run = new Run(directory, time, "deadLetterMaxAge", "30d");
        DeadLetters letters = run.buffer.deadLetters();
        put(letters, "before");
        time.jump(A_YEAR);
        put(letters, "after");
        assertThat(run.files(".ndjson")).as("at the next refusal").hasSize(2);
        time.advance(Duration.ofHours(2));
        letters.maintain();
        assertThat(run.files(".ndjson")).as("at the next look").hasSize(2);
    }

    @Test
    void aClockThatIsSetAYearBackKeepsNothingForEver() {
        run = new Run(directory, time, "deadLetterMaxAge", "30d");
        DeadLetters letters = run.buffer.deadLetters();
        put(letters, "before");
        time.jump(A_YEAR.negated());
        time.advance(Duration.ofDays(29));
        letters.maintain();
        assertThat(run.files(".ndjson")).as("after 29 days").hasSize(1);
        time.advance(Duration.ofDays(2));
        letters.maintain();
        assertThat(run.files(".ndjson")).as("after 31 days").isEmpty();
    }

    @Test
    void whatARunFoundWithANameInTheFutureIsKeptNoLongerThanTheAgeCap() {
        run = new Run(directory, time, "deadLetterMaxAge", "30d");
        put(run.buffer.deadLetters(), "by a clock that was wrong");
        time.jump(A_YEAR.negated());
        DeadLetters letters = run.buffer.deadLetters();
        letters.maintain();
        time.advance(Duration.ofDays(31));
        letters.maintain();
        assertThat(run.files(".ndjson")).isEmpty();
    }

    @Test
    void theOldestGoAtTheByteCapWhateverTheClockWasSetTo() {
        run = new Run(directory, time, "deadLetterMaxBytes", "1MB");
        DeadLetters letters = run.buffer.deadLetters();
        put(letters, "first" + "x".repeat(300_000));
        Path first = run.files(".ndjson").get(0);
        time.jump(A_YEAR.negated());
        for (int i = 0; i < 2; i++) {
            time.advance(Duration.ofHours(2));
            letters.maintain();
            put(letters, i + "x".repeat(300_000));
        }
        time.advance(Duration.ofHours(2));
        letters.maintain();
        put(letters, "last" + "x".repeat(300_000));
        assertThat(run.files(".ndjson")).hasSize(3).doesNotContain(first);
    }

    @Test
    void lookingMakesNoFolder() {
        run = new Run(directory, time);
        run.buffer.deadLetters().maintain();
        assertThat(run.root.resolve(DeadLetterFolder.FOLDER)).doesNotExist();
        assertThat(run.reporter.lines()).isEmpty();
    }

    @Test
    void twoPipelinesMayDeleteTheSameFile() {
        run = new Run(directory, time, "deadLetterMaxAge", "1h");
        DeadLetters one = run.buffer.deadLetters();
        DeadLetters other = run.buffer.deadLetters();
        put(one, "a");
        other.maintain();
        time.advance(Duration.ofHours(2));
        one.maintain();
        put(other, "b");
        assertThat(run.files(".ndjson")).hasSize(1);
        assertThat(run.reporter.lines()).isEmpty();
    }

    @Test
    void oneThatWillNotGoKeepsNoOther() throws IOException {
        run = new Run(directory, time, "deadLetterMaxAge", "1h");
        DeadLetters letters = run.buffer.deadLetters();
        put(letters, "a");
        put(letters, "b");
        Path stubborn = run.files(".ndjson").get(0);
        run.disk.undeletable.add(stubborn);
        time.advance(Duration.ofHours(2));
        letters.maintain();
        assertThat(run.files(".ndjson")).containsExactly(stubborn);
    }

    @Test
    void aCapOfZeroKeepsNothingAndTouchesNoDisk() {
        run = new Run(directory, time, "deadLetterMaxBytes", "0MB");
        put(run.buffer.deadLetters(), "a");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void twoPipelinesShareTheFolder() {
        run = new Run(directory, time);
        put(run.buffer.deadLetters(), "a");
        put(run.buffer.deadLetters(), "b");
        assertThat(run.files(".ndjson")).hasSize(2);
    }

    @Test
    void aDiskThatFailsIsSaidAndNothingElseHappens() {
        run = new Run(directory, time);
        DeadLetters letters = run.buffer.deadLetters();
        run.disk.writing = "No space left on device";
        put(letters, "a");
        assertThat(run.reporter.lines()).singleElement().asString().contains("No space left on device");
        run.disk.writing = null;
        put(letters, "b");
        assertThat(run.files(".ndjson")).hasSize(1);
    }

    private void put(DeadLetters letters, String... texts) {
        letters.put(run.batch(Run.STREAM, texts), "InvalidPayload: \"x\"", 400, "request-1");
    }
}
