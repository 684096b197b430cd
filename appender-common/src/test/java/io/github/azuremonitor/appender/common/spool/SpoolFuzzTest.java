package io.github.azuremonitor.appender.common.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.BatchSplitter;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.spool.Junkyard.Junk;
import io.github.azuremonitor.appender.common.testing.ManualTime;
import io.github.azuremonitor.appender.common.testing.Rounds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Directories full of junk: it costs nobody else anything. */
@Timeout(600)
class SpoolFuzzTest {
    private static final int USUAL_ROUNDS = 20;

    @TempDir
    private Path directory;

    private final ManualTime time = new ManualTime();
    private byte[] identity;
    private int round;

    @BeforeEach
    void whatARealDirectoryIsIdentifiedBy() throws IOException {
        var run = new Run(directory.resolve("identity"), time).maintain().put("a");
        identity = Files.readAllBytes(run.files(SpoolIdentity.FILE).get(0));
        run.deliver();
        run.spool.close();
    }

    @Test
    void junkCostsNothingButItself() {
        Rounds.play(USUAL_ROUNDS, random -> {
            var kinds = new ArrayList<Junk>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                kinds.add(Junkyard.KINDS.get(random.nextInt(Junkyard.KINDS.size())));
            }
            playOn(kinds, random);
        });
    }

    private void playOn(List<Junk> kinds, Random random) throws IOException {
        Path place = directory.resolve("round-" + ++round);
        var yard = new Junkyard(place.resolve("azure-monitor-appender"), identity, time, random, 1 + random.nextInt(4));
        for (Junk kind : kinds) {
            yard.leave(kind);
        }
        try {
            var first = new Run(place, time, "spoolMaxAge", "7d");
            first.disk.unreadable.addAll(yard.unreadable);
            first.disk.unlistable.addAll(yard.unlistable);
            var delivered = new ArrayList<String>();
            visit(first, yard, random, delivered);
            assertThat(delivered).doesNotHaveDuplicates();
            assertThat(yard.sound).as("left").isSubsetOf(delivered);
            assertThat(yard.later).as("unreadable").noneMatch(delivered::contains);

            // The disk reads again: nothing was lost meanwhile, and nothing comes a second time.
            visit(new Run(place, time, "spoolMaxAge", "7d"), yard, random, delivered);
            assertThat(delivered).doesNotHaveDuplicates();
            assertThat(yard.later).as("unreadable at first").isSubsetOf(delivered);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(kinds + ": " + e.getMessage(), e);
        } finally {
            deleteAll(place);
        }
    }

    /** A process that starts beside the junk, delivers all that waits, runs for a while, and ends. */
    private void visit(Run run, Junkyard yard, Random random, List<String> delivered) {
        run.maintain();
        balances(run);
        run.put("new " + random.nextLong());
        deliver(run, yard, random, delivered);
        for (int minute = 0; minute < 12; minute++) {
            time.advance(Duration.ofSeconds(61));
            run.maintain();
            deliver(run, yard, random, delivered);
        }
        balances(run);
        run.spool.close();
        balances(run);
        assertThat(run.spool.rows()).isZero();
        assertThat(run.disk.mostRead)
                .as("bytes read at once")
                .isLessThanOrEqualTo(Math.max(SpoolFile.maxFile(), JournalFile.maxFile()));
        assertThat(run.reporter.lines()).as("no line again and again").hasSizeLessThan(8);
        assertThat(run.lost).allMatch(line -> line.startsWith("UNREADABLE") || line.startsWith("EXPIRED"));
    }

    private void deliver(Run run, Junkyard yard, Random random, List<String> delivered) {
        int steps = 0;
        for (Spool.Lease lease = run.spool.lease(any -> true); lease != null; lease = run.spool.lease(any -> true)) {
            assertThat(++steps).as("batches delivered").isLessThan(2000);
            Batch batch = lease.batch();
            if (batch.id() < 0) {
                assertThat(batch).matches(yard::mayCome, "was left there");
                text(batch, delivered);
            }
            balances(run);
            if (random.nextInt(3) == 0) {
                refuse(run, batch, lease, random);
            } else {
                run.ledger.accepted(batch.rows());
                lease.done();
            }
        }
    }

    /** What the courier does when Azure refuses: it takes the batch apart, or puts it to the dead letters. */
    private static void refuse(Run run, Batch batch, Spool.Lease lease, Random random) {
        var splitter = new BatchSplitter(1, UUID::randomUUID);
        try {
            List<Batch> parts = switch (batch.rows() == 1 ? 2 : random.nextInt(2)) {
                case 0 -> splitter.halves(batch);
                case 1 -> splitter.byTime(batch);
                default -> List.of(splitter.shortened(batch, 512));
            };
            lease.replaced();
            int rows = 0;
            for (Batch part : parts) {
                assertThat(part.rows()).isPositive();
                assertThat(part.rawBytes()).isLessThanOrEqualTo(SpoolFile.MAX_BODY + 2);
                rows += part.rows();
            }
            run.ledger.accepted(rows);
        } catch (IOException damaged) {
            run.buffer.deadLetters().put(batch, "damaged", 400, "request");
            run.ledger.accepted(batch.rows());
        }
        lease.done();
    }

    private static void text(Batch batch, List<String> delivered) {
        try {
            delivered.add(String.join("|", Run.texts(batch)));
        } catch (UncheckedIOException | StringIndexOutOfBoundsException noRows) {
            // A body that was left on purpose.
        }
    }

    private static void balances(Run run) {
        assertThat(run.stats()).matches(PipelineStats::balances, "balances");
        assertThat(run.stats().recovered()).isNotNegative();
    }

    private static void deleteAll(Path place) throws IOException {
        try (Stream<Path> all = Files.walk(place)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
