package io.github.azuremonitor.appender.common.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.batch.HeldRows;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.testing.Outcomes;
import io.github.azuremonitor.appender.common.testing.Settings;
import io.github.azuremonitor.appender.common.time.PlayedThreads;
import io.github.azuremonitor.appender.common.time.UninterruptedWait;
import io.github.azuremonitor.appender.common.time.Worker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a courier does with each fate, in simulated time. */
class CourierTest {
    private final CourierFixture fixture = new CourierFixture();

    @AfterEach
    void theLedgerBalances() {
        assertThat(fixture.stats()).matches(stats -> stats.balances(), "balances");
        assertThat(fixture.courier.oldestMillis() == HeldRows.NONE)
                .as("no oldest row")
                .isEqualTo(fixture.courier.heldRows() == 0);
    }

    @Test
    void deadLettersAreTendedFromTheStartWithoutAnyRefusal() {
        fixture.step();
        assertThat(fixture.deadLettersTended).isEqualTo(1);
        fixture.step();
        assertThat(fixture.deadLettersTended).isEqualTo(1);
        fixture.time.advance(Duration.ofSeconds(2));
        fixture.step();
        assertThat(fixture.deadLettersTended).isEqualTo(2);
    }

    @Test
    void anAcceptedBatchIsForgotten() {
        fixture.batchOf(3);
        assertThat(fixture.play(CourierFixture::accept)).isEqualTo(1);
        assertThat(fixture.stats().accepted()).isEqualTo(3);
        assertThat(fixture.stats().held()).isZero();
        assertThat(fixture.reporter.lines()).singleElement().asString().contains("first 3 rows accepted");
    }

    @Test
    void aGatewayThatStripsHeadersIsToldOnceAndNothingIsSentAgain() {
        for (int i = 0; i < 20; i++) {
            fixture.batchOf(1);
        }
        assertThat(fixture.play(Duration.ofMinutes(5), post -> Outcomes.acceptedWithoutHeaders()))
                .isEqualTo(20);
        assertThat(fixture.stats().accepted()).isEqualTo(20);
        assertThat(fixture.reporter.lines())
                .filteredOn(line -> line.startsWith("WARN "))
                .singleElement()
                .asString()
                .contains("x-ms-request-id")
                .contains("strips");
    }

    @Test
    void theAnswerToAPostThatWasTakenForNotStartedIsNotCountedOnceMore() {
        fixture.senderThrows = true;
        fixture.batchOf(3);
        fixture.step();
        fixture.senderThrows = false;
        // It had started all the same, and its time is over now.
        fixture.underWay().get(0).answer(Outcomes.unreachable());
        fixture.step();
        fixture.play(Duration.ofMinutes(1), post -> Outcomes.unreachable());

        fixture.play(Duration.ofMinutes(2), CourierFixture::accept);

        assertThat(fixture.stats().accepted())
                .as("rows accepted after the outage")
                .isEqualTo(3);
        assertThat(fixture.stats().held()).isZero();
    }

    @Test
    void anOutageThatThereWasNoMemoryToTellOfIsToldWithTheNextFailure() {
        fixture.reporter.refused = 1;
        fixture.batchOf(1);

        fixture.play(Duration.ofSeconds(20), post -> Outcomes.unreachable());

        assertThat(fixture.reporter.lines())
                .filteredOn(line -> line.contains("cannot be reached"))
                .hasSize(1);
        fixture.play(Duration.ofMinutes(2), CourierFixture::accept);
    }

    @Test
    void aHeapThatWasFullForAWhileIsNoReasonToWaitLongAfterwards() {
        fixture.batchOf(1);
        fixture.play(Duration.ofSeconds(30), post -> Outcomes.outOfMemory());

        int posts = fixture.play(Duration.ofSeconds(2), CourierFixture::accept);

        assertThat(posts).as("POSTs within two seconds").isEqualTo(1);
        assertThat(fixture.stats().accepted()).isEqualTo(1);
    }

    @Test
    void aBatchOnWhichTheCourierStumbledIsTriedAgainSoonAndThenLessOften() {
        fixture.senderThrows = true;
        fixture.batchOf(1);
        fixture.step();
        fixture.posts.forEach(post -> post.answer(Outcomes.unreachable()));
        for (int second = 0; second < 10; second++) {
            fixture.time.advance(Duration.ofSeconds(1));
            fixture.step();
        }
        assertThat(fixture.posts).as("tries within ten seconds").hasSizeBetween(3, 6);
        fixture.senderThrows = false;

        fixture.play(Duration.ofSeconds(20), CourierFixture::accept);

        assertThat(fixture.stats().accepted()).isEqualTo(1);
    }

