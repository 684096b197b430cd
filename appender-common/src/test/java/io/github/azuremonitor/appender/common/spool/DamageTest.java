package io.github.azuremonitor.appender.common.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.testing.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not what was written. */
class DamageTest {
    /** Each in the thorough form; one in three has each place within a byte. */
    private static final int BITS = Boolean.getBoolean("thorough") ? 1 : 3;

    @TempDir
    private Path directory;

    private final ManualTime time = new ManualTime();
    private Path middle;
    private byte[] sound;

    @BeforeEach
    void threeBatchesWait() throws IOException {
        var run = new Run(directory, time).maintain().put("first").put("middle").put("last");
        middle = run.files(".batch").get(1);
        sound = Files.readAllBytes(middle);
        run.spool.close();
    }

    @Test
    void aFileCutAnywhereCostsItsOwnRowsOnly() throws IOException {
        for (int length = 0; length < sound.length; length++) {
            Files.write(middle, Arrays.copyOf(sound, length));
            onlyTheMiddleIsLost("cut at " + length);
        }
    }

    @Test
    void aFileWithSomethingBehindItIsDamaged() throws IOException {
        Files.write(middle, Arrays.copyOf(sound, sound.length + 1));
        onlyTheMiddleIsLost("one byte more");
    }

    @Test
    void anyFlippedBitCostsItsOwnRowsOnly() throws IOException {
        for (int bit = 0; bit < sound.length * 8; bit += BITS) {
            byte[] flipped = sound.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            Files.write(middle, flipped);
            onlyTheMiddleIsLost("bit " + bit);
        }
    }

    @Test
    void hugeLengthsReserveNoMemory() {
        byte[] bytes = new byte[SpoolFile.MAX_HEADER];
        Arrays.fill(bytes, (byte) 0x7f);
        assertThatThrownBy(() -> SpoolFile.read(bytes, Long.MAX_VALUE)).isInstanceOf(DamagedFileException.class);
    }

    @Test
    void aWholeTemporaryFileIsPromotedAndATornOneIsSetAside() throws IOException {
        Path temporary = Path.of(middle.toString().replace(".batch", ".tmp"));
        Files.move(middle, temporary);
        var run = new Run(directory, time).maintain();
        assertThat(run.stats().recovered()).isEqualTo(3);
        assertThat(run.files(".tmp")).isEmpty();
        run.spool.close();
        for (int length = 0; length < sound.length; length++) {
            Files.deleteIfExists(middle);
            Files.write(temporary, Arrays.copyOf(sound, length));
            onlyTheMiddleIsLost("temporary file cut at " + length);
        }
    }

    @Test
    void aFileThatSomebodyDeletedIsCounted() throws IOException {
        var run = new Run(directory, time).maintain();
        Files.delete(middle);
        assertThat(run.deliver()).containsExactly("first", "last");
        assertThat(run.lost).containsExactly("UNREADABLE 1");
        assertThat(run.stats()).matches(PipelineStats::balances);
        run.spool.close();
    }

    @Test
    void aFileThatCannotBeReadNowIsReadLater() {
        var run = new Run(directory, time).maintain();
        run.disk.reading = "Too many open files";
        assertThat(run.deliver()).isEmpty();
        assertThat(run.stats().held()).isEqualTo(3);
        run.disk.reading = null;
        time.advance(Duration.ofSeconds(31));
        assertThat(run.deliver()).containsExactly("first", "middle", "last");
        assertThat(run.reporter.lines()).anyMatch(line -> line.contains("Too many open files"));
        run.spool.close();
    }

    @Test
    void aFileThatCannotBeDeletedIsNotSentTwice() {
        var run = new Run(directory, time).maintain();
        run.disk.deleting = "Resource busy";
        assertThat(run.deliver()).hasSize(3);
        assertThat(run.deliver()).isEmpty();
        run.disk.deleting = null;
        run.maintain();
        assertThat(run.files(".batch")).isEmpty();
        run.spool.close();
    }

    @Test
    void damagedFilesGoWhenTheyAreOld() throws IOException {
        Files.write(middle, new byte[3]);
        new Run(directory, time).maintain().spool.close();
        Path bad = Path.of(middle.toString().replace(".batch", ".bad"));
        assertThat(bad).exists();
        Files.setLastModifiedTime(bad, java.nio.file.attribute.FileTime.fromMillis(time.epochMillis()));
        time.advance(Duration.ofDays(8));
        var run = new Run(directory, time, "spoolMaxAge", "7d").maintain();
        assertThat(bad).doesNotExist();
        run.spool.close();
    }

    @Test
    void damagedFilesOfTheRunningProcessGoWhenTheyAreOldToo() throws IOException {
        var run = new Run(directory, time, "spoolMaxAge", "7d").maintain().put("new");
        Path bad = Path.of(run.files(".batch").get(3).toString().replace(".batch", ".bad"));
        Files.write(bad, new byte[3]);
        Files.setLastModifiedTime(bad, java.nio.file.attribute.FileTime.fromMillis(time.epochMillis()));
        time.advance(Duration.ofDays(6));
        assertThat(run.maintain().files(".bad")).hasSize(1);
        time.advance(Duration.ofDays(2));
        assertThat(run.maintain().files(".bad")).isEmpty();
        run.spool.close();
    }

    @Test
    void aClockThatIsSetAYearAheadDeletesNoDamagedFile() throws IOException {
        var run = new Run(directory, time, "spoolMaxAge", "7d").maintain().put("damaged");
        Path found = middle.resolveSibling("1700000000000-00000099.bad");
        Files.write(found, new byte[3]);
        Files.setLastModifiedTime(found, java.nio.file.attribute.FileTime.fromMillis(time.epochMillis()));
        time.advance(Duration.ofMinutes(2));
        run.maintain();
        Files.write(run.files(".batch").get(3), new byte[3]);
        time.jump(Duration.ofDays(365));
        assertThat(run.deliver()).doesNotContain("damaged");
        time.advance(Duration.ofMinutes(2));
        assertThat(run.maintain().files(".bad"))
                .as("one from before, one since the jump")
                .hasSize(2);
        time.jump(Duration.ofDays(-2 * 365));
        time.advance(Duration.ofDays(8));
        assertThat(run.maintain().files(".bad")).as("after 8 days").isEmpty();
        run.spool.close();
    }

    /** Opens, reads all, and puts everything back as it was. */
    private void onlyTheMiddleIsLost(String how) throws IOException {
        var run = new Run(directory, time).maintain();
        List<Spool.Lease> leases = new java.util.ArrayList<>();
        List<String> rows = new java.util.ArrayList<>();
        for (Spool.Lease lease = run.spool.lease(any -> true); lease != null; lease = run.spool.lease(any -> true)) {
            rows.addAll(Run.texts(lease.batch()));
            leases.add(lease);
        }
        assertThat(rows).as(how).containsExactly("first", "last");
        leases.forEach(Spool.Lease::released);
        assertThat(run.reporter.lines()).as(how).anyMatch(line -> line.startsWith("WARN") && line.contains("damaged"));
        assertThat(run.files(".bad")).as(how).hasSize(1);
        assertThat(run.stats()).as(how).matches(PipelineStats::balances);
        run.spool.close();
        assertThat(run.stats()).as(how).matches(PipelineStats::balances);
        Files.delete(run.files(".bad").get(0));
        Files.write(middle, sound);
        if (Files.exists(Path.of(middle.toString().replace(".batch", ".tmp")))) {
            throw new AssertionError(how);
        }
    }
}
