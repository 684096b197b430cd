package io.github.azuremonitor.appender.common.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.spool.PlayedDisk;
import io.github.azuremonitor.appender.common.testing.Outcomes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A courier whose spool is on disk. */
class CourierOnDiskTest {
    @TempDir
    private Path directory;

    @Test
    void whatOneCourierCouldNotDeliverTheNextOneDoes() throws IOException {
        Desk first = leaveOnDisk();
        assertThat(first.stats().handedOver()).isEqualTo(8);
        assertThat(first.stats()).matches(PipelineStats::balances);
        var second = new Desk(directory);
        second.play(Desk::accept);
        assertThat(second.stats().recovered()).isEqualTo(8);
        assertThat(second.stats().accepted()).isEqualTo(8);
        assertThat(second.stats()).matches(PipelineStats::balances);
        assertThat(files()).isEmpty();
        stop(second);
    }

    @Test
    void aBatchThatIsSplitStaysOnDiskUntilItsLastPartIsDelivered() throws IOException {
        leaveOnDisk();
        var desk = new Desk(directory);
        desk.step();
        var whole = new ArrayList<>(desk.underWay());
        assertThat(whole).hasSize(4);
        whole.forEach(post -> post.answer(Outcomes.answered(413, "ContentLengthLimitExceeded")));
        desk.step();
        List<Desk.Post> parts = desk.underWay();
        assertThat(parts).isNotEmpty().allMatch(post -> post.batch.rows() == 1);
        assertThat(files()).as("parts are under way").hasSize(4);
        assertThat(desk.stats()).matches(PipelineStats::balances);
        parts.get(0).answer(Outcomes.accepted());
        desk.step();
        assertThat(files()).as("half of one is delivered").hasSize(4);
        desk.play(Desk::accept);
        assertThat(desk.stats().accepted()).isEqualTo(8);
        assertThat(files()).isEmpty();
        stop(desk);
    }

    @Test
    void partsThatAStopPutsOnDiskReplaceTheWhole() throws IOException {
        leaveOnDisk();
        var desk = new Desk(directory);
        desk.step();
        new ArrayList<>(desk.underWay())
                .forEach(post -> post.answer(Outcomes.answered(413, "ContentLengthLimitExceeded")));
        desk.step();
        stop(desk);
        assertThat(desk.stats()).matches(PipelineStats::balances);
        assertThat(desk.stats().handedOver()).isEqualTo(8);
        var next = new Desk(directory);
        next.play(Desk::accept);
        assertThat(next.stats().recovered()).isEqualTo(8);
        assertThat(next.stats().accepted()).isEqualTo(8);
        stop(next);
    }

    @Test
    void aLossOfAnEarlierRunDoesNotFailAFlushOfThisOne() throws IOException {
        leaveOnDisk();
        var desk = new Desk(directory);
        desk.step();
        desk.batchOf(1);
        var flushed = desk.flush();
        for (Path file : files()) {
            Files.delete(file);
        }
        desk.play(Desk::accept);
        assertThat(flushed).isCompletedWithValue(true);
        assertThat(desk.stats()).matches(PipelineStats::balances);
        stop(desk);
    }

    @Test
    void aFlushHearsThatAnotherProcessTookWhatItWaitsFor() throws IOException {
        var desk = new Desk(directory);
        desk.batchOf(1);
        desk.play(post -> Outcomes.unreachable());
        desk.batchOf(2);
        desk.step();
        assertThat(files()).as("behind a closed gate rows go to disk").hasSize(1);
        var flushed = desk.flush();
        Desk other = takeAwayWhatWaits();
        assertThat(other.stats().accepted()).isEqualTo(2);
        desk.play(Duration.ofMinutes(2), Desk::accept);
        assertThat(desk.stats().handedOver()).isEqualTo(2);
        assertThat(flushed).as("nobody here knows what became of them").isCompletedWithValue(false);
        desk.batchOf(1);
        var later = desk.flush();
        desk.play(Desk::accept);
        assertThat(later).as("a later one does not wait for them either").isDone();
        stop(desk);
        stop(other);
    }

    /** Somebody deletes the lock, and another process takes the directory for one that nobody uses. */
    private Desk takeAwayWhatWaits() throws IOException {
        Path home = files().get(0).getParent();
        Path copy = Files.copy(home.resolve("identity"), home.resolve("copy"));
        Files.move(copy, home.resolve("identity"), StandardCopyOption.REPLACE_EXISTING);
        Files.delete(home.resolve("lock"));
        System.getProperties().keySet().removeIf(key -> key.toString().contains("spool.lock:"));
        var other = new Desk(directory);
        other.play(Desk::accept);
        return other;
    }