    @Test
    void atMostFourPostsAreUnderWay() {
        for (int i = 0; i < 20; i++) {
            fixture.batchOf(1);
        }
        fixture.step();
        assertThat(fixture.underWay()).hasSize(4);
        fixture.underWay().get(0).answer(Outcomes.accepted());
        fixture.step();
        assertThat(fixture.underWay()).hasSize(4);
        fixture.play(CourierFixture::accept);
        assertThat(fixture.stats().accepted()).isEqualTo(20);
    }

    @Test
    void retryAfterIsWaitedForAndThenOneProbeGoesOut() {
        for (int i = 0; i < 8; i++) {
            fixture.batchOf(1);
        }
        fixture.play(post -> Outcomes.throttled(Duration.ofSeconds(20)));
        assertThat(fixture.posts).hasSize(4);
        fixture.time.advance(Duration.ofSeconds(19));
        fixture.step();
        assertThat(fixture.posts).hasSize(4);
        fixture.time.advance(Duration.ofMillis(3100));
        fixture.step();
        assertThat(fixture.underWay()).as("one probe").hasSize(1);
        assertThat(fixture.lingerPolicy.isOutage()).isTrue();
        fixture.play(CourierFixture::accept);
        assertThat(fixture.stats().accepted()).isEqualTo(8);
        assertThat(fixture.lingerPolicy.isOutage()).isFalse();
    }

    @Test
    void throttlingDoublesTheLingerAndAcceptanceBringsItBack() {
        fixture.batchOf(1);
        fixture.play(post -> Outcomes.throttled(Duration.ofSeconds(1)));
        fixture.lingerPolicy.outage(false);
        assertThat(fixture.lingerPolicy.lingerNanos())
                .isEqualTo(Duration.ofSeconds(10).toNanos());
        fixture.play(Duration.ofSeconds(3), CourierFixture::accept);
        assertThat(fixture.lingerPolicy.lingerNanos())
                .isEqualTo(Duration.ofSeconds(5).toNanos());
    }

    @Test
    void anOutageCostsFewPostsAndLosesNothing() {
        fixture.batchOf(1);
        fixture.play(CourierFixture::accept);
        for (int i = 0; i < 50; i++) {
            fixture.batchOf(10);
        }
        int posts = fixture.play(Duration.ofMinutes(30), post -> Outcomes.answered(503, ""));
        assertThat(posts).as("POSTs in 30 minutes of 503").isBetween(25, 150);
        assertThat(fixture.stats().held()).isEqualTo(500);
        fixture.play(Duration.ofMinutes(2), CourierFixture::accept);
        assertThat(fixture.stats().accepted()).isEqualTo(501);
        assertThat(fixture.reporter.lines())
                .anyMatch(line -> line.contains("503"))
                .anyMatch(line -> line.contains("takes rows again"));
    }

    @Test
    void aMissingRoleHoldsEverythingAndSaysWhatToDo() {
        fixture.batchOf(5);
        int posts = fixture.play(Duration.ofMinutes(30), post -> Outcomes.answered(403, "OperationFailed"));
        assertThat(posts).as("probes in 30 minutes").isBetween(6, 20);
        assertThat(fixture.stats().held()).isEqualTo(5);
        assertThat(fixture.reporter.lines().get(0))
                .startsWith("ERROR")
                .contains("Monitoring Metrics Publisher")
                .contains("30 minutes")
                .contains("managed-identity");
        assertThat(fixture.reporter.lines()).as("thinned").hasSizeLessThan(9);
        fixture.play(Duration.ofMinutes(6), CourierFixture::accept);
        assertThat(fixture.stats().accepted()).isEqualTo(5);
    }

    @Test
    void anOutageDoesNotMakeTheFirstRefusalAfterItWaitForMinutes() {
        fixture.batchOf(10);
        fixture.play(Duration.ofMinutes(5), post -> Outcomes.answered(503, ""));
        var refusedAt = new ArrayList<Long>();
        fixture.play(Duration.ofMinutes(3), post -> {
            refusedAt.add(fixture.time.nanos());
            return Outcomes.answered(403, "OperationFailed");
        });

        assertThat(refusedAt).hasSizeGreaterThanOrEqualTo(2);
        assertThat(Duration.ofNanos(refusedAt.get(1) - refusedAt.get(0))).isLessThanOrEqualTo(Duration.ofSeconds(31));
        fixture.play(Duration.ofMinutes(5), CourierFixture::accept);
    }

