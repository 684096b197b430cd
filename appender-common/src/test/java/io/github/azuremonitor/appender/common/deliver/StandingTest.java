package io.github.azuremonitor.appender.common.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.azuremonitor.appender.common.batch.OldestRow;
import io.github.azuremonitor.appender.common.report.DeliveryState;
import io.github.azuremonitor.appender.common.report.PostStats;
import io.github.azuremonitor.appender.common.report.Standing;
import io.github.azuremonitor.appender.common.report.Summary;
import io.github.azuremonitor.appender.common.report.Trouble;
import io.github.azuremonitor.appender.common.testing.Outcomes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What health checks and metrics are told of delivery, in simulated time. */
class StandingTest {
    private static final String OTHER = "Custom-Other_CL";

    private final Desk desk = new Desk();

    @Test
    void aStreamThatWasNeverSentToIsShipping() {
        assertThat(standing()).isEqualTo(new Standing(DeliveryState.SHIPPING, null, states("shipping")));
    }

    @Test
    void anOutageIsSpoolingSinceItsFirstFailureAndEndsWithTheFirstAcceptedBatch() {
        Instant begin = Instant.ofEpochMilli(desk.time.epochMillis());
        desk.batchOf(3);
        desk.play(post -> Outcomes.answered(503, ""));
        desk.time.advance(Duration.ofMinutes(2));
        desk.play(post -> Outcomes.answered(500, ""));

        assertThat(standing().state()).isEqualTo(DeliveryState.SPOOLING);
        assertThat(standing().streams()).isEqualTo(states("spooling"));
        assertThat(why().time()).isEqualTo(begin);
        assertThat(why().sentence())
                .isEqualTo("Azure cannot be reached or is failing (500 said the service); retrying");

        desk.play(Duration.ofMinutes(2), Desk::accept);

        assertThat(standing()).isEqualTo(new Standing(DeliveryState.SHIPPING, null, states("shipping")));
    }

    @Test
    void aMissingRoleIsRefusedWithTheSentenceOfTheStatusLine() {
        desk.batchOf(1);
        desk.play(post -> Outcomes.answered(403, "OperationFailed"));

        assertThat(standing().state()).isEqualTo(DeliveryState.REFUSED);
        assertThat(why().sentence()).contains("Monitoring Metrics Publisher");
        assertThat(desk.reporter.lines()).contains("ERROR " + why().sentence() + "; 1 rows wait");
    }

    @Test
    void theReasonIsTheLatestEvenIfItsLineWasThinned() {
        desk.batchOf(1);
        desk.play(post -> Outcomes.noToken());
        desk.play(Duration.ofMinutes(1), post -> Outcomes.answered(403, "OperationFailed"));
        int lines = desk.reporter.lines().size();
        desk.play(Duration.ofMinutes(1), post -> Outcomes.noToken());

        assertThat(desk.reporter.lines()).as("nothing new is told").hasSize(lines);
        assertThat(why().sentence()).startsWith("no token (");
    }

    @Test
    void aRefusalAfterAnOutageHasATimeOfItsOwn() {
        desk.batchOf(1);
        desk.play(post -> Outcomes.answered(503, ""));
        desk.time.advance(Duration.ofMinutes(2));
        Instant later = Instant.ofEpochMilli(desk.time.epochMillis());
        desk.play(post -> Outcomes.answered(404, "NotFound"));

        assertThat(standing().state()).isEqualTo(DeliveryState.REFUSED);
        assertThat(why().time()).isEqualTo(later);
    }

    @Test
    void oneRefusedStreamIsTheWorstAndTheOtherOneShips() {
        desk.configured = Set.of(Desk.STREAM, OTHER);
        desk.batch(Desk.STREAM, "a");
        desk.batch(OTHER, "b");
        desk.play(post -> post.carries("b") ? Outcomes.answered(400, "InvalidStream") : Outcomes.accepted());

        assertThat(standing().state()).isEqualTo(DeliveryState.REFUSED);
        assertThat(standing().streams())
                .containsOnly(entry(Desk.STREAM, DeliveryState.SHIPPING), entry(OTHER, DeliveryState.REFUSED));
        assertThat(why().sentence()).contains("has no stream " + OTHER);
    }

    @Test
    void rowsThatAnEarlierRunLeftForAnotherStreamAreNoTroubleOfTheStreamsThatAreConfigured() {
        desk.batch(Desk.STREAM, "a");
        desk.batch("Custom-Mispelt_CL", "b");
        desk.play(post -> post.carries("b") ? Outcomes.answered(400, "InvalidStream") : Outcomes.accepted());

        assertThat(standing()).isEqualTo(new Standing(DeliveryState.SHIPPING, null, states("shipping")));
        assertThat(desk.reporter.lines())
                .filteredOn(line -> line.contains("has no stream Custom-Mispelt_CL"))
                .singleElement()
                .asString()
                .contains("only rows of an earlier run", "spool send --to-stream", "spool drop")
                .doesNotContain("correct streamName");
    }

    @Test
    void aRefusedStreamIsWorseThanAnOutageOfAll() {
        desk.configured = Set.of(Desk.STREAM, OTHER);
        desk.batch(OTHER, "b");
        desk.play(post -> Outcomes.answered(400, "InvalidStream"));
        desk.batch(Desk.STREAM, "a");
        desk.play(post -> Outcomes.answered(503, ""));

        assertThat(standing().state()).isEqualTo(DeliveryState.REFUSED);
        assertThat(standing().streams())
                .containsOnly(entry(Desk.STREAM, DeliveryState.SPOOLING), entry(OTHER, DeliveryState.REFUSED));
        assertThat(why().sentence()).contains("has no stream " + OTHER);
    }

