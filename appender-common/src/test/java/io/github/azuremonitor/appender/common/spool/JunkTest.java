package io.github.azuremonitor.appender.common.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.BatchInfo;
import io.github.azuremonitor.appender.common.batch.BatchSplitter;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.testing.ManualTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What random junk once broke, each by itself. */
class JunkTest {
    @TempDir
    private Path directory;

    private final ManualTime time = new ManualTime();
    private Path batch;
    private Path home;

    @BeforeEach
    void oneBatchWaits() {
        var run = new Run(directory, time).maintain().put("a");
        batch = run.files(".batch").get(0);
        home = batch.getParent();
        run.spool.close();
    }

    @Test
    void aNameWithOneZeroMoreIsNotTheSameFile() throws IOException {
        Files.copy(batch, home.resolve(batch.getFileName().toString().replace("-0", "-00")));
        var run = new Run(directory, time).maintain();
        assertThat(run.stats()).matches(PipelineStats::balances, "balances");
        assertThat(run.deliver()).containsExactly("a");
        run.spool.close();
    }

    @Test
    void aCopyWithAnotherTimeInItsNameIsABatchOfItsOwn() throws IOException {
        Files.copy(batch, home.resolve(batch.getFileName().toString().replaceFirst("^\\d{13}", "1795161999999")));
        var run = new Run(directory, time).maintain();
        assertThat(run.stats()).matches(PipelineStats::balances, "balances");
        assertThat(run.deliver()).containsExactly("a", "a");
        run.spool.close();
    }

    @Test
    void theHighestSequenceThereIsDoesNotHideWhatIsPutAfterIt() throws IOException {
        Files.copy(batch, home.resolve("1795161801000-999999999999999999.batch"));
        new Run(directory, time).maintain().put("b").spool.close();
        var run = new Run(directory, time).maintain();
        assertThat(run.deliver()).containsExactlyInAnyOrder("a", "a", "b");
        run.spool.close();
    }

    @Test
    void aDirectoryWithTheNameOfABatchIsLeftAlone() throws IOException {
        Files.createDirectory(home.resolve("1795161801000-00000007.batch"));
        var run = new Run(directory, time).maintain();
        assertThat(run.deliver()).containsExactly("a");
        int lines = run.reporter.lines().size();
        for (int minute = 0; minute < 20; minute++) {
            time.advance(Duration.ofMinutes(1));
            run.maintain();
        }
        assertThat(run.reporter.lines()).hasSize(lines);
        run.spool.close();
    }

    @Test
    void aFileThatStaysUnreadableDoesNotFillTheLog() {
        var run = new Run(directory, time);
        run.disk.unreadable.add(batch);
        for (int minute = 0; minute < 20; minute++) {
            time.advance(Duration.ofMinutes(1));
            run.maintain();
        }
        assertThat(run.reporter.lines()).noneMatch(line -> line.contains("found 0 rows"));
        run.disk.unreadable.clear();
        time.advance(Duration.ofMinutes(1));
        assertThat(run.maintain().deliver()).containsExactly("a");
        run.spool.close();
    }

    @Test
    void aDirectoryThatCannotBeListedDoesNotHideTheOthers() throws IOException {
        Path other = Files.createDirectory(home.resolveSibling(new UUID(0, 0).toString()));
        Files.copy(home.resolve(SpoolIdentity.FILE), other.resolve(SpoolIdentity.FILE));
        var run = new Run(directory, time);
        run.disk.unlistable.add(other);
        assertThat(run.maintain().deliver()).containsExactly("a");
        run.spool.close();
    }

    @Test
    void aTemporaryFileDoesNotReplaceABatchOfItsName() throws IOException {
        Path temporary = Path.of(batch.toString().replace(".batch", ".tmp"));
        Files.copy(batch, temporary);
        var run = new Run(directory, time).maintain();
        assertThat(run.stats()).matches(PipelineStats::balances, "balances");
        assertThat(run.deliver()).containsExactly("a");
        assertThat(temporary).doesNotExist();
        run.spool.close();
    }

    @Test
    void moreRowsThanBytesAreNotBelieved() throws IOException {
        byte[] bytes = Files.readAllBytes(batch);
        ByteBuffer fields = ByteBuffer.wrap(bytes).putInt(8, Integer.MAX_VALUE);
        int end = fields.getShort(6) - 4;
        var checksum = new CRC32C();
        checksum.update(bytes, 0, end);
        fields.putInt(end, (int) checksum.getValue());
        for (int sequence = 2; sequence < 5; sequence++) {
            Files.write(home.resolve("1795161801000-0000000" + sequence + ".batch"), bytes);
        }
        var run = new Run(directory, time).maintain();
        assertThat(run.stats().recovered()).isEqualTo(1);
        assertThat(run.stats()).matches(PipelineStats::balances, "balances");
        assertThat(run.files(".bad")).hasSize(3);
        run.spool.close();
    }

    @Test
    void aBatchWithOtherRowsThanItSaysIsNotSplit() throws IOException {
        Batch lying = batch(2, "[{\"a\":1}]");
        var splitter = new BatchSplitter(1, UUID::randomUUID);
        assertThatThrownBy(() -> splitter.halves(lying)).isInstanceOf(IOException.class);
    }

    @Test
    void timesBeyondTheEndOfTimeDoNotStopASplit() throws IOException {
        Batch far = batch(2, "[{\"TimeGenerated\":\"+1000000000-12-31T23:59:59Z\"},\n{\"a\":1}]");
        assertThat(new BatchSplitter(1, UUID::randomUUID).byTime(far)).hasSize(2);
    }

    private static Batch batch(int rows, String json) throws IOException {
        byte[] raw = json.getBytes(StandardCharsets.UTF_8);
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(raw);
        }
        return new Batch(1, UUID.randomUUID(), new BatchInfo(Run.STREAM, rows, raw.length, 0, 0), packed.toByteArray());
    }
}