    @Test
    void whatWaitsGoesToItsOwnStreamAlsoWhenTheNextRunHasAnotherOne() throws IOException {
        var first = new Desk(directory);
        first.batch("Custom-Old_CL", "old");
        first.play(post -> Outcomes.unreachable());
        stop(first);
        var second = new Desk(directory);
        second.batch("Custom-New_CL", "new");
        second.play(Desk::accept);
        assertThat(second.posts)
                .extracting(post -> post.batch.stream() + " " + Desk.texts(post.batch))
                .containsExactlyInAnyOrder("Custom-Old_CL [old]", "Custom-New_CL [new]");
        stop(second);
    }

    @Test
    void rowsOnTheirWayToASlowDiskAreHeldAllTheTime() {
        var held = new ArrayList<Long>();
        var desks = new ArrayList<Desk>();
        var desk = new Desk(directory, new PlayedDisk(new PlayedDisk.Script() {
            @Override
            public void before(PlayedDisk.Call call, Path file) {
                if (call == PlayedDisk.Call.WRITE) {
                    desks.forEach(one -> held.add(one.stats().held()));
                }
            }

            @Override
            public int written(Path file, int bytes) {
                return bytes;
            }

            @Override
            public void torn(Path file) {}

            @Override
            public long modifiedMillis() {
                return 0;
            }
        }));
        desks.add(desk);
        desk.batchOf(3);
        desk.play(post -> Outcomes.unreachable());
        desk.batchOf(4);
        stop(desk);
        assertThat(held).as("while each of the two was written").hasSize(2).allMatch(rows -> rows >= 7);
    }

    @Test
    void aBatchInTheJournalLeavesItWithItsFate() throws IOException {
        var desk = new Desk(directory, "journal");
        desk.step();
        desk.batchOf(2);
        desk.step();
        assertThat(pages()).as("under way").hasSize(1);
        desk.play(Desk::accept);
        assertThat(pages()).as("accepted").isEmpty();
        desk.batchOf(2);
        desk.step();
        desk.underWay().forEach(post -> post.answer(Outcomes.unreachable()));
        desk.step();
        assertThat(pages()).as("waits to be tried again").hasSize(1);
        stop(desk);
        assertThat(pages()).as("in the spool").isEmpty();
        assertThat(files()).hasSize(1);
        assertThat(desk.stats()).matches(PipelineStats::balances);
    }

    @Test
    void aBatchThatIsSplitStaysInTheJournalUntilItsLastPartIsDelivered() throws IOException {
        var desk = new Desk(directory, "journal");
        desk.step();
        desk.batchOf(4);
        desk.step();
        desk.underWay().forEach(post -> post.answer(Outcomes.answered(413, "ContentLengthLimitExceeded")));
        desk.step();
        assertThat(desk.underWay()).hasSize(2);
        desk.underWay().get(1).answer(Outcomes.answered(413, "ContentLengthLimitExceeded"));
        desk.step();
        desk.underWay().get(0).answer(Outcomes.accepted());
        desk.step();
        assertThat(pages()).as("some parts are delivered").hasSize(1);
        desk.play(Desk::accept);
        assertThat(desk.stats().accepted()).isEqualTo(4);
        assertThat(pages()).isEmpty();
        stop(desk);
        assertThat(desk.stats()).matches(PipelineStats::balances);
    }

    @Test
    void aRowThatIsRefusedForGoodLeavesTheJournalToo() throws IOException {
        var desk = new Desk(directory, "journal");
        desk.step();
        desk.batch(Desk.STREAM, "good", "poison", "fine");
        desk.play(post -> post.carries("poison") ? Outcomes.answered(400, "InvalidPayload") : Outcomes.accepted());
        assertThat(desk.deadLetters).containsExactly("poison");
        assertThat(pages()).isEmpty();
        stop(desk);
        assertThat(desk.stats()).matches(PipelineStats::balances);
    }

    /** Pages of the journal with something in them. */
    private List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file ->
                            file.toString().endsWith(".open") && file.toFile().length() > 0)
                    .toList();
        }
    }

    private Desk leaveOnDisk() {
        var desk = new Desk(directory);
        for (int i = 0; i < 4; i++) {
            desk.batchOf(2);
        }
        desk.play(post -> Outcomes.unreachable());
        stop(desk);
        return desk;
    }

    private static void stop(Desk desk) {
        desk.end(Duration.ZERO);
        assertThat(desk.courier.round()).as("its last round").isTrue();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".batch")).toList();
        }
    }
}
