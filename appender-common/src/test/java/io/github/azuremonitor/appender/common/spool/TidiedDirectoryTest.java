package io.github.azuremonitor.appender.common.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.testing.ManualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody tidies up in directories that living processes use: systemd-tmpfiles, or a person who sees an old lock. */
@Timeout(120)
class TidiedDirectoryTest {
    private static final Duration A_LOOK = Duration.ofSeconds(11);

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
        }
    }

    private Run run(String... namesAndValues) {
        var run = new Run(directory, time, namesAndValues);
        runs.add(run);
        return run.maintain();
    }

    @Test
    void whatSaysThatADirectoryIsInUseDoesNotGrowOld() throws IOException {
        Run run = run().put("a");
        Path home = home(run);
        time.advance(Duration.ofDays(9));
        run.maintain();
        for (String file : List.of(SpoolLocks.FILE, SpoolIdentity.FILE)) {
            assertThat(Files.getLastModifiedTime(home.resolve(file)).toMillis())
                    .as(file)
                    .isEqualTo(time.epochMillis());
        }
        forgetWhatThisJvmKnows();
        assertThat(run().deliver())
                .as("the lock is still there after it was touched")
                .isEmpty();
    }

    @Test
    void whileOneOfBothIsThereNoOtherProcessTakesTheDirectory() throws Exception {
        Run run = run().put("a");
        Path home = home(run);
        Files.delete(home.resolve(SpoolLocks.FILE));
        assertThat(takenByAnotherProcess(home)).isFalse();
        time.advance(A_LOOK);
        run.maintain();
        assertThat(warning(run)).contains("deleted lock or identity", "there again", home.toString());
        Files.delete(home.resolve(SpoolIdentity.FILE));
        assertThat(takenByAnotherProcess(home)).isFalse();
        time.advance(A_LOOK);
        assertThat(run.maintain().put("b").deliver()).containsExactly("a", "b");
        Files.delete(home.resolve(SpoolLocks.FILE));
        assertThat(takenByAnotherProcess(home)).as("identity is guarded again").isFalse();
        assertThat(run.lost).isEmpty();
    }

    @Test
    void withoutItsIdentityADirectoryIsFoundByTheNextStartAllTheSame() throws IOException {
        Run run = run().put("a");
        Files.delete(home(run).resolve(SpoolIdentity.FILE));
        time.advance(A_LOOK);
        run.maintain().kill();
        assertThat(run().deliver()).containsExactly("a");
    }

    @Test
    void withoutBothItStaysWhereItIs() throws IOException {
        Run run = run("durability", "journal").put("a");
        Path home = home(run);
        Files.delete(home.resolve(SpoolIdentity.FILE));
        Files.delete(home.resolve(SpoolLocks.FILE));
        forgetWhatThisJvmKnows();
        Run next = run("durability", "journal");
        assertThat(next.deliver()).isEmpty();
        time.advance(A_LOOK);
        run.maintain();
        forgetWhatThisJvmKnows();
        time.advance(Duration.ofMinutes(2));
        assertThat(next.maintain().deliver()).isEmpty();
        assertThat(run.put("b").deliver()).containsExactly("a", "b");
        assertThat(run.lost).isEmpty();
    }

    @Test
    void whatAnotherProcessHasTakenAlreadyIsItsAndNoLoss() throws IOException {
        Run run = run("durability", "journal").put("a").put("b");
        Path home = home(run);
        Spool.Lease lease = run.spool.lease(any -> true);
        assertThat(lease).isNotNull();
        Path identity = home.resolve(SpoolIdentity.FILE);
        Path copy = Files.copy(identity, home.resolve("copy"));
        Files.move(copy, identity, StandardCopyOption.REPLACE_EXISTING);
        Files.delete(home.resolve(SpoolLocks.FILE));
        forgetWhatThisJvmKnows();
        Run next = run();
        assertThat(next.stats().recovered()).isEqualTo(2);
        time.advance(A_LOOK);
        run.maintain();
        assertThat(warning(run)).contains("taken by another process", "1 rows", "new directory");
        // The answer to what was under way deletes nothing that the other one still sends.
        run.ledger.accepted(1);
        lease.done();
        assertThat(next.deliver()).containsExactly("a", "b");
        assertThat(run.put("c").deliver()).containsExactly("c");
        assertThat(run.lost).isEmpty();
        assertThat(next.lost).isEmpty();
        assertThat(run.stats().handedOver()).isEqualTo(1);
    }

    @Test
    void whatAnotherProcessTookAndSentBeforeAnybodyLookedIsNoLossEither() throws IOException {
        Run run = run().put("a");
        Path home = home(run);
        Path identity = home.resolve(SpoolIdentity.FILE);
        Path copy = Files.copy(identity, home.resolve("copy"));
        Files.move(copy, identity, StandardCopyOption.REPLACE_EXISTING);
        Files.delete(home.resolve(SpoolLocks.FILE));
        forgetWhatThisJvmKnows();
        Run next = run();
        assertThat(next.deliver()).containsExactly("a");
        next.spool.close();
        assertThat(run.deliver()).isEmpty();
        assertThat(run.lost).isEmpty();
        assertThat(run.stats().handedOver()).isEqualTo(1);
    }

    @Test
    void aBatchWhoseOnlyPageAnotherProcessTookIsToldAsThatOnesToo() throws IOException {
        Run run = run("durability", "journal");
        Batch batch = run.batch(Run.STREAM, "a", "b").onPage();
        Path home = home(run);
        Path identity = home.resolve(SpoolIdentity.FILE);
        Path copy = Files.copy(identity, home.resolve("copy"));
        Files.move(copy, identity, StandardCopyOption.REPLACE_EXISTING);
        Files.delete(home.resolve(SpoolLocks.FILE));
        forgetWhatThisJvmKnows();
        Run next = run();
        assertThat(next.deliver()).containsExactly("a", "b");
        time.advance(A_LOOK);
        run.spool.maintain();
        run.spool.put(batch, false);
        assertThat(run.lost).isEmpty();
        assertThat(run.stats().handedOver()).isEqualTo(2);
        assertThat(run.taken).as("who waits for the batch must hear of it").containsExactly(batch.id() + " 2");
    }

    @Test
    void aDeletedDirectoryCostsWhatWaitedThereAndNothingThatComesLater() throws IOException {
        Run run = run("durability", "journal").put("a");
        run.rows(Run.STREAM, "open");
        Path home = home(run);
        delete(home);
        time.advance(A_LOOK);
        run.maintain();
        assertThat(warning(run)).contains(home.toString(), "was deleted or moved", "goes on in a new directory");
        run.put("b");
        assertThat(home(run)).isNotEqualTo(home);
        assertThat(run.deliver()).containsExactly("open", "b");
        assertThat(run.lost).containsExactly("UNREADABLE 1");
        run.rows(Run.STREAM, "written down").kill();
        runs.remove(run);
        assertThat(run().deliver()).containsExactly("written down");
    }

    @Test
    void theNextBatchDoesNotWaitInMemoryBecauseEverythingWasDeleted() throws IOException {
        Run run = run().put("a");
        delete(run.root);
        run.put("b");
        assertThat(run.files(".batch")).hasSize(1);
        assertThat(run.spool.survivesStop()).isTrue();
        assertThat(warning(run)).contains("was deleted or moved");
        assertThat(run.deliver()).containsExactly("b");
        assertThat(run.lost).containsExactly("UNREADABLE 1");
    }

    @Test
    void aLinkInPlaceOfTheDirectoryIsNotFollowed() throws IOException {
        Run run = run().put("a");
        Path home = home(run);
        Path elsewhere = directory.resolve("elsewhere");
        Files.move(home, elsewhere);
        Files.createSymbolicLink(home, elsewhere);
        time.advance(A_LOOK);
        run.maintain().put("b");
        assertThat(run.deliver()).contains("b");
        assertThat(elsewhere.toFile().list()).as("nothing new comes there").hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void aDiskThatIsAwayForAWhileIsNotTakenForOneThatWasTidiedUp() throws Exception {
        Run run = run().put("a");
        Path home = home(run);
        Path aside = directory.resolve("aside");
        Files.move(run.root, aside);
        // Whoever looks is told that something is not a directory, and not that nothing is there.
        Files.createFile(run.root);
        time.advance(A_LOOK);
        run.maintain();
        assertThat(warning(run)).isEmpty();
        Files.delete(run.root);
        Files.move(aside, run.root);
        assertThat(takenByAnotherProcess(home)).as("the lock was kept").isFalse();
        time.advance(A_LOOK);
        assertThat(run.maintain().deliver()).containsExactly("a");
        assertThat(run.lost).isEmpty();
    }

    @Test
    void emptyPagesThatWereTidiedUpAreNotWrittenTo() throws IOException {
        Run run = run("durability", "journal");
        for (Path page : run.files(".open")) {
            Files.delete(page);
        }
        time.advance(Duration.ofMinutes(61));
        run.maintain().rows(Run.STREAM, "written down").kill();
        runs.remove(run);
        assertThat(run().deliver()).containsExactly("written down");
    }

    private static Path home(Run run) {
        List<Path> identities = new ArrayList<>(run.files(SpoolIdentity.FILE));
        identities.sort(Comparator.comparingLong(file -> file.toFile().lastModified()));
        return identities.get(0).getParent();
    }

    private static boolean takenByAnotherProcess(Path directory) throws IOException {
        Process process = ChildProcess.start(ChildProcess.LOCK, directory.toString());
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said).contains("taken=");
        return said.contains("taken=true");
    }

    private static String warning(Run run) {
        return String.join(
                "\n",
                run.reporter.lines().stream()
                        .filter(line -> line.startsWith("WARN"))
                        .toList());
    }

    /** As if the next process were one of its own: within a JVM system properties say whose a directory is. */
    private static void forgetWhatThisJvmKnows() {
        System.getProperties().keySet().removeIf(key -> key.toString().contains("spool.lock:"));
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
