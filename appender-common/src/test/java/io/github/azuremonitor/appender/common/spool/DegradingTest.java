package io.github.azuremonitor.appender.common.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.testing.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fails, and comes back. */
class DegradingTest {
    @TempDir
    private Path directory;

    private final ManualTime time = new ManualTime();
    private Run run;

    @AfterEach
    void theLedgerBalances() {
        assertThat(run.stats()).matches(PipelineStats::balances);
        run.spool.close();
        assertThat(run.stats()).matches(PipelineStats::balances);
    }

    @Test
    void aFullDiskCostsNothingWhileMemoryLasts() {
        run = new Run(directory, time).maintain().put("a");
        run.disk.writing = "No space left on device";
        run.put("b").put("c");
        assertThat(run.spool.survivesStop()).isFalse();
        assertThat(run.stats().held()).isEqualTo(3);
        assertThat(run.reporter.lines())
                .filteredOn(line -> line.startsWith("WARN"))
                .singleElement()
                .asString()
                .contains(run.root.toString(), "No space left on device", "lower spoolMaxBytes", "every 30 s");
        assertThat(run.deliver()).containsExactly("a", "b", "c");
    }

    @Test
    void whenTheDiskWorksAgainWhatWaitsMovesThere() {
        run = new Run(directory, time).maintain();
        run.disk.writing = "No space left on device";
        run.put("a").put("b");
        run.disk.writing = null;
        time.advance(Duration.ofSeconds(29));
        run.put("c").maintain();
        assertThat(run.files(".batch")).as("too early for another try").isEmpty();
        time.advance(Duration.ofSeconds(1));
        run.maintain();
        assertThat(run.files(".batch")).hasSize(3);
        assertThat(run.spool.survivesStop()).isTrue();
        assertThat(run.reporter.lines().get(2)).startsWith("INFO batches can wait on disk again");
        run.spool.close();
        Run next = new Run(directory, time).maintain();
        assertThat(next.deliver()).containsExactly("a", "b", "c");
        next.spool.close();
    }

    @Test
    void aDiskThatStaysFullIsTriedEveryThirtySecondsAndSaidRarely() {
        run = new Run(directory, time).maintain();
        run.disk.writing = "Read-only file system";
        run.put("a");
        for (int i = 0; i < 600; i++) {
            time.advance(Duration.ofSeconds(1));
            run.maintain();
        }
        assertThat(run.reporter.lines())
                .filteredOn(line -> line.startsWith("WARN"))
                .hasSizeBetween(1, 3);
        assertThat(run.reporter.lines().get(1)).contains("durability=memory");
        assertThat(run.reporter.lines()).noneMatch(line -> line.contains("again, in"));
    }

    @Test
    void aTornWriteLeavesNothingBehind() {
        run = new Run(directory, time).maintain();
        run.put("a");
        run.disk.writing = "No space left on device";
        run.disk.torn = 20;
        run.put("b");
        assertThat(run.files(".tmp")).isEmpty();
        assertThat(run.deliver()).containsExactly("a", "b");
    }

    @Test
    void aTornWriteThatCannotEvenBeDeletedIsSetAsideByTheNextStart() {
        run = new Run(directory, time).maintain().put("a");
        run.disk.writing = "Input/output error";
        run.disk.deleting = "Input/output error";
        run.disk.torn = 20;
        run.put("b");
        assertThat(run.files(".tmp")).hasSize(1);
        run.disk.torn = 0;
        run.spool.close();
        Run next = new Run(directory, time).maintain();
        assertThat(next.deliver()).containsExactly("a");
        assertThat(next.files(".bad")).hasSize(1);
        next.spool.close();
    }

    @Test
    void aRenameThatFailsIsAWriteThatFails() {
        run = new Run(directory, time).maintain();
        run.disk.renaming = "Permission denied";
        run.put("a");
        assertThat(run.files(".tmp")).isEmpty();
        assertThat(run.stats().held()).isEqualTo(1);
        assertThat(run.reporter.lines().get(1)).contains("let this process's user write there");
    }

    @Test
    void aRenameThatFailsForAWhileLosesNothingAndLeavesNothing() {
        run = new Run(directory, time).maintain().put("a");
        run.disk.renaming = "Input/output error";
        run.put("b").put("c");
        time.advance(Duration.ofSeconds(30));
        run.maintain().put("d");
        assertThat(run.files(".batch")).as("it still fails").hasSize(1);
        run.disk.renaming = null;
        time.advance(Duration.ofSeconds(30));
        run.maintain();
        assertThat(run.files(".batch")).hasSize(4);
        assertThat(run.files(".tmp")).isEmpty();
        assertThat(run.deliver()).containsExactly("a", "b", "c", "d");
        assertThat(run.lost).isEmpty();
    }

