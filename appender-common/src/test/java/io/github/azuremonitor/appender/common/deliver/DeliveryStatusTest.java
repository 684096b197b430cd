package io.github.azuremonitor.appender.common.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.azuremonitor.appender.common.batch.HeldRows;
import io.github.azuremonitor.appender.common.report.DeliveryState;
import io.github.azuremonitor.appender.common.report.DeliveryStatus;
import io.github.azuremonitor.appender.common.report.PostStats;
import io.github.azuremonitor.appender.common.report.Problem;
import io.github.azuremonitor.appender.common.report.Summary;
import io.github.azuremonitor.appender.common.testing.Outcomes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What health checks and metrics are told of delivery, in simulated time. */
class DeliveryStatusTest {
    private static final String OTHER = "Custom-Other_CL";

    private final CourierFixture fixture = new CourierFixture();

    @Test
    void aStreamThatWasNeverSentToIsShipping() {
        assertThat(deliveryStatus()).isEqualTo(new DeliveryStatus(DeliveryState.SHIPPING, null, states("shipping")));
    }

    @Test
    void anOutageIsSpoolingSinceItsFirstFailureAndEndsWithTheFirstAcceptedBatch() {
        Instant begin = Instant.ofEpochMilli(fixture.time.epochMillis());
        fixture.batchOf(3);
        fixture.play(post -> Outcomes.answered(503, ""));
        fixture.time.advance(Duration.ofMinutes(2));
        fixture.play(post -> Outcomes.answered(500, ""));

        assertThat(deliveryStatus().state()).isEqualTo(DeliveryState.SPOOLING);
        assertThat(deliveryStatus().streams()).isEqualTo(states("spooling"));
        assertThat(why().time()).isEqualTo(begin);
        assertThat(why().sentence())
                .isEqualTo("Azure cannot be reached or is failing (500 said the service); retrying");

        fixture.play(Duration.ofMinutes(2), CourierFixture::accept);

        assertThat(deliveryStatus()).isEqualTo(new DeliveryStatus(DeliveryState.SHIPPING, null, states("shipping")));
    }

    @Test
    void aMissingRoleIsRefusedWithTheSentenceOfTheStatusLine() {
        fixture.batchOf(1);
        fixture.play(post -> Outcomes.answered(403, "OperationFailed"));

        assertThat(deliveryStatus().state()).isEqualTo(DeliveryState.REFUSED);
        assertThat(why().sentence()).contains("Monitoring Metrics Publisher");
        assertThat(fixture.reporter.lines()).contains("ERROR " + why().sentence() + "; 1 rows wait");
    }

    @Test
    void theReasonIsTheLatestEvenIfItsLineWasThinned() {
        fixture.batchOf(1);
        fixture.play(post -> Outcomes.noToken());
        fixture.play(Duration.ofMinutes(1), post -> Outcomes.answered(403, "OperationFailed"));
        int lines = fixture.reporter.lines().size();
        fixture.play(Duration.ofMinutes(1), post -> Outcomes.noToken());

        assertThat(fixture.reporter.lines()).as("nothing new is told").hasSize(lines);
        assertThat(why().sentence()).startsWith("no token (");
    }

    @Test
    void aRefusalAfterAnOutageHasATimeOfItsOwn() {
        fixture.batchOf(1);
        fixture.play(post -> Outcomes.answered(503, ""));
        fixture.time.advance(Duration.ofMinutes(2));
        Instant later = Instant.ofEpochMilli(fixture.time.epochMillis());
        fixture.play(post -> Outcomes.answered(404, "NotFound"));

        assertThat(deliveryStatus().state()).isEqualTo(DeliveryState.REFUSED);
        assertThat(why().time()).isEqualTo(later);
    }

    @Test
    void oneRefusedStreamIsTheWorstAndTheOtherOneShips() {
        fixture.configured = Set.of(CourierFixture.STREAM, OTHER);
        fixture.batch(CourierFixture.STREAM, "a");
        fixture.batch(OTHER, "b");
        fixture.play(post -> post.carries("b") ? Outcomes.answered(400, "InvalidStream") : Outcomes.accepted());

        assertThat(deliveryStatus().state()).isEqualTo(DeliveryState.REFUSED);
        assertThat(deliveryStatus().streams())
                .containsOnly(
                        entry(CourierFixture.STREAM, DeliveryState.SHIPPING), entry(OTHER, DeliveryState.REFUSED));
        assertThat(why().sentence()).contains("has no stream " + OTHER);
    }