    @Test
    void aFirst401RenewsTheCredentialAndASecondHolds() {
        fixture.batchOf(1);
        fixture.step().underWay().get(0).answer(Outcomes.unauthorised(false));
        fixture.step();
        assertThat(fixture.renewals).isEqualTo(1);
        assertThat(fixture.underWay()).as("asked again at once").hasSize(1);
        fixture.underWay().get(0).answer(Outcomes.unauthorised(true));
        fixture.step();
        assertThat(fixture.underWay()).isEmpty();
        assertThat(fixture.renewals).isEqualTo(1);
        assertThat(fixture.play(Duration.ofSeconds(14), CourierFixture::accept)).isZero();
        fixture.play(Duration.ofMinutes(1), CourierFixture::accept);
        assertThat(fixture.stats().accepted()).isEqualTo(1);
    }

    @Test
    void withoutATokenNothingIsSentButTheTokenIsAskedForSlowly() {
        fixture.batchOf(2);
        int attempts = fixture.play(Duration.ofMinutes(20), post -> Outcomes.noToken());
        assertThat(attempts).isBetween(6, 25);
        assertThat(fixture.stats().held()).isEqualTo(2);
        assertThat(fixture.reporter.lines().get(0)).contains("AADSTS7000215").contains("invalid client secret");
    }

    @Test
    void anUnknownStreamHoldsItselfAndNotTheOthers() {
        fixture.batch("Custom-Wrong_CL", "a");
        fixture.batch(CourierFixture.STREAM, "b");
        fixture.play(post -> post.batch.stream().equals(CourierFixture.STREAM)
                ? Outcomes.accepted()
                : Outcomes.answered(400, "InvalidStream"));
        fixture.batch("Custom-Wrong_CL", "c");
        fixture.batch(CourierFixture.STREAM, "d");
        assertThat(fixture.play(CourierFixture::accept))
                .as("only the good stream's batch")
                .isEqualTo(1);
        assertThat(fixture.stats().accepted()).isEqualTo(2);
        assertThat(fixture.stats().held()).isEqualTo(2);
        assertThat(fixture.lingerPolicy.isOutage()).isFalse();
        fixture.play(Duration.ofMinutes(1), CourierFixture::accept);
        assertThat(fixture.stats().accepted()).isEqualTo(4);
    }

    @Test
    void aHeldStreamTakesAtMostHalfOfTheBuffer() {
        CourierFixture small = new CourierFixture(8 * 1024);
        small.batch("Custom-Wrong_CL", "x");
        small.play(post -> Outcomes.answered(400, "InvalidStream"));
        for (int i = 0; i < 200; i++) {
            small.batch("Custom-Wrong_CL", "held " + i);
            small.step();
        }
        assertThat(small.stats().dropped()).containsOnlyKeys(DropReason.BUFFER_FULL);
        long held = small.stats().held();
        small.batch(CourierFixture.STREAM, "y");
        small.play(CourierFixture::accept);
        assertThat(small.stats().accepted()).isEqualTo(1);
        assertThat(held * 100).as("bytes held, roughly").isLessThan(8 * 1024);
        assertThat(small.stats().balances()).isTrue();
    }

    @Test
    void aTooBigRequestIsHalvedUntilItFits() {
        fixture.batchOf(100);
        fixture.play(post ->
                post.batch.rows() > 10 ? Outcomes.answered(413, "ContentLengthLimitExceeded") : Outcomes.accepted());
        assertThat(fixture.stats().accepted()).isEqualTo(100);
    }

    @Test
    void aSingleRowThatIsTooBigIsShortenedAndThenGivenUp() {
        String big = "x".repeat(20_000);
        fixture.batch(CourierFixture.STREAM, big);
        fixture.play(post -> post.batch.rawBytes() > 10_000
                ? Outcomes.answered(413, "ContentLengthLimitExceeded")
                : Outcomes.accepted());
        assertThat(fixture.stats().accepted()).isEqualTo(1);
        fixture.batch(CourierFixture.STREAM, big);
        fixture.play(post -> Outcomes.answered(413, "ContentLengthLimitExceeded"));
        assertThat(fixture.deadLetters).hasSize(1);
        assertThat(fixture.stats().dropped()).containsEntry(DropReason.REFUSED, 1L);
    }

    @Test
    void aRowThatIsTooBigIsNotSentAgainUnlessItGotSmaller() {
        fixture.batch(CourierFixture.STREAM, "short");
        assertThat(fixture.play(post -> Outcomes.answered(413, "ContentLengthLimitExceeded")))
                .isEqualTo(1);
        // Three characters above the first length, and the mark of a cut is longer than that.
        fixture.batch(CourierFixture.STREAM, "x".repeat(8 * 1024 + 3));
        assertThat(fixture.play(post -> Outcomes.answered(413, "ContentLengthLimitExceeded")))
                .isEqualTo(2);
        assertThat(fixture.deadLetters).hasSize(2);
    }

