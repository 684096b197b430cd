package io.github.azuremonitor.appender.common.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.testing.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits on disk, over one run and the next. */
class DiskSpoolTest {
    @TempDir
    private Path directory;

    private final ManualTime time = new ManualTime();
    private final List<Run> runs = new ArrayList<>();

    @AfterEach
    void everyLedgerBalances() {
        for (Run run : runs) {
            assertThat(run.stats()).matches(PipelineStats::balances, "balances");
            run.spool.close();
            assertThat(run.stats()).matches(PipelineStats::balances, "balances at the end");
            assertThat(run.stats().held()).isZero();
        }
    }

    private Run run(String... namesAndValues) {
        var run = new Run(directory, time, namesAndValues);
        runs.add(run);
        return run;
    }

    @Test
    void noDiskIsTouchedBeforeTheFirstRound() {
        run();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void whatIsPutComesBackInOrderAndItsFileGoes() {
        Run run = run().maintain();
        run.put("a").put("b", "c").put("d");
        assertThat(run.files(".batch")).hasSize(3);
        assertThat(run.stats().held()).isEqualTo(4);
        assertThat(run.deliver()).containsExactly("a", "b", "c", "d");
        assertThat(run.files(".batch")).isEmpty();
        assertThat(run.spool.bytes()).isZero();
    }

    @Test
    void itSaysOnceWhereItIsAndHowMuchFits() {
        run().maintain().put("a").maintain();
        assertThat(runs.get(0).reporter.lines())
                .singleElement()
                .asString()
                .startsWith("INFO")
                .contains(directory.toString())
                .contains("100 MB");
    }

    @Test
    void onAShareThatKeepsNoModesItWaitsAndIsSaidWhoCanReadIt() {
        Run run = run();
        run.disk.modesOfMount = "rwxrwxrwx";
        run.maintain().put("a").maintain();
        assertThat(run.files(".batch")).hasSize(1);
        assertThat(run.reporter.lines())
                .filteredOn(line -> line.startsWith("WARN"))
                .singleElement()
                .asString()
                .contains(directory.toString(), "keeps no modes", "every user of this machine", "dir_mode=0700");
    }

    @Test
    void aStopLeavesEverythingToTheNextStart() {
        Run first = run().maintain().put("a").put("b");
        first.spool.close();
        assertThat(first.stats().handedOver()).isEqualTo(2);
        Run second = run().maintain();
        assertThat(second.stats().recovered()).isEqualTo(2);
        assertThat(second.deliver()).containsExactly("a", "b");
        second.spool.close();
        Run third = run().maintain();
        assertThat(third.deliver()).isEmpty();
        assertThat(third.stats().recovered()).isZero();
    }

    @Test
    void newRowsDoNotOverwriteThoseOfEarlierRuns() {
        run().maintain().put("a").spool.close();
        run().maintain().put("b").spool.close();
        assertThat(run().maintain().deliver()).containsExactly("a", "b");
        assertThat(runs.get(2).root.toFile().list())
                .as("one directory is enough")
                .hasSize(1);
    }

    @Test
    void twoPipelinesLeaveEachOtherAlone() {
        Run one = run().maintain().put("of one");
        Run two = run().maintain().put("of two");
        time.advance(Duration.ofMinutes(2));
        one.maintain();
        two.maintain();
        assertThat(one.deliver()).containsExactly("of one");
        assertThat(two.deliver()).containsExactly("of two");
    }

    @Test
    void whatAnEndedPipelineLeftIsTakenOverWithinAMinute() {
        Run one = run().maintain().put("of one");
        time.advance(Duration.ofMillis(1));
        Run two = run().maintain().put("of two");
        one.spool.close();
        time.advance(Duration.ofSeconds(59));
        assertThat(two.maintain().stats().recovered()).isZero();
        time.advance(Duration.ofSeconds(2));
        assertThat(two.maintain().stats().recovered()).isEqualTo(1);
        assertThat(two.deliver()).containsExactly("of one", "of two");
    }

    @Test
    void anotherRulesRowsAreLeftAlone() {
        run("dcrImmutableId", "dcr-00000000000000000000000000000002")
                .maintain()
                .put("of another rule")
                .spool
                .close();
        assertThat(run().maintain().deliver()).isEmpty();
        assertThat(runs.get(1).files(".batch")).hasSize(1);
    }

    @Test
    void rowsForAnotherRuleOfTheListAreTakenOver() {
        String first = "dcr-00000000000000000000000000000001";
        String second = "dcr-00000000000000000000000000000002";
        String third = "dcr-00000000000000000000000000000003";
        run("dcrImmutableId", second).maintain().put("of the second").spool.close();
        run("dcrImmutableId", third)
                .maintain()
                .put("of a rule not in the list")
                .spool
                .close();

        Run both = run("dcrImmutableId", first + ", " + second).maintain();

        assertThat(both.deliver()).containsExactly("of the second");
        assertThat(both.reporter.lines())
                .filteredOn(line -> line.contains("for the rule"))
                .singleElement()
                .asString()
                .contains(third);
    }

    @Test
    void whatNobodySendsIsSaidOnceAtTheStart() {
        String other = "dcr-00000000000000000000000000000002";
        run("dcrImmutableId", other).maintain().put("a", "b").put("c").spool.close();
        Run run = run().maintain();
        time.advance(Duration.ofMinutes(2));
        run.maintain();
        assertThat(run.reporter.lines())
                .filteredOn(line -> line.contains("3 rows for the rule " + other))
                .singleElement()
                .asString()
                .startsWith("WARN")
                .contains(directory.toString(), "spool send", "spool drop");
        assertThat(run("dcrImmutableId", other).maintain().deliver()).containsExactly("a", "b", "c");
    }

    @Test
    void whatALivingProcessOfAnotherRuleWillSendIsNotSaid() {
        run("dcrImmutableId", "dcr-00000000000000000000000000000002").maintain().put("a");
        assertThat(run().maintain().reporter.lines()).noneMatch(line -> line.contains("for the rule"));
    }

    @Test
    void whatAnEarlierRunLeftIsNamedByItsStreams() {
        Run first = run().maintain().put("a");
        first.spool.put(first.batch("Custom-Mispelt_CL", "b", "c"), false);
        first.spool.close();
        assertThat(run().maintain().reporter.lines())
                .anyMatch(line -> line.startsWith("INFO found 3 rows of earlier runs in ")
                        && line.endsWith(", for the streams Custom-JavaLogs_CL (1), Custom-Mispelt_CL (2)"));
        runs.get(1).deliver();
        runs.get(1).spool.close();
        Run third = run().maintain();
        third.spool.put(third.batch("Custom-Mispelt_CL", "d"), false);
        third.spool.close();
        assertThat(run().maintain().reporter.lines())
                .anyMatch(line -> line.endsWith(
                        "found 1 rows of earlier runs in " + third.root + ", for the stream Custom-Mispelt_CL"));
    }

    @Test
    void anotherCloudsRowsAreLeftAlone() {
        run("cloud", "china").maintain().put("of another cloud").spool.close();
        assertThat(run().maintain().deliver()).isEmpty();
    }

    @Test
    void atTheCapTheOldestGoFirst() {
        Run run = run("spoolMaxBytes", "1MB").maintain();
        for (int i = 0; i < 12; i++) {
            run.spool.put(big(run, Run.STREAM, i), false);
        }
        assertThat(run.spool.bytes()).isBetween(900_000L, 1L << 20);
        assertThat(run.lost).isNotEmpty().allMatch(line -> line.equals("BUFFER_FULL 1"));
        assertThat(run.deliver().get(0)).startsWith(run.lost.size() + " ");
    }

    @Test
    void theCapHoldsForWhatEarlierRunsLeftToo() {
        Run first = run("spoolMaxBytes", "2MB").maintain();
        for (int i = 0; i < 12; i++) {
            first.spool.put(big(first, Run.STREAM, i), false);
        }
        first.spool.close();
        Run second = run("spoolMaxBytes", "1MB").maintain();
        assertThat(second.spool.bytes()).isLessThan(1L << 20);
        assertThat(second.lost).isNotEmpty();
    }

    @Test
    void manySmallFilesCountAsMuchAsTheyTakeFromTheDisk() {
        // Each takes a block of 4 KB, whatever is in it.
        Run run = run("spoolMaxBytes", "1MB").maintain();
        for (int i = 0; i < 300; i++) {
            run.put("row " + i);
        }
        assertThat(run.files(".batch")).hasSize(256);
        assertThat(run.spool.bytes()).isEqualTo(1 << 20);
        assertThat(run.lost).hasSize(44).allMatch(line -> line.equals("BUFFER_FULL 1"));
        assertThat(run.deliver().get(0)).isEqualTo("row 44");
    }

    @Test
    void pagesOfTheJournalCountAsMuchAsTheyTakeFromTheDisk() {
        Run run = run("spoolMaxBytes", "1MB", "durability", "journal").maintain();
        List<Batch> withPages = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            withPages.add(run.batch(Run.STREAM, "row " + i));
        }
        assertThat(run.files(".open")).hasSizeGreaterThanOrEqualTo(300);
        for (Batch batch : withPages) {
            run.spool.put(batch, false);
        }
        assertThat(run.lost).as("given up for pages of 4 KB each").isNotEmpty();
        assertThat(run.files(".batch").size() + run.files(".open").size()).isLessThanOrEqualTo(256);
    }

