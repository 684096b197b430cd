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
        CourierFixture first = leaveOnDisk();
        assertThat(first.stats().handedOver()).isEqualTo(8);
        assertThat(first.stats()).matches(PipelineStats::balances);
        var second = new CourierFixture(directory);
        second.play(CourierFixture::accept);
        assertThat(second.stats().recovered()).isEqualTo(8);
        assertThat(second.stats().accepted()).isEqualTo(8);
        assertThat(second.stats()).matches(PipelineStats::balances);
        assertThat(files()).isEmpty();
        stop(second);
    }

    @Test
    void aBatchThatIsSplitStaysOnDiskUntilItsLastPartIsDelivered() throws IOException {
        leaveOnDisk();
        var fixture = new CourierFixture(directory);
        fixture.step();
        var whole = new ArrayList<>(fixture.underWay());
        assertThat(whole).hasSize(4);
        whole.forEach(post -> post.answer(Outcomes.answered(413, "ContentLengthLimitExceeded")));
        fixture.step();
        List<CourierFixture.Post> parts = fixture.underWay();
        assertThat(parts).isNotEmpty().allMatch(post -> post.batch.rows() == 1);
        assertThat(files()).as("parts are under way").hasSize(4);
        assertThat(fixture.stats()).matches(PipelineStats::balances);
        parts.get(0).answer(Outcomes.accepted());
        fixture.step();
        assertThat(files()).as("half of one is delivered").hasSize(4);
        fixture.play(CourierFixture::accept);
        assertThat(fixture.stats().accepted()).isEqualTo(8);
        assertThat(files()).isEmpty();
        stop(fixture);
    }

    @Test
    void partsThatAStopPutsOnDiskReplaceTheWhole() throws IOException {
        leaveOnDisk();
        var fixture = new CourierFixture(directory);
        fixture.step();
        new ArrayList<>(fixture.underWay())
                .forEach(post -> post.answer(Outcomes.answered(413, "ContentLengthLimitExceeded")));
        fixture.step();
        stop(fixture);
        assertThat(fixture.stats()).matches(PipelineStats::balances);
        assertThat(fixture.stats().handedOver()).isEqualTo(8);
        var next = new CourierFixture(directory);
        next.play(CourierFixture::accept);
        assertThat(next.stats().recovered()).isEqualTo(8);
        assertThat(next.stats().accepted()).isEqualTo(8);
        stop(next);
    }

    @Test
    void aLossOfAnEarlierRunDoesNotFailAFlushOfThisOne() throws IOException {
        leaveOnDisk();
        var fixture = new CourierFixture(directory);
        fixture.step();
        fixture.batchOf(1);
        var flushed = fixture.flush();
        for (Path file : files()) {
            Files.delete(file);
        }
        fixture.play(CourierFixture::accept);
        assertThat(flushed).isCompletedWithValue(true);
        assertThat(fixture.stats()).matches(PipelineStats::balances);
        stop(fixture);
    }

    @Test
    void aFlushHearsThatAnotherProcessTookWhatItWaitsFor() throws IOException {
        var fixture = new CourierFixture(directory);
        fixture.batchOf(1);
        fixture.play(post -> Outcomes.unreachable());
        fixture.batchOf(2);
        fixture.step();
        assertThat(files()).as("behind a closed gate rows go to disk").hasSize(1);
        var flushed = fixture.flush();
        CourierFixture other = takeAwayWhatWaits();
        assertThat(other.stats().accepted()).isEqualTo(2);
        fixture.play(Duration.ofMinutes(2), CourierFixture::accept);
        assertThat(fixture.stats().handedOver()).isEqualTo(2);
        assertThat(flushed).as("nobody here knows what became of them").isCompletedWithValue(false);
        fixture.batchOf(1);
        var later = fixture.flush();
        fixture.play(CourierFixture::accept);
        assertThat(later).as("a later one does not wait for them either").isDone();
        stop(fixture);
        stop(other);
    }

    /** Somebody deletes the lock, and another process takes the directory for one that nobody uses. */
    private CourierFixture takeAwayWhatWaits() throws IOException {
        Path home = files().get(0).getParent();
        Path copy = Files.copy(home.resolve("identity"), home.resolve("copy"));
        Files.move(copy, home.resolve("identity"), StandardCopyOption.REPLACE_EXISTING);
        Files.delete(home.resolve("lock"));
        System.getProperties().keySet().removeIf(key -> key.toString().contains("spool.lock:"));
        var other = new CourierFixture(directory);
        other.play(CourierFixture::accept);
        return other;
    }

    @Test
    void whatWaitsGoesToItsOwnStreamAlsoWhenTheNextRunHasAnotherOne() throws IOException {
        var first = new CourierFixture(directory);
        first.batch("Custom-Old_CL", "old");
        first.play(post -> Outcomes.unreachable());
        stop(first);
        var second = new CourierFixture(directory);
        second.batch("Custom-New_CL", "new");
        second.play(CourierFixture::accept);
        assertThat(second.posts)
                .extracting(post -> post.batch.stream() + " " + CourierFixture.texts(post.batch))
                .containsExactlyInAnyOrder("Custom-Old_CL [old]", "Custom-New_CL [new]");
        stop(second);
    }

    @Test
    void rowsOnTheirWayToASlowDiskAreHeldAllTheTime() {
        var held = new ArrayList<Long>();
        var desks = new ArrayList<CourierFixture>();
        var fixture = new CourierFixture(directory, new PlayedDisk(new PlayedDisk.Script() {
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
        desks.add(fixture);
        fixture.batchOf(3);
        fixture.play(post -> Outcomes.unreachable());
        fixture.batchOf(4);
        stop(fixture);
        assertThat(held).as("while each of the two was written").hasSize(2).allMatch(rows -> rows >= 7);
    }

    @Test
    void aBatchInTheJournalLeavesItWithItsFate() throws IOException {
        var fixture = new CourierFixture(directory, "journal");
        fixture.step();
        fixture.batchOf(2);
        fixture.step();
        assertThat(pages()).as("under way").hasSize(1);
        fixture.play(CourierFixture::accept);
        assertThat(pages()).as("accepted").isEmpty();
        fixture.batchOf(2);
        fixture.step();
        fixture.underWay().forEach(post -> post.answer(Outcomes.unreachable()));
        fixture.step();
        assertThat(pages()).as("waits to be tried again").hasSize(1);
        stop(fixture);
        assertThat(pages()).as("in the spool").isEmpty();
        assertThat(files()).hasSize(1);
        assertThat(fixture.stats()).matches(PipelineStats::balances);
    }

    @Test
    void aBatchThatIsSplitStaysInTheJournalUntilItsLastPartIsDelivered() throws IOException {
        var fixture = new CourierFixture(directory, "journal");
        fixture.step();
        fixture.batchOf(4);
        fixture.step();
        fixture.underWay().forEach(post -> post.answer(Outcomes.answered(413, "ContentLengthLimitExceeded")));
        fixture.step();
        assertThat(fixture.underWay()).hasSize(2);
        fixture.underWay().get(1).answer(Outcomes.answered(413, "ContentLengthLimitExceeded"));
        fixture.step();
        fixture.underWay().get(0).answer(Outcomes.accepted());
        fixture.step();
        assertThat(pages()).as("some parts are delivered").hasSize(1);
        fixture.play(CourierFixture::accept);
        assertThat(fixture.stats().accepted()).isEqualTo(4);
        assertThat(pages()).isEmpty();
        stop(fixture);
        assertThat(fixture.stats()).matches(PipelineStats::balances);
    }

    @Test
    void aRowThatIsRefusedForGoodLeavesTheJournalToo() throws IOException {
        var fixture = new CourierFixture(directory, "journal");
        fixture.step();
        fixture.batch(CourierFixture.STREAM, "good", "poison", "fine");
        fixture.play(post -> post.carries("poison") ? Outcomes.answered(400, "InvalidPayload") : Outcomes.accepted());
        assertThat(fixture.deadLetters).containsExactly("poison");
        assertThat(pages()).isEmpty();
        stop(fixture);
        assertThat(fixture.stats()).matches(PipelineStats::balances);
    }

    /** Pages of the journal with something in them. */
    private List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file ->
                            file.toString().endsWith(".open") && file.toFile().length() > 0)
                    .toList();
        }
    }

    private CourierFixture leaveOnDisk() {
        var fixture = new CourierFixture(directory);
        for (int i = 0; i < 4; i++) {
            fixture.batchOf(2);
        }
        fixture.play(post -> Outcomes.unreachable());
        stop(fixture);
        return fixture;
    }

    private static void stop(CourierFixture fixture) {
        fixture.end(Duration.ZERO);
        assertThat(fixture.courier.round()).as("its last round").isTrue();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".batch")).toList();
        }
    }
}