    @Test
    void aHeldStreamWhoseEveryBatchHasAPoisonRowDoesNotWaitForAGoodOne() {
        // More than one search can settle, so that the stream is held.
        for (int i = 0; i < 200; i++) {
            fixture.row(CourierFixture.STREAM, i % 2 == 0 ? "poison" + i : "good" + i, fixture.time.epochMillis());
        }
        fixture.cut();
        for (int batch = 0; batch < 100; batch++) {
            for (int i = 0; i < 20; i++) {
                fixture.row(CourierFixture.STREAM, i == 7 ? "poison" : "good", fixture.time.epochMillis());
            }
            fixture.cut();
        }
        fixture.play(
                Duration.ofHours(1),
                post -> CourierFixture.texts(post.batch).stream().anyMatch(text -> text.startsWith("poison"))
                        ? Outcomes.answered(400, "InvalidRow")
                        : Outcomes.accepted());
        assertThat(fixture.stats().accepted()).as("good rows").isGreaterThanOrEqualTo(1900);
        assertThat(fixture.deadLetters).allMatch(row -> row.startsWith("poison"));
    }

    @Test
    void searchesOfAHeldStreamAreFewAndSmall() {
        for (int i = 0; i < 10; i++) {
            fixture.batchOf(100);
        }
        fixture.play(Duration.ofMinutes(5), post -> Outcomes.answered(400, "InvalidTransformOutput"));
        fixture.posts.clear();
        fixture.play(Duration.ofHours(10), post -> Outcomes.answered(400, "InvalidTransformOutput"));
        // A probe each 2.5 to 5 minutes; each fourth costs up to eight more.
        assertThat(fixture.posts).hasSizeBetween(120, 240 + 60 * 8);
        assertThat(fixture.stats().held()).isEqualTo(1000);
        assertThat(fixture.deadLetters).isEmpty();
    }

    @Test
    void aPoisonRowIsFoundAmongAThousandWithinSixtyFourPosts() {
        for (int i = 0; i < 1000; i++) {
            fixture.row(CourierFixture.STREAM, i == 617 ? "poison" : "row " + i, fixture.time.epochMillis());
        }
        fixture.cut();
        int posts = fixture.play(
                post -> post.carries("poison") ? Outcomes.answered(400, "MalformedJson") : Outcomes.accepted());
        assertThat(posts).isLessThanOrEqualTo(65);
        assertThat(fixture.deadLetters).containsExactly("poison");
        assertThat(fixture.stats().accepted()).isEqualTo(999);
        assertThat(fixture.stats().dropped()).containsEntry(DropReason.REFUSED, 1L);
    }

    @Test
    void aBatchFullOfPoisonCostsAtMostSixtyFourPosts() {
        for (int i = 0; i < 1024; i++) {
            fixture.row(CourierFixture.STREAM, i % 2 == 0 ? "poison" : "row " + i, fixture.time.epochMillis());
        }
        fixture.cut();
        int posts = fixture.play(
                post -> post.carries("poison") ? Outcomes.answered(400, "MalformedJson") : Outcomes.accepted());
        assertThat(posts).isLessThanOrEqualTo(65);
        fixture.play(
                Duration.ofHours(3),
                post -> post.carries("poison") ? Outcomes.answered(400, "MalformedJson") : Outcomes.accepted());
        assertThat(fixture.stats().accepted()).as("every good row").isEqualTo(512);
        assertThat(fixture.deadLetters).hasSize(512).containsOnly("poison");
    }

    @Test
    void whereNoPartIsAcceptedTheConfigurationIsToBlameAndNothingIsLost() {
        fixture.batchOf(64);
        int posts = fixture.play(Duration.ofMinutes(20), post -> Outcomes.answered(400, "MalformedJson"));
        assertThat(fixture.deadLetters).isEmpty();
        assertThat(fixture.stats().held()).isEqualTo(64);
        assertThat(posts).as("one bisection, then probes").isLessThan(65 + 20);
        assertThat(fixture.reporter.lines().get(0))
                .startsWith("ERROR every row for stream")
                .contains("compare the columns");
        fixture.play(Duration.ofMinutes(10), CourierFixture::accept);
        assertThat(fixture.stats().accepted()).isEqualTo(64);
    }