    @Test
    void aRefusedStreamGetsHalf() {
        Run run = run("spoolMaxBytes", "1MB").maintain();
        for (int i = 0; i < 9; i++) {
            run.spool.put(big(run, "Custom-Wrong", i), true);
        }
        assertThat(run.spool.bytes()).isLessThanOrEqualTo(512 << 10);
        assertThat(run.lost).isNotEmpty();
    }

    @Test
    void whatIsTooOldIsGivenUp() {
        Run run = run("spoolMaxAge", "1h").maintain().put("old");
        time.advance(Duration.ofMinutes(59));
        run.put("young").maintain();
        assertThat(run.lost).isEmpty();
        time.advance(Duration.ofMinutes(2));
        assertThat(run.maintain().lost).containsExactly("EXPIRED 1");
        assertThat(run.files(".batch")).hasSize(1);
        assertThat(run.deliver()).containsExactly("young");
    }

    @Test
    void aWallClockThatJumpsEmptiesNothing() {
        run().maintain().put("of an earlier run").spool.close();
        Run run = run("spoolMaxAge", "7d").maintain().put("own");
        run.disk.writing = "No space left on device";
        run.put("in memory");
        time.jump(Duration.ofDays(3650));
        assertThat(run.maintain().lost).isEmpty();
        time.jump(Duration.ofDays(-7300));
        assertThat(run.maintain().lost).isEmpty();
        time.advance(Duration.ofDays(7).plusSeconds(1));
        run.maintain();
        assertThat(run.lost).containsExactlyInAnyOrder("EXPIRED 1", "EXPIRED 1", "EXPIRED 1");
    }

