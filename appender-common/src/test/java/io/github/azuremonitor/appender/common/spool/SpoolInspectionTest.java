package io.github.azuremonitor.appender.common.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.azuremonitor.appender.common.spool.SpoolInspection.Content;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Folder;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Holder;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Kind;
import io.github.azuremonitor.appender.common.testing.ManualTime;
import io.github.azuremonitor.appender.common.testing.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking at a spool, beside those who use it. */
class SpoolInspectionTest {
    @TempDir
    private Path directory;

    private final ManualTime time = new ManualTime();
    private final SpoolInspection inspection = new SpoolInspection();

    @Test
    void aDirectoryInUseIsShownAsHeldAndStaysItsOwners() throws IOException {
        var run = new Run(directory, time).maintain().put("one", "two");
        assertThat(onlyFolder().holder()).isEqualTo(Holder.A_PROCESS);
        assertThat(new Run(directory, time).maintain().stats().recovered())
                .as("still held after the look")
                .isZero();
        run.kill();
        assertThat(onlyFolder().holder()).isEqualTo(Holder.NOBODY);
        assertThat(new Run(directory, time).maintain().stats().recovered())
                .as("free after the look")
                .isEqualTo(2);
    }

    @Test
    void aFolderSaysWhoseRowsItHas() throws IOException {
        var run = new Run(directory, time).maintain().put("one", "two").put("three");
        run.kill();
        Folder folder = onlyFolder();
        assertThat(folder.dcrImmutableId()).isEqualTo(Settings.with().pipeline().dcrImmutableId());
        assertThat(folder.audience()).isEqualTo("https://monitor.azure.com");
        assertThat(folder.files()).extracting(Content::rows).containsExactly(2, 1);
        assertThat(folder.files()).allSatisfy(file -> {
            assertThat(file.kind()).isEqualTo(Kind.BATCH);
            assertThat(file.stream()).isEqualTo(Run.STREAM);
            assertThat(file.bytes()).isEqualTo(Files.size(file.path()));
            assertThat(file.oldestMillis()).isEqualTo(time.epochMillis());
            assertThat(file.damage()).isNull();
        });
        assertThat(texts(folder.files().get(0).path())).containsExactly("one", "two");
    }

    @Test
    void anyOfTheThreeDirectoriesLeadsToTheSameFiles() throws IOException {
        var run = new Run(directory, time).maintain().put("one");
        run.kill();
        Folder folder = onlyFolder();
        assertThat(inspection.folders(run.root)).containsExactly(folder);
        assertThat(inspection.folders(folder.path())).containsExactly(folder);
        assertThat(SpoolInspection.place(run.root)).isEqualTo(directory.toAbsolutePath());
        assertThat(SpoolInspection.place(directory)).isEqualTo(directory.toAbsolutePath());
    }

    @Test
    void aJournalCutAnywhereShowsTheRowsBeforeTheCut() throws IOException {
        var run = new Run(directory, time, "durability", "journal");
        run.maintain();
        run.rows(Run.STREAM, "one").rows(Run.STREAM, "two");
        run.kill();
        Path journal = run.files(".open").stream()
                .filter(file -> file.toFile().length() > 0)
                .findFirst()
                .orElseThrow();
        byte[] sound = Files.readAllBytes(journal);
        assertThat(texts(journal)).containsExactly("one", "two");
        Files.write(journal, Arrays.copyOf(sound, sound.length - 1));
        assertThat(texts(journal)).containsExactly("one");
        Content content = onlyFolder().files().stream()
                .filter(file -> file.path().equals(journal))
                .findFirst()
                .orElseThrow();
        assertThat(content.kind()).isEqualTo(Kind.JOURNAL);
        assertThat(content.rows()).isEqualTo(1);
        assertThat(content.damage()).as("a torn end is nobody's fault").isNull();
    }

    @Test
    void damageIsSaidAndHidesNoOtherFile() throws IOException {
        var run = new Run(directory, time).maintain().put("one").put("two");
        run.kill();
        Path first = run.files(".batch").get(0);
        Files.write(first, new byte[60]);
        List<Content> files = onlyFolder().files();
        assertThat(files.get(0).damage()).isEqualTo("not a spool file");
        assertThat(files.get(1).rows()).isEqualTo(1);
        assertThatThrownBy(() -> inspection.rows(first)).hasMessage("not a spool file");
    }

    @Test
    void aFlippedBitInTheBodyIsSaidWhenTheRowsAreRead() throws IOException {
        var run = new Run(directory, time).maintain().put("one");
        run.kill();
        Path file = run.files(".batch").get(0);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> inspection.rows(file)).hasMessage("checksum of the body");
    }

    @Test
    void refusedRowsComeWithTheReason() throws IOException {
        var run = new Run(directory, time).maintain();
        run.buffer.deadLetters().put(run.batch(Run.STREAM, "one", "two"), "MalformedJson: no", 400, "id");
        Folder letters = inspection.folders(directory).stream()
                .filter(folder -> folder.path().toString().contains("dead-letters"))
                .findFirst()
                .orElseThrow();
        assertThat(letters.dcrImmutableId())
                .isEqualTo(Settings.with().pipeline().dcrImmutableId());
        Content file = letters.files().get(0);
        assertThat(file.kind()).isEqualTo(Kind.DEAD_LETTER);
        assertThat(file.rows()).isEqualTo(2);
        assertThat(file.stream()).isEqualTo(Run.STREAM);
        assertThat(inspection.rows(file.path()).refusal()).contains("MalformedJson: no");
        assertThat(texts(file.path())).containsExactly("one", "two");
        run.kill();
    }

    @Test
    void looksOnly() throws IOException {
        var run = new Run(directory, time).maintain().put("one").put("two");
        run.kill();
        Files.write(run.files(".batch").get(0), new byte[3]);
        Map<Path, FileTime> before = modified();
        for (Content file : onlyFolder().files()) {
            try {
                inspection.rows(file.path());
            } catch (IOException damaged) {
                // One of them is.
            }
        }
        assertThat(modified()).isEqualTo(before);
    }

    private Folder onlyFolder() throws IOException {
        List<Folder> folders = inspection.folders(directory);
        assertThat(folders).hasSize(1);
        return folders.get(0);
    }

    private List<String> texts(Path file) throws IOException {
        return inspection.rows(file).rows().stream()
                .map(row -> new String(row, StandardCharsets.UTF_8))
                .map(row -> row.substring("{\"Message\":\"".length(), row.length() - 2))
                .toList();
    }

    private Map<Path, FileTime> modified() throws IOException {
        var found = new TreeMap<Path, FileTime>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                found.put(file, Files.getLastModifiedTime(file));
            }
        }
        return found;
    }
}