    @Test
    void aLonePoisonRowIsNotGivenUpBeforeOthersWereTaken() {
        fixture.batch(CourierFixture.STREAM, "poison");
        fixture.play(post -> Outcomes.answered(400, "MalformedJson"));
        assertThat(fixture.deadLetters).as("could be the configuration").isEmpty();
        fixture.batch(CourierFixture.STREAM, "good");
        fixture.play(
                Duration.ofMinutes(10),
                post -> post.carries("poison") ? Outcomes.answered(400, "MalformedJson") : Outcomes.accepted());
        assertThat(fixture.stats().accepted()).isEqualTo(1);
        assertThat(fixture.deadLetters).containsExactly("poison");
    }

    @Test
    void aBatchThatSpansTooMuchTimeIsSplitByTime() {
        long now = fixture.time.epochMillis();
        for (int i = 0; i < 10; i++) {
            fixture.row(
                    CourierFixture.STREAM,
                    "t" + i,
                    now + Duration.ofMinutes(2L * i).toMillis());
        }
        fixture.cut();
        fixture.play(post -> post.batch.newestMillis() - post.batch.oldestMillis()
                        > Duration.ofMinutes(10).toMillis()
                ? Outcomes.answered(400, "RecordsTimeRangeIsMoreThan30Minutes")
                : Outcomes.accepted());
        assertThat(fixture.stats().accepted()).isEqualTo(10);
    }

    @Test
    void aCaptivePortalIsNeitherBelievedNorHammered() {
        fixture.batchOf(1);
        int posts = fixture.play(Duration.ofMinutes(10), post -> Outcomes.fromProxy(200));
        assertThat(posts).isLessThan(15);
        assertThat(fixture.stats().held()).isEqualTo(1);
        assertThat(fixture.reporter.lines().get(0))
                .as("it does not pass by itself, and Log4j2 shows nobody a warning")
                .startsWith("ERROR")
                .contains("captive portal");
    }

    @Test
    void whatPassesByItselfIsAWarning() {
        fixture.batchOf(1);
        fixture.play(Duration.ofMinutes(1), post -> Outcomes.throttled(Duration.ofSeconds(1)));
        assertThat(fixture.reporter.lines().get(0))
                .startsWith("WARN Azure throttles (429 slow down)")
                .contains("log less");
    }

    @Test
    void aBatchThatAlwaysFailsDoesNotStallTheOthers() {
        fixture.batch(CourierFixture.STREAM, "cursed");
        fixture.step();
        List<Integer> acceptedPerMinute = new ArrayList<>();
        for (int minute = 0; minute < 5; minute++) {
            long before = fixture.stats().accepted();
            for (int i = 0; i < 60; i++) {
                fixture.batch(CourierFixture.STREAM, "fine");
                fixture.play(
                        Duration.ofSeconds(1),
                        post -> post.carries("cursed") ? Outcomes.answered(500, "") : Outcomes.accepted());
            }
            acceptedPerMinute.add((int) (fixture.stats().accepted() - before));
        }
        assertThat(acceptedPerMinute).allMatch(accepted -> accepted >= 50);
        assertThat(fixture.stats().held()).isLessThan(20);
    }

    @Test
    void theOldestGoFirstWhenTheBufferIsFull() {
        CourierFixture small = new CourierFixture(4 * 1024);
        small.batchOf(1);
        small.play(post -> Outcomes.unreachable());
        for (int i = 0; i < 100; i++) {
            small.batch(CourierFixture.STREAM, "n" + i);
            small.step();
        }
        assertThat(small.stats().dropped()).containsOnlyKeys(DropReason.BUFFER_FULL);
        small.play(Duration.ofMinutes(3), CourierFixture::accept);
        String last = CourierFixture.texts(small.posts.get(small.posts.size() - 1).batch)
                .get(0);
        assertThat(last).isEqualTo("n99");
        assertThat(small.stats().balances()).isTrue();
        assertThat(small.reporter.lines())
                .anyMatch(line -> line.contains("buffer full") && line.contains("spoolMaxBytes"));
    }

    @Test
    void whatIsTooOldIsGivenUpByName() {
        fixture.batchOf(3);
        fixture.play(post -> Outcomes.unreachable());
        for (int i = 0; i < 12; i++) {
            fixture.batchOf(1);
        }
        fixture.step();
        fixture.time.advance(Duration.ofDays(8));
        fixture.step();
        assertThat(fixture.stats().dropped()).containsOnlyKeys(DropReason.EXPIRED);
        fixture.play(Duration.ofMinutes(2), CourierFixture::accept);
        assertThat(fixture.stats().held()).isZero();
    }

