package io.github.azuremonitor.appender.common.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.testing.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file system of one megabyte. Needs the right to mount one: root in a container of its own, say. */
@Timeout(60)
class FullDiskTest {
    @TempDir
    private Path directory;

    private final ManualTime time = new ManualTime();
    private Path mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted = Files.createDirectory(directory.resolve("tiny"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", mounted.toString()))
                .as("this user may not mount a tmpfs, so no disk is really full here")
                .isZero();
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", mounted.toString());
    }

    @Test
    void aDiskThatFillsUpLosesNothingAndIsUsedAgain() throws Exception {
        var run = new Run(mounted, time).maintain();
        Path ballast = Files.write(mounted.resolve("ballast"), new byte[600_000]);
        for (int i = 0; i < 8; i++) {
            run.put(i + " " + noise(i));
        }
        assertThat(run.files(".batch")).hasSizeBetween(2, 5);
        assertThat(run.files(".tmp")).isEmpty();
        assertThat(run.stats().held()).isEqualTo(8);
        assertThat(run.reporter.lines().get(1)).contains("No space left on device");
        Files.delete(ballast);
        time.advance(Duration.ofSeconds(31));
        run.maintain();
        assertThat(run.files(".batch")).hasSize(8);
        assertThat(run.deliver()).hasSize(8);
        assertThat(run.stats()).matches(PipelineStats::balances);
        run.spool.close();
    }

    @Test
    void whatWaitsOnAFullDiskGetsOut() throws Exception {
        new Run(mounted, time).maintain().put("a").put("b").spool.close();
        fill();
        var next = new Run(mounted, time).maintain();
        assertThat(next.deliver()).containsExactly("a", "b");
        next.spool.close();
    }

    @Test
    void aFullDiskIsNotLitteredWithBeginnings() throws Exception {
        var run = new Run(mounted, time).maintain();
        fill();
        run.put("a");
        for (int i = 0; i < 5; i++) {
            time.advance(Duration.ofSeconds(31));
            run.maintain();
        }
        assertThat(run.root.toFile().list()).hasSizeLessThanOrEqualTo(1);
        for (java.io.File ballast :
                java.util.Objects.requireNonNull(mounted.toFile().listFiles())) {
            if (ballast.isFile()) {
                Files.delete(ballast.toPath());
            }
        }
        time.advance(Duration.ofSeconds(31));
        run.maintain();
        assertThat(run.files(".batch")).hasSize(1);
        assertThat(run.files("identity")).hasSize(1);
        run.spool.close();
    }

    @Test
    void aTmpfsIsMemoryAndGetsSixtyFourMegabytes() throws IOException {
        var opened = new SpoolLocation(mounted, 0, name -> null, name -> null, new RealDisk()).open();
        assertThat(opened.fileSystem()).isEqualTo("tmpfs");
        assertThat(opened.maxBytes()).isEqualTo(64L << 20);
    }

    @Test
    void whatWaitsOnAFullShareThatKeepsNoModesGetsOut() throws Exception {
        new Run(mounted, time).maintain().put("a").spool.close();
        fill();
        var next = new Run(mounted, time);
        next.disk.modesOfMount = "rwxrwxrwx";
        assertThat(next.maintain().deliver()).containsExactly("a");
        next.spool.close();
    }

    @Test
    void aReadOnlyDiskIsSaid() throws Exception {
        assertThat(run("mount", "-o", "remount,ro", mounted.toString())).isZero();
        var run = new Run(mounted, time).maintain().put("a");
        assertThat(run.reporter.lines()).singleElement().asString().contains("Read-only", "durability=memory");
        assertThat(run.deliver()).containsExactly("a");
        run.spool.close();
    }

    private void fill() throws IOException {
        for (int i = 0; ; i++) {
            try {
                Files.write(mounted.resolve("ballast" + i), new byte[4096]);
            } catch (IOException full) {
                return;
            }
        }
    }

    private static String noise(int seed) {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (int i = 0; i < 140_000; i++) {
            text.append((char) ('#' + random.nextInt(57)));
        }
        return text.toString();
    }

    private static int run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException noSuchProgram) {
            return 127;
        }
    }
}