    @Test
    void rowsThatAnEarlierRunLeftForAnotherStreamAreNoTroubleOfTheStreamsThatAreConfigured() {
        fixture.batch(CourierFixture.STREAM, "a");
        fixture.batch("Custom-Mispelt_CL", "b");
        fixture.play(post -> post.carries("b") ? Outcomes.answered(400, "InvalidStream") : Outcomes.accepted());

        assertThat(deliveryStatus()).isEqualTo(new DeliveryStatus(DeliveryState.SHIPPING, null, states("shipping")));
        assertThat(fixture.reporter.lines())
                .filteredOn(line -> line.contains("has no stream Custom-Mispelt_CL"))
                .singleElement()
                .asString()
                .contains("only rows of an earlier run", "spool send --to-stream", "spool drop")
                .doesNotContain("correct streamName");
    }

    @Test
    void aRefusedStreamIsWorseThanAnOutageOfAll() {
        fixture.configured = Set.of(CourierFixture.STREAM, OTHER);
        fixture.batch(OTHER, "b");
        fixture.play(post -> Outcomes.answered(400, "InvalidStream"));
        fixture.batch(CourierFixture.STREAM, "a");
        fixture.play(post -> Outcomes.answered(503, ""));

        assertThat(deliveryStatus().state()).isEqualTo(DeliveryState.REFUSED);
        assertThat(deliveryStatus().streams())
                .containsOnly(
                        entry(CourierFixture.STREAM, DeliveryState.SPOOLING), entry(OTHER, DeliveryState.REFUSED));
        assertThat(why().sentence()).contains("has no stream " + OTHER);
    }

    @Test
    void rowsThatAreAllRefusedByTheirStreamAreRefusedByConfiguration() {
        fixture.batch(CourierFixture.STREAM, "a", "b");
        fixture.play(post -> Outcomes.answered(400, "InvalidRow"));

        assertThat(deliveryStatus().state()).isEqualTo(DeliveryState.REFUSED);
        assertThat(why().sentence()).startsWith("every row for stream " + CourierFixture.STREAM + " is refused");
    }

    @Test
    void aStreamOfWhoseRefusedRowsNothingIsLeftIsNotRefusedAnyMore() {
        var small = new CourierFixture(Duration.ofMinutes(1));
        small.batch(OTHER, "refused");
        small.play(post -> Outcomes.answered(400, "InvalidStream"));
        assertThat(small.courier.deliveryStatus(Set.of(OTHER)).state()).isEqualTo(DeliveryState.REFUSED);

        small.play(Duration.ofSeconds(62), post -> Outcomes.answered(400, "InvalidStream"));
        assertThat(small.stats().held()).isZero();
        assertThat(small.courier.deliveryStatus(Set.of(OTHER)))
                .isEqualTo(new DeliveryStatus(
                        DeliveryState.SHIPPING, null, java.util.Map.of(OTHER, DeliveryState.SHIPPING)));

        small.batch(OTHER, "refused again");
        small.play(post -> Outcomes.answered(400, "InvalidStream"));
        assertThat(small.courier.deliveryStatus(Set.of(OTHER)).state()).isEqualTo(DeliveryState.REFUSED);
    }

    @Test
    void everyAttemptCountsAsWhatCameOfItAndOnlyAnswersHaveATime() {
        fixture.batchOf(2);
        fixture.step();
        fixture.time.advance(Duration.ofMillis(250));
        fixture.underWay().get(0).answer(Outcomes.answered(503, ""));
        fixture.play(Duration.ofMinutes(1), post -> Outcomes.timedOut());
        fixture.play(Duration.ofMinutes(5), post -> Outcomes.noToken());
        long timedOut = fixture.courier.posts().responses().get("timeout");
        long withoutToken = fixture.courier.posts().responses().get("no-token");
        fixture.play(Duration.ofMinutes(10), CourierFixture::accept);

        PostStats posts = fixture.courier.posts();
        assertThat(posts.responses())
                .containsExactly(
                        entry("204", 1L),
                        entry("503", 1L),
                        entry("no-token", withoutToken),
                        entry("timeout", timedOut));
        assertThat(posts.retries())
                .containsExactly(entry("503", 1L), entry("no-token", withoutToken), entry("timeout", timedOut));
        assertThat(posts.nanos())
                .isEqualTo(new Summary(2, Duration.ofMillis(250).toNanos(), 0));
        assertThat(fixture.stats().posts()).isEqualTo(2 + timedOut + withoutToken);
    }