    @Test
    void aFlushIsTrueOnlyOnceEverythingBeforeItIsAccepted() {
        fixture.batchOf(1);
        CompletableFuture<Boolean> flush = fixture.flush();
        fixture.step();
        assertThat(flush).isNotDone();
        fixture.batchOf(1);
        fixture.step();
        fixture.posts.get(0).answer(Outcomes.accepted());
        fixture.step();
        assertThat(flush).as("what came later does not matter").isCompletedWithValue(true);
        fixture.play(CourierFixture::accept);
    }

    @Test
    void aFlushIsFalseIfARowWasLost() {
        fixture.batch(CourierFixture.STREAM, "good", "poison");
        CompletableFuture<Boolean> flush = fixture.flush();
        fixture.play(post -> post.carries("poison") ? Outcomes.answered(400, "Bad") : Outcomes.accepted());
        assertThat(flush).isCompletedWithValue(false);
    }

    @Test
    void aLossInALaterBatchIsNotTheFlushs() {
        fixture.batch(CourierFixture.STREAM, "slow");
        CompletableFuture<Boolean> flush = fixture.flush();
        fixture.batch(CourierFixture.STREAM, "good", "poison");
        fixture.step();
        for (int round = 0; round < 3; round++) {
            fixture.underWay().stream()
                    .filter(post -> !post.carries("slow"))
                    .forEach(post ->
                            post.answer(post.carries("poison") ? Outcomes.answered(400, "Bad") : Outcomes.accepted()));
            fixture.step();
        }
        assertThat(fixture.stats().dropped()).containsEntry(DropReason.REFUSED, 1L);
        assertThat(flush).isNotDone();
        fixture.play(CourierFixture::accept);
        assertThat(flush).isCompletedWithValue(true);
    }

    @Test
    void theFateOfOneBatchIsKnownWhileAnEarlierOneWaits() {
        fixture.batch("Custom-Unknown_CL", "held");
        fixture.batch(CourierFixture.STREAM, "good");
        var first = new CompletableFuture<Boolean>();
        var second = new CompletableFuture<Boolean>();
        fixture.courier.whenSettled(1, 1, first);
        fixture.courier.whenSettled(2, 2, second);
        fixture.play(post -> post.carries("held") ? Outcomes.answered(400, "InvalidStream") : Outcomes.accepted());
        assertThat(second).isCompletedWithValue(true);
        assertThat(first).isNotDone();
    }

    @Test
    void aNarrowedWindowIsNoReasonToStayAwake() {
        CourierFixture narrowed = new CourierFixture();
        narrowed.batchOf(1);
        narrowed.play(post -> Outcomes.unreachable());
        narrowed.time.advance(Duration.ofSeconds(2));
        narrowed.step().underWay().get(0).answer(Outcomes.accepted());
        narrowed.batchOf(1);
        narrowed.step();
        assertThat(narrowed.underWay()).as("one at first").hasSize(1);
        narrowed.batchOf(1);
        narrowed.step();
        assertThat(narrowed.underWay()).hasSize(1);
        assertThat(narrowed.courier.wantsBatches()).isFalse();
    }

    @Test
    void aVerdictThatFailsHalfWayLosesNoRow() {
        fixture.deadLettersThrow = true;
        fixture.batch(CourierFixture.STREAM, "good", "poison");
        fixture.play(
                Duration.ofMinutes(2),
                post -> post.carries("poison") ? Outcomes.answered(400, "Bad") : Outcomes.accepted());
        assertThat(fixture.stats()).matches(stats -> stats.balances(), "balances");
        assertThat(fixture.reporter.lines()).anyMatch(line -> line.contains("delivery failed unexpectedly"));
        fixture.deadLettersThrow = false;
        fixture.batch(CourierFixture.STREAM, "next");
        fixture.play(
                Duration.ofMinutes(10),
                post -> post.carries("poison") ? Outcomes.answered(400, "Bad") : Outcomes.accepted());
        assertThat(fixture.stats().accepted()).isEqualTo(2);
    }

    @Test
    void poisonRowsThatCannotBeKeptAreCountedEachOfThem() {
        fixture.deadLettersThrow = true;
        fixture.batch(CourierFixture.STREAM, "poison", "good", "fine", "poison");
        fixture.play(
                Duration.ofMinutes(2),
                post -> post.carries("poison") ? Outcomes.answered(400, "Bad") : Outcomes.accepted());
        assertThat(fixture.stats().accepted()).isEqualTo(2);
        assertThat(fixture.stats().held()).as("rows that nobody has in hand").isZero();
        assertThat(fixture.stats().dropped()).containsEntry(DropReason.REFUSED, 2L);
        assertThat(fixture.reporter.lines()).anyMatch(line -> line.contains("delivery failed unexpectedly"));
    }