    @Test
    void aDeliveredFileThatWouldNotGoIsNotTakenForOneOfAnEarlierRun() {
        Run earlier = new Run(directory, time).maintain().put("a");
        run = new Run(directory, time).maintain().put("b");
        earlier.spool.close();
        time.advance(Duration.ofMinutes(1));
        run.maintain();
        run.disk.deleting = "Operation not permitted";
        assertThat(run.deliver()).containsExactlyInAnyOrder("a", "b");
        for (int i = 0; i < 3; i++) {
            time.advance(Duration.ofMinutes(1));
            run.maintain();
        }
        assertThat(run.deliver()).as("rows that Azure has").isEmpty();
        run.disk.deleting = null;
        run.maintain();
        assertThat(run.files(".batch")).isEmpty();
        assertThat(run.lost).isEmpty();
    }

    @Test
    void aDiskThatLetsNothingGoIsNotFilledWithBeginnings() {
        run = new Run(directory, time).maintain().put("a");
        run.disk.renaming = "Operation not permitted";
        run.disk.deleting = "Operation not permitted";
        for (int i = 0; i < 20; i++) {
            run.put("b" + i);
            time.advance(Duration.ofSeconds(31));
            run.maintain();
        }
        assertThat(run.files(".tmp")).hasSize(1);
        run.disk.renaming = null;
        run.disk.deleting = null;
        time.advance(Duration.ofSeconds(31));
        run.maintain();
        assertThat(run.files(".tmp")).isEmpty();
        assertThat(run.files(".batch")).hasSize(21);
        assertThat(run.lost).isEmpty();
    }

    @Test
    void aStopTriesTheDiskOnceMore() {
        run = new Run(directory, time).maintain();
        run.disk.writing = "No space left on device";
        run.put("a");
        run.disk.writing = null;
        run.spool.close();
        assertThat(run.stats().handedOver()).isEqualTo(1);
        assertThat(run.lost).isEmpty();
    }

    @Test
    void aStopWithoutADiskSaysWhatIsLost() {
        run = new Run(directory, time).maintain();
        run.disk.writing = "No space left on device";
        run.put("a");
        run.spool.close();
        assertThat(run.lost).containsExactly("SHUTDOWN 1");
    }

    @Test
    void aDiskThatNobodyTriedIsNotSaidToWorkAgain() {
        run = new Run(directory, time).maintain();
        run.disk.writing = "No space left on device";
        run.put("a");
        assertThat(run.deliver()).containsExactly("a");
        time.advance(Duration.ofSeconds(31));
        run.maintain();
        assertThat(run.reporter.lines()).as("it is still full").noneMatch(line -> line.contains("again, in"));
        run.put("b");
        time.advance(Duration.ofSeconds(31));
        run.disk.writing = null;
        run.maintain();
        assertThat(run.files(".batch")).hasSize(1);
        assertThat(run.reporter.lines()).anyMatch(line -> line.contains("again, in"));
    }

    @Test
    void anErrorOfTheJvmWhileABatchIsWrittenDoesNotLoseIt() {
        run = new Run(directory, time).maintain();
        run.disk.fatal = new InternalError("played");
        run.put("a");
        run.disk.fatal = null;
        assertThat(run.stats().held()).isEqualTo(1);
        assertThat(run.deliver()).containsExactly("a");
    }

    @Test
    void anErrorOfTheJvmWithOneBatchKeepsNobodyFromTheOthers() {
        run = new Run(directory, time).maintain().put("a");
        run.disk.fatal = new InternalError("played");
        assertThat(run.spool.lease(any -> true)).isNull();
        run.disk.fatal = null;
        assertThat(run.put("b").deliver()).containsExactly("b");
        time.advance(Duration.ofSeconds(31));
        assertThat(run.deliver()).containsExactly("a");
    }

    @Test
    void aDirectoryThatSomebodyDeletesIsMadeAgain() throws IOException {
        run = new Run(directory, time).maintain().put("a");
        deleteAll(run.root);
        run.put("b");
        assertThat(run.stats().held()).isEqualTo(2);
        time.advance(Duration.ofSeconds(31));
        run.maintain();
        assertThat(run.files(".batch")).hasSize(1);
        assertThat(run.deliver()).containsExactly("b");
        assertThat(run.lost).containsExactly("UNREADABLE 1");
    }

    @Test
    void aPlaceThatCannotBeMadeLeavesMemory() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        run = new Run(file, time).maintain().put("a");
        assertThat(run.deliver()).containsExactly("a");
        assertThat(run.reporter.lines()).singleElement().asString().startsWith("WARN no disk");
    }

    private static void deleteAll(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
