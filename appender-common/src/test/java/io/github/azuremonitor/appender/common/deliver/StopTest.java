package io.github.azuremonitor.appender.common.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.send.Outcome;
import io.github.azuremonitor.appender.common.testing.Outcomes;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a stop waits, in simulated time: as long as something can be sent before its end, and no longer. */
class StopTest {
    private static final String REFUSED = "Custom-Wrong_CL";
    private static final Duration PATIENCE = Duration.ofSeconds(7);

    @TempDir
    private Path directory;

    @Test
    void rowsOfARefusedStreamWaitOnDiskAndNobodyWaitsForThem() {
        var desk = new Desk(directory);
        desk.batch(REFUSED, "refused");
        desk.batch(Desk.STREAM, "good");
        desk.play(StopTest::refusing);
        desk.batch(REFUSED, "refused too");
        desk.step();
        desk.end(PATIENCE);

        assertThat(desk.ends()).as("ends at once").isTrue();
        desk.courier.end();
        assertThat(desk.stats().handedOver()).isEqualTo(2);
        assertThat(desk.stats()).matches(PipelineStats::balances);
    }

    @Test
    void rowsOfARefusedStreamThatAnEarlierRunLeftAreNotWaitedForEither() {
        var first = new Desk(directory);
        first.batch(REFUSED, "left");
        first.play(post -> Outcomes.unreachable());
        first.end(Duration.ZERO);
        assertThat(first.courier.round()).as("its last round").isTrue();
        var desk = new Desk(directory);
        desk.batch(Desk.STREAM, "good");
        desk.play(StopTest::refusing);
        desk.end(PATIENCE);

        assertThat(desk.ends()).as("ends at once").isTrue();
        desk.courier.end();
        assertThat(desk.stats().handedOver()).isEqualTo(1);
    }

    @Test
    void whatOtherStreamsHaveIsDeliveredFirst() {
        var desk = new Desk(directory);
        desk.batch(REFUSED, "refused");
        desk.play(StopTest::refusing);
        desk.batch(Desk.STREAM, "good");
        desk.end(PATIENCE);

        assertThat(desk.ends()).as("ends before the answer").isFalse();
        desk.play(StopTest::refusing);
        assertThat(desk.ends()).isTrue();
        desk.courier.end();
        assertThat(desk.stats().accepted()).isEqualTo(1);
        assertThat(desk.stats().handedOver()).isEqualTo(1);
    }

    @Test
    void theProbeOfARefusedStreamIsNotCutOff() {
        var desk = new Desk(directory);
        desk.batch(REFUSED, "refused");
        desk.play(StopTest::refusing);
        desk.time.advance(Duration.ofMinutes(1));
        desk.step();
        assertThat(desk.underWay()).hasSize(1);
        desk.end(PATIENCE);

        assertThat(desk.ends()).as("ends before the answer").isFalse();
        desk.play(Desk::accept);
        assertThat(desk.ends()).isTrue();
        assertThat(desk.stats().accepted()).isEqualTo(1);
        desk.courier.end();
    }

    @Test
    void inMemoryAProbeIsWaitedForOnlyIfItComesBeforeTheEnd() {
        var desk = new Desk();
        desk.batch(REFUSED, "refused");
        desk.play(StopTest::refusing);
        desk.end(Duration.ofMinutes(1));
        assertThat(desk.ends())
                .as("ends though a probe is due in half a minute")
                .isFalse();
        desk.play(Duration.ofSeconds(40), Desk::accept);
        assertThat(desk.stats().accepted()).isEqualTo(1);
        assertThat(desk.ends()).isTrue();

        var hurried = new Desk();
        hurried.batch(REFUSED, "refused");
        hurried.play(StopTest::refusing);
        hurried.end(PATIENCE);
        assertThat(hurried.ends()).as("ends at once").isTrue();
        hurried.courier.end();
        assertThat(hurried.stats().dropped()).containsEntry(DropReason.SHUTDOWN, 1L);
    }

    private static Outcome refusing(Desk.Post post) {
        return post.batch.stream().equals(REFUSED) ? Outcomes.answered(400, "InvalidStream") : Outcomes.accepted();
    }
}