    @Test
    void manyRefusedBatchesAreSearchedOneAtATime() {
        for (int i = 0; i < 200; i++) {
            fixture.batchOf(20);
        }
        int posts = fixture.play(post -> Outcomes.answered(400, "MalformedJson"));
        assertThat(posts).as("one search and a few batches that were under way").isLessThan(75);
        assertThat(fixture.stats().held()).isEqualTo(4000);
        fixture.play(Duration.ofMinutes(10), CourierFixture::accept);
        assertThat(fixture.stats().accepted()).isEqualTo(4000);
    }

    @Test
    void aServiceThatFlapsIsTalkedAboutOnceInFiveMinutes() {
        for (int i = 0; i < 60; i++) {
            boolean even = i % 2 == 0;
            fixture.batchOf(1);
            fixture.play(
                    Duration.ofSeconds(2),
                    post -> even ? Outcomes.throttled(Duration.ofSeconds(1)) : Outcomes.accepted());
        }
        assertThat(fixture.reporter.lines()).hasSizeLessThan(8);
        fixture.play(Duration.ofMinutes(1), CourierFixture::accept);
    }

    @Test
    void aProxysLimitIsNoReasonToGiveARowUp() {
        fixture.batch(CourierFixture.STREAM, "x".repeat(20_000));
        fixture.play(Duration.ofMinutes(2), post -> Outcomes.fromProxy(413));
        assertThat(fixture.deadLetters).isEmpty();
        assertThat(fixture.stats().held()).isEqualTo(1);
        fixture.play(Duration.ofMinutes(10), CourierFixture::accept);
        assertThat(fixture.stats().accepted()).isEqualTo(1);
    }

    @Test
    void nothingToDoMeansALongSleep() {
        fixture.step();
        assertThat(fixture.courier.nanosToNext())
                .as("a second after the start, classes are initialised that only a failure needs")
                .isEqualTo(1_000_000_000L);
        fixture.time.advance(Duration.ofSeconds(1));
        fixture.step();
        assertThat(fixture.courier.nanosToNext())
                .isGreaterThan(Duration.ofSeconds(1).toNanos());
        fixture.batchOf(1);
        fixture.step();
        assertThat(fixture.courier.nanosToNext()).as("an answer is awaited").isGreaterThan(1_000_000_000L);
        fixture.play(post -> Outcomes.answered(403, "OperationFailed"));
        assertThat(fixture.courier.nanosToNext()).as("a probe is awaited").isGreaterThan(1_000_000_000L);
        fixture.time.advance(Duration.ofDays(8));
        fixture.play(CourierFixture::accept);
        fixture.time.advance(Duration.ofHours(1));
        fixture.step();
        assertThat(fixture.courier.nanosToNext()).as("all is sent").isGreaterThan(1_000_000_000L);
    }

    @Test
    void aProbeThatIsDueBeforeItsOnlyBatchDoesNotKeepTheCourierAwake() {
        fixture.batch(CourierFixture.STREAM, "cursed");
        for (int i = 0; i < 3; i++) {
            fixture.batch(CourierFixture.STREAM, "fine");
            fixture.play(post -> post.carries("cursed") ? Outcomes.answered(500, "") : Outcomes.accepted());
            fixture.time.advance(Duration.ofSeconds(20));
        }
        fixture.batch(CourierFixture.STREAM, "fine");
        fixture.play(post -> post.carries("cursed") ? Outcomes.answered(500, "") : Outcomes.accepted());
        assertThat(fixture.stats().held()).isEqualTo(1);

        assertThat(fixture.wakeUps(Duration.ofSeconds(60))).isLessThan(60);
        fixture.play(Duration.ofMinutes(2), CourierFixture::accept);
    }

    @Test
    void neitherASearchNorARefusedStreamKeepsTheCourierAwake() {
        fixture.batch("Custom-Wrong_CL", "a");
        fixture.batch(CourierFixture.STREAM, "b", "c");
        fixture.batch(CourierFixture.STREAM, "d");
        fixture.step();
        fixture.underWay()
                .forEach(post -> post.answer(Outcomes.answered(
                        400,
                        post.batch.stream().equals(CourierFixture.STREAM) && post.batch.rows() == 2
                                ? "Bad"
                                : "InvalidStream")));

        assertThat(fixture.wakeUps(Duration.ofSeconds(20)))
                .as("while parts of the search are under way")
                .isLessThan(20);
        fixture.play(Duration.ofMinutes(5), CourierFixture::accept);
    }