    @Test
    void theLongestPostIsForgottenAfterTwoMinutes() {
        fixture.batchOf(1);
        fixture.step();
        fixture.time.advance(Duration.ofMillis(250));
        fixture.play(CourierFixture::accept);
        long slow = Duration.ofMillis(250).toNanos();

        assertThat(fixture.courier.posts().nanos().max()).isEqualTo(slow);
        fixture.time.advance(Duration.ofSeconds(59));
        assertThat(fixture.courier.posts().nanos().max()).isEqualTo(slow);
        fixture.time.advance(Duration.ofSeconds(61));
        assertThat(fixture.courier.posts().nanos()).isEqualTo(new Summary(1, slow, 0));
    }

    @Test
    void aBatchCountsWithItsSizeOnceHoweverOftenItWasSent() {
        fixture.batchOf(5);
        fixture.play(post -> Outcomes.answered(503, ""));
        fixture.play(Duration.ofMinutes(2), CourierFixture::accept);
        fixture.batchOf(2);
        fixture.play(CourierFixture::accept);

        PostStats posts = fixture.courier.posts();
        assertThat(posts.batchRows().count()).isEqualTo(2);
        assertThat(posts.batchRows().total()).isEqualTo(7);
        assertThat(posts.batchRows().mean()).isEqualTo(3.5);
        assertThat(posts.batchBytes().total())
                .isEqualTo(fixture.posts.get(0).batch.rawBytes()
                        + fixture.posts.get(fixture.posts.size() - 1).batch.rawBytes());
    }

    @Test
    void splittingIsNoRetry() {
        fixture.batch(CourierFixture.STREAM, "a", "b");
        fixture.play(post -> post.carries("a") && post.carries("b")
                ? Outcomes.answered(413, "ContentLengthLimitExceeded")
                : Outcomes.accepted());

        assertThat(fixture.courier.posts().responses()).containsExactly(entry("204", 2L), entry("413", 1L));
        assertThat(fixture.courier.posts().retries()).isEmpty();
    }

    @Test
    void theOldestRowIsKnownWhereverItWaits(@TempDir Path directory) {
        var withDisk = new CourierFixture(directory);
        long first = withDisk.time.epochMillis();
        withDisk.batchOf(1);
        withDisk.play(post -> Outcomes.answered(503, ""));
        withDisk.time.advance(Duration.ofMillis(10));
        for (int i = 0; i < 20; i++) {
            withDisk.batchOf(1);
        }
        withDisk.step();

        assertThat(withDisk.courier.oldestMillis()).isEqualTo(first);
        assertThat(withDisk.courier.spoolFiles()).isEqualTo(20);
        assertThat(withDisk.courier.spoolBytes()).isPositive();

        withDisk.play(Duration.ofMinutes(5), CourierFixture::accept);

        assertThat(withDisk.courier.oldestMillis()).isEqualTo(HeldRows.NONE);
        assertThat(withDisk.courier.spoolFiles()).isZero();
        assertThat(withDisk.courier.spoolBytes()).isZero();
        withDisk.close();
    }

    private DeliveryStatus deliveryStatus() {
        return fixture.courier.deliveryStatus(fixture.configured);
    }

    private Problem why() {
        Problem why = deliveryStatus().why();
        assertThat(why).isNotNull();
        return why;
    }

    private static java.util.Map<String, DeliveryState> states(String word) {
        return java.util.Map.of(CourierFixture.STREAM, DeliveryState.valueOf(word.toUpperCase(java.util.Locale.ROOT)));
    }
}