    @Test
    void rowsThatAreAllRefusedByTheirStreamAreRefusedByConfiguration() {
        desk.batch(Desk.STREAM, "a", "b");
        desk.play(post -> Outcomes.answered(400, "InvalidRow"));

        assertThat(standing().state()).isEqualTo(DeliveryState.REFUSED);
        assertThat(why().sentence()).startsWith("every row for stream " + Desk.STREAM + " is refused");
    }

    @Test
    void aStreamOfWhoseRefusedRowsNothingIsLeftIsNotRefusedAnyMore() {
        var small = new Desk(Duration.ofMinutes(1));
        small.batch(OTHER, "refused");
        small.play(post -> Outcomes.answered(400, "InvalidStream"));
        assertThat(small.courier.standing(Set.of(OTHER)).state()).isEqualTo(DeliveryState.REFUSED);

        small.play(Duration.ofSeconds(62), post -> Outcomes.answered(400, "InvalidStream"));
        assertThat(small.stats().held()).isZero();
        assertThat(small.courier.standing(Set.of(OTHER)))
                .isEqualTo(new Standing(DeliveryState.SHIPPING, null, java.util.Map.of(OTHER, DeliveryState.SHIPPING)));

        small.batch(OTHER, "refused again");
        small.play(post -> Outcomes.answered(400, "InvalidStream"));
        assertThat(small.courier.standing(Set.of(OTHER)).state()).isEqualTo(DeliveryState.REFUSED);
    }

    @Test
    void everyAttemptCountsAsWhatCameOfItAndOnlyAnswersHaveATime() {
        desk.batchOf(2);
        desk.step();
        desk.time.advance(Duration.ofMillis(250));
        desk.underWay().get(0).answer(Outcomes.answered(503, ""));
        desk.play(Duration.ofMinutes(1), post -> Outcomes.timedOut());
        desk.play(Duration.ofMinutes(5), post -> Outcomes.noToken());
        long timedOut = desk.courier.posts().responses().get("timeout");
        long withoutToken = desk.courier.posts().responses().get("no-token");
        desk.play(Duration.ofMinutes(10), Desk::accept);

        PostStats posts = desk.courier.posts();
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
        assertThat(desk.stats().posts()).isEqualTo(2 + timedOut + withoutToken);
    }

    @Test
    void theLongestPostIsForgottenAfterTwoMinutes() {
        desk.batchOf(1);
        desk.step();
        desk.time.advance(Duration.ofMillis(250));
        desk.play(Desk::accept);
        long slow = Duration.ofMillis(250).toNanos();

        assertThat(desk.courier.posts().nanos().max()).isEqualTo(slow);
        desk.time.advance(Duration.ofSeconds(59));
        assertThat(desk.courier.posts().nanos().max()).isEqualTo(slow);
        desk.time.advance(Duration.ofSeconds(61));
        assertThat(desk.courier.posts().nanos()).isEqualTo(new Summary(1, slow, 0));
    }

    @Test
    void aBatchCountsWithItsSizeOnceHoweverOftenItWasSent() {
        desk.batchOf(5);
        desk.play(post -> Outcomes.answered(503, ""));
        desk.play(Duration.ofMinutes(2), Desk::accept);
        desk.batchOf(2);
        desk.play(Desk::accept);

        PostStats posts = desk.courier.posts();
        assertThat(posts.batchRows().count()).isEqualTo(2);
        assertThat(posts.batchRows().total()).isEqualTo(7);
        assertThat(posts.batchRows().mean()).isEqualTo(3.5);
        assertThat(posts.batchBytes().total())
                .isEqualTo(desk.posts.get(0).batch.rawBytes()
                        + desk.posts.get(desk.posts.size() - 1).batch.rawBytes());
    }

    @Test
    void splittingIsNoRetry() {
        desk.batch(Desk.STREAM, "a", "b");
        desk.play(post -> post.carries("a") && post.carries("b")
                ? Outcomes.answered(413, "ContentLengthLimitExceeded")
                : Outcomes.accepted());

        assertThat(desk.courier.posts().responses()).containsExactly(entry("204", 2L), entry("413", 1L));
        assertThat(desk.courier.posts().retries()).isEmpty();
    }

    @Test
    void theOldestRowIsKnownWhereverItWaits(@TempDir Path directory) {
        var withDisk = new Desk(directory);
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

        withDisk.play(Duration.ofMinutes(5), Desk::accept);

        assertThat(withDisk.courier.oldestMillis()).isEqualTo(OldestRow.NONE);
        assertThat(withDisk.courier.spoolFiles()).isZero();
        assertThat(withDisk.courier.spoolBytes()).isZero();
        withDisk.courier.end();
    }

    private Standing standing() {
        return desk.courier.standing(desk.configured);
    }

    private Trouble why() {
        Trouble why = standing().why();
        assertThat(why).isNotNull();
        return why;
    }

    private static java.util.Map<String, DeliveryState> states(String word) {
        return java.util.Map.of(Desk.STREAM, DeliveryState.valueOf(word.toUpperCase(java.util.Locale.ROOT)));
    }
}