    @Test
    void aBatchThatWasPutBehindTheOthersStaysThereWithItsFailures(@TempDir Path directory) {
        var onDisk = new CourierFixture(directory);
        onDisk.batch(CourierFixture.STREAM, "cursed");
        onDisk.step();
        onDisk.time.advance(Duration.ofSeconds(1));
        int cursed = 0;
        for (int minute = 0; minute < 10; minute++) {
            int before = onDisk.posts.size();
            for (int i = 0; i < 60; i++) {
                onDisk.batch(CourierFixture.STREAM, "fine");
                onDisk.play(
                        Duration.ofSeconds(1),
                        post -> post.carries("cursed") ? Outcomes.answered(500, "") : Outcomes.accepted());
            }
            cursed = (int) onDisk.posts.stream()
                    .skip(before)
                    .filter(post -> post.carries("cursed"))
                    .count();
        }

        assertThat(cursed)
                .as("tries in the tenth minute, at up to a minute each")
                .isLessThan(6);
        onDisk.play(Duration.ofMinutes(2), CourierFixture::accept);
        assertThat(onDisk.stats()).matches(stats -> stats.balances() && stats.held() == 0);
        onDisk.close();
    }

    @Test
    void whatTheCourierHoldsGetsNoOlderThanSpoolMaxAge() {
        var impatient = new CourierFixture(Duration.ofMinutes(1));
        impatient.batchOf(3);
        impatient.play(Duration.ofSeconds(30), post -> Outcomes.unreachable());
        for (int i = 0; i < 10; i++) {
            impatient.batchOf(1);
        }
        impatient.play(Duration.ofSeconds(35), post -> Outcomes.unreachable());
        assertThat(impatient.stats().dropped()).containsEntry(DropReason.EXPIRED, 3L);
        assertThat(impatient.stats().held()).isEqualTo(10);

        impatient.play(Duration.ofSeconds(30), post -> Outcomes.unreachable());
        assertThat(impatient.stats().dropped()).containsEntry(DropReason.EXPIRED, 13L);
        assertThat(impatient.stats()).matches(stats -> stats.balances() && stats.held() == 0);
    }

    @Test
    void aBatchThatMovesBetweenMemoryAndDiskGetsNoOlderForIt(@TempDir Path directory) {
        var impatient = new CourierFixture(
                Settings.with("durability", "spool", "spoolDirectory", directory.toString(), "spoolMaxAge", "60s"));
        for (int i = 0; i < 20; i++) {
            impatient.batchOf(1);
        }
        impatient.play(Duration.ofSeconds(62), post -> Outcomes.unreachable());
        assertThat(impatient.stats().dropped()).containsEntry(DropReason.EXPIRED, 20L);
        assertThat(impatient.stats()).matches(stats -> stats.balances() && stats.held() == 0);
        impatient.close();
    }

    @Test
    void partsOfASearchThatAnOutageInterruptsExpireToo() {
        var impatient = new CourierFixture(Duration.ofMinutes(1));
        impatient.batch(CourierFixture.STREAM, "a", "b", "c", "d");
        impatient.step().underWay().get(0).answer(Outcomes.answered(400, "Bad"));
        impatient.play(Duration.ofMinutes(3), post -> Outcomes.unreachable());
        assertThat(impatient.stats().dropped()).containsEntry(DropReason.EXPIRED, 4L);

        impatient.batch(CourierFixture.STREAM, "next");
        impatient.play(Duration.ofMinutes(2), CourierFixture::accept);
        assertThat(impatient.stats().accepted()).isEqualTo(1);
        assertThat(impatient.stats()).matches(stats -> stats.balances() && stats.held() == 0);
    }

    @Test
    void aCourierWhoseThreadHadEndedSaysSoAndCountsWhatCameMeanwhile() throws Exception {
        Worker worker = PlayedThreads.withoutTheFirst(fixture.courier);
        fixture.batchOf(3);
        fixture.end(Duration.ZERO);

        worker.revive();
        UninterruptedWait.join(worker, TimeUnit.MINUTES.toNanos(1));
        assertThat(worker.hasEnded())
                .as("ended; lines: %s", fixture.reporter.lines())
                .isTrue();
        assertThat(fixture.reporter.lines())
                .containsOnlyOnce("ERROR the courier's thread had ended and was started again");
        assertThat(fixture.stats().dropped())
                .as("rows that a memory has no time for")
                .isEqualTo(Map.of(DropReason.SHUTDOWN, 3L));
    }
}