    @Test
    void whatAnEarlierRunLeftIsAsOldAsItsRows() {
        run().maintain().put("old").spool.close();
        time.advance(Duration.ofDays(5));
        Run run = run("spoolMaxAge", "7d").maintain();
        time.advance(Duration.ofDays(1));
        assertThat(run.maintain().lost).isEmpty();
        time.advance(Duration.ofDays(1).plusSeconds(1));
        assertThat(run.maintain().lost).containsExactly("EXPIRED 1");
    }

    @Test
    void postponedBatchesWaitBehindTheOthers() {
        Run run = run().maintain().put("a").put("b");
        lease(run).postponed(0);
        assertThat(run.deliver()).containsExactly("b", "a");
    }

    @Test
    void aBatchThatIsTakenBackKeepsItsPlace() {
        Run run = run().maintain().put("a").put("b");
        lease(run).released();
        assertThat(run.deliver()).containsExactly("a", "b");
    }

    @Test
    void aSplitBatchStaysOnDiskUntilItsPartsAreSettled() {
        Run run = run().maintain().put("a", "b");
        Spool.Lease lease = lease(run);
        lease.replaced();
        assertThat(run.spool.rows()).isZero();
        assertThat(run.files(".batch")).hasSize(1);
        run.ledger.accepted(2);
        lease.done();
        assertThat(run.files(".batch")).isEmpty();
        assertThat(run.spool.bytes()).isZero();
    }

    @Test
    void onlyTheOwnerCanReadIt() throws IOException {
        Run run = run().maintain().put("a");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(run.root)))
                .isEqualTo("rwx------");
        Path file = run.files(".batch").get(0);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    private static Spool.Lease lease(Run run) {
        Spool.Lease lease = run.spool.lease(any -> true);
        assertThat(lease).isNotNull();
        return lease;
    }

    /** Some 100 KB that do not pack. */
    private static Batch big(Run run, String stream, int number) {
        var random = new java.util.Random(number);
        var text = new StringBuilder(number + " ");
        for (int i = 0; i < 140_000; i++) {
            text.append((char) ('#' + random.nextInt(57)));
        }
        return run.batch(stream, text.toString());
    }
}
