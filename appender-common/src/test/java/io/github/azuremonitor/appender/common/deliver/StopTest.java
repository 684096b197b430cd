package io.github.azuremonitor.appender.common.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.send.Outcome;
import io.github.azuremonitor.appender.common.testing.Outcomes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
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
        var fixture = new CourierFixture(directory);
        fixture.batch(REFUSED, "refused");
        fixture.batch(CourierFixture.STREAM, "good");
        fixture.play(StopTest::refusing);
        fixture.batch(REFUSED, "refused too");
        fixture.step();
        fixture.end(PATIENCE);

        assertThat(fixture.ends()).as("ends at once").isTrue();
        fixture.close();
        assertThat(fixture.stats().handedOver()).isEqualTo(2);
        assertThat(fixture.stats()).matches(PipelineStats::balances);
    }

    @Test
    void rowsOfARefusedStreamThatAnEarlierRunLeftAreNotWaitedForEither() {
        var first = new CourierFixture(directory);
        first.batch(REFUSED, "left");
        first.play(post -> Outcomes.unreachable());
        first.end(Duration.ZERO);
        assertThat(first.courier.round()).as("its last round").isTrue();
        var fixture = new CourierFixture(directory);
        fixture.batch(CourierFixture.STREAM, "good");
        fixture.play(StopTest::refusing);
        fixture.end(PATIENCE);

        assertThat(fixture.ends()).as("ends at once").isTrue();
        fixture.close();
        assertThat(fixture.stats().handedOver()).isEqualTo(1);
    }

    @Test
    void whatOtherStreamsHaveIsDeliveredFirst() {
        var fixture = new CourierFixture(directory);
        fixture.batch(REFUSED, "refused");
        fixture.play(StopTest::refusing);
        fixture.batch(CourierFixture.STREAM, "good");
        fixture.end(PATIENCE);

        assertThat(fixture.ends()).as("ends before the answer").isFalse();
        fixture.play(StopTest::refusing);
        assertThat(fixture.ends()).isTrue();
        fixture.close();
        assertThat(fixture.stats().accepted()).isEqualTo(1);
        assertThat(fixture.stats().handedOver()).isEqualTo(1);
    }

    @Test
    void theProbeOfARefusedStreamIsNotCutOff() {
        var fixture = new CourierFixture(directory);
        fixture.batch(REFUSED, "refused");
        fixture.play(StopTest::refusing);
        fixture.time.advance(Duration.ofMinutes(1));
        fixture.step();
        assertThat(fixture.underWay()).hasSize(1);
        fixture.end(PATIENCE);

        assertThat(fixture.ends()).as("ends before the answer").isFalse();
        fixture.play(CourierFixture::accept);
        assertThat(fixture.ends()).isTrue();
        assertThat(fixture.stats().accepted()).isEqualTo(1);
        fixture.close();
    }

    @Test
    void inMemoryAProbeIsWaitedForOnlyIfItComesBeforeTheEnd() {
        var fixture = new CourierFixture();
        fixture.batch(REFUSED, "refused");
        fixture.play(StopTest::refusing);
        fixture.end(Duration.ofMinutes(1));
        assertThat(fixture.ends())
                .as("ends though a probe is due in half a minute")
                .isFalse();
        fixture.play(Duration.ofSeconds(40), CourierFixture::accept);
        assertThat(fixture.stats().accepted()).isEqualTo(1);
        assertThat(fixture.ends()).isTrue();

        var hurried = new CourierFixture();
        hurried.batch(REFUSED, "refused");
        hurried.play(StopTest::refusing);
        hurried.end(PATIENCE);
        assertThat(hurried.ends()).as("ends at once").isTrue();
        hurried.close();
        assertThat(hurried.stats().dropped()).containsEntry(DropReason.SHUTDOWN, 1L);
    }

    @Test
    void aBatchThatTheFlusherPutsTooLateIsOnDiskAllTheSame() throws Exception {
        var fixture = new CourierFixture(directory);
        fixture.courier.end(fixture.time.nanos());
        var lastRound = new Thread(fixture.courier::round);
        lastRound.start();
        await().atMost(Duration.ofSeconds(60))
                .until(lastRound::getState, Set.of(Thread.State.TIMED_WAITING, Thread.State.TERMINATED)::contains);
        fixture.batch(CourierFixture.STREAM, "late");
        fixture.courier.lastBatchPut();
        lastRound.join();

        assertThat(fixture.stats().handedOver()).as("rows on disk").isEqualTo(1);
        assertThat(fixture.stats()).matches(PipelineStats::balances);
    }

    private static Outcome refusing(CourierFixture.Post post) {
        return post.batch.stream().equals(REFUSED) ? Outcomes.answered(400, "InvalidStream") : Outcomes.accepted();
    }
}
