package io.github.azuremonitor.appender.common.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.batch.OldestRow;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.testing.Outcomes;
import io.github.azuremonitor.appender.common.testing.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a courier does with each fate, in simulated time. */
class CourierTest {
    private final Desk desk = new Desk();

    @AfterEach
    void theLedgerBalances() {
        assertThat(desk.stats()).matches(stats -> stats.balances(), "balances");
        assertThat(desk.courier.oldestMillis() == OldestRow.NONE)
                .as("no oldest row")
                .isEqualTo(desk.courier.heldRows() == 0);
    }

    @Test
    void deadLettersAreTendedFromTheStartWithoutAnyRefusal() {
        desk.step();
        assertThat(desk.deadLettersTended).isEqualTo(1);
        desk.step();
        assertThat(desk.deadLettersTended).isEqualTo(1);
        desk.time.advance(Duration.ofSeconds(2));
        desk.step();
        assertThat(desk.deadLettersTended).isEqualTo(2);
    }

    @Test
    void anAcceptedBatchIsForgotten() {
        desk.batchOf(3);
        assertThat(desk.play(Desk::accept)).isEqualTo(1);
        assertThat(desk.stats().accepted()).isEqualTo(3);
        assertThat(desk.stats().held()).isZero();
        assertThat(desk.reporter.lines()).singleElement().asString().contains("first 3 rows accepted");
    }

    @Test
    void aGatewayThatStripsHeadersIsToldOnceAndNothingIsSentAgain() {
        for (int i = 0; i < 20; i++) {
            desk.batchOf(1);
        }
        assertThat(desk.play(Duration.ofMinutes(5), post -> Outcomes.acceptedWithoutHeaders()))
                .isEqualTo(20);
        assertThat(desk.stats().accepted()).isEqualTo(20);
        assertThat(desk.reporter.lines())
                .filteredOn(line -> line.startsWith("WARN "))
                .singleElement()
                .asString()
                .contains("x-ms-request-id")
                .contains("strips");
    }

    @Test
    void theAnswerToAPostThatWasTakenForNotStartedIsNotCountedOnceMore() {
        desk.senderThrows = true;
        desk.batchOf(3);
        desk.step();
        desk.senderThrows = false;
        // It had started all the same, and its time is over now.
        desk.underWay().get(0).answer(Outcomes.unreachable());
        desk.step();
        desk.play(Duration.ofMinutes(1), post -> Outcomes.unreachable());

        desk.play(Duration.ofMinutes(2), Desk::accept);

        assertThat(desk.stats().accepted()).as("rows accepted after the outage").isEqualTo(3);
        assertThat(desk.stats().held()).isZero();
    }

    @Test
    void anOutageThatThereWasNoMemoryToTellOfIsToldWithTheNextFailure() {
        desk.reporter.refused = 1;
        desk.batchOf(1);

        desk.play(Duration.ofSeconds(20), post -> Outcomes.unreachable());

        assertThat(desk.reporter.lines())
                .filteredOn(line -> line.contains("cannot be reached"))
                .hasSize(1);
        desk.play(Duration.ofMinutes(2), Desk::accept);
    }

    @Test
    void aHeapThatWasFullForAWhileIsNoReasonToWaitLongAfterwards() {
        desk.batchOf(1);
        desk.play(Duration.ofSeconds(30), post -> Outcomes.outOfMemory());

        int posts = desk.play(Duration.ofSeconds(2), Desk::accept);

        assertThat(posts).as("POSTs within two seconds").isEqualTo(1);
        assertThat(desk.stats().accepted()).isEqualTo(1);
    }

    @Test
    void aBatchOnWhichTheCourierStumbledIsTriedAgainSoonAndThenLessOften() {
        desk.senderThrows = true;
        desk.batchOf(1);
        desk.step();
        desk.posts.forEach(post -> post.answer(Outcomes.unreachable()));
        for (int second = 0; second < 10; second++) {
            desk.time.advance(Duration.ofSeconds(1));
            desk.step();
        }
        assertThat(desk.posts).as("tries within ten seconds").hasSizeBetween(3, 6);
        desk.senderThrows = false;

        desk.play(Duration.ofSeconds(20), Desk::accept);

        assertThat(desk.stats().accepted()).isEqualTo(1);
    }

    @Test
    void atMostFourPostsAreUnderWay() {
        for (int i = 0; i < 20; i++) {
            desk.batchOf(1);
        }
        desk.step();
        assertThat(desk.underWay()).hasSize(4);
        desk.underWay().get(0).answer(Outcomes.accepted());
        desk.step();
        assertThat(desk.underWay()).hasSize(4);
        desk.play(Desk::accept);
        assertThat(desk.stats().accepted()).isEqualTo(20);
    }

    @Test
    void retryAfterIsWaitedForAndThenOneProbeGoesOut() {
        for (int i = 0; i < 8; i++) {
            desk.batchOf(1);
        }
        desk.play(post -> Outcomes.throttled(Duration.ofSeconds(20)));
        assertThat(desk.posts).hasSize(4);
        desk.time.advance(Duration.ofSeconds(19));
        desk.step();
        assertThat(desk.posts).hasSize(4);
        desk.time.advance(Duration.ofMillis(3100));
        desk.step();
        assertThat(desk.underWay()).as("one probe").hasSize(1);
        assertThat(desk.pace.isOutage()).isTrue();
        desk.play(Desk::accept);
        assertThat(desk.stats().accepted()).isEqualTo(8);
        assertThat(desk.pace.isOutage()).isFalse();
    }

    @Test
    void throttlingDoublesTheLingerAndAcceptanceBringsItBack() {
        desk.batchOf(1);
        desk.play(post -> Outcomes.throttled(Duration.ofSeconds(1)));
        desk.pace.outage(false);
        assertThat(desk.pace.lingerNanos()).isEqualTo(Duration.ofSeconds(10).toNanos());
        desk.play(Duration.ofSeconds(3), Desk::accept);
        assertThat(desk.pace.lingerNanos()).isEqualTo(Duration.ofSeconds(5).toNanos());
    }

    @Test
    void anOutageCostsFewPostsAndLosesNothing() {
        desk.batchOf(1);
        desk.play(Desk::accept);
        for (int i = 0; i < 50; i++) {
            desk.batchOf(10);
        }
        int posts = desk.play(Duration.ofMinutes(30), post -> Outcomes.answered(503, ""));
        assertThat(posts).as("POSTs in 30 minutes of 503").isBetween(25, 150);
        assertThat(desk.stats().held()).isEqualTo(500);
        desk.play(Duration.ofMinutes(2), Desk::accept);
        assertThat(desk.stats().accepted()).isEqualTo(501);
        assertThat(desk.reporter.lines())
                .anyMatch(line -> line.contains("503"))
                .anyMatch(line -> line.contains("takes rows again"));
    }

    @Test
    void aMissingRoleHoldsEverythingAndSaysWhatToDo() {
        desk.batchOf(5);
        int posts = desk.play(Duration.ofMinutes(30), post -> Outcomes.answered(403, "OperationFailed"));
        assertThat(posts).as("probes in 30 minutes").isBetween(6, 20);
        assertThat(desk.stats().held()).isEqualTo(5);
        assertThat(desk.reporter.lines().get(0))
                .startsWith("ERROR")
                .contains("Monitoring Metrics Publisher")
                .contains("30 minutes")
                .contains("managed-identity");
        assertThat(desk.reporter.lines()).as("thinned").hasSizeLessThan(9);
        desk.play(Duration.ofMinutes(6), Desk::accept);
        assertThat(desk.stats().accepted()).isEqualTo(5);
    }

    @Test
    void anOutageDoesNotMakeTheFirstRefusalAfterItWaitForMinutes() {
        desk.batchOf(10);
        desk.play(Duration.ofMinutes(5), post -> Outcomes.answered(503, ""));
        var refusedAt = new ArrayList<Long>();
        desk.play(Duration.ofMinutes(3), post -> {
            refusedAt.add(desk.time.nanos());
            return Outcomes.answered(403, "OperationFailed");
        });

        assertThat(refusedAt).hasSizeGreaterThanOrEqualTo(2);
        assertThat(Duration.ofNanos(refusedAt.get(1) - refusedAt.get(0))).isLessThanOrEqualTo(Duration.ofSeconds(31));
        desk.play(Duration.ofMinutes(5), Desk::accept);
    }

    @Test
    void aFirst401RenewsTheCredentialAndASecondHolds() {
        desk.batchOf(1);
        desk.step().underWay().get(0).answer(Outcomes.unauthorised(false));
        desk.step();
        assertThat(desk.renewals).isEqualTo(1);
        assertThat(desk.underWay()).as("asked again at once").hasSize(1);
        desk.underWay().get(0).answer(Outcomes.unauthorised(true));
        desk.step();
        assertThat(desk.underWay()).isEmpty();
        assertThat(desk.renewals).isEqualTo(1);
        assertThat(desk.play(Duration.ofSeconds(14), Desk::accept)).isZero();
        desk.play(Duration.ofMinutes(1), Desk::accept);
        assertThat(desk.stats().accepted()).isEqualTo(1);
    }

    @Test
    void withoutATokenNothingIsSentButTheTokenIsAskedForSlowly() {
        desk.batchOf(2);
        int attempts = desk.play(Duration.ofMinutes(20), post -> Outcomes.noToken());
        assertThat(attempts).isBetween(6, 25);
        assertThat(desk.stats().held()).isEqualTo(2);
        assertThat(desk.reporter.lines().get(0)).contains("AADSTS7000215").contains("invalid client secret");
    }

    @Test
    void anUnknownStreamHoldsItselfAndNotTheOthers() {
        desk.batch("Custom-Wrong_CL", "a");
        desk.batch(Desk.STREAM, "b");
        desk.play(post -> post.batch.stream().equals(Desk.STREAM)
                ? Outcomes.accepted()
                : Outcomes.answered(400, "InvalidStream"));
        desk.batch("Custom-Wrong_CL", "c");
        desk.batch(Desk.STREAM, "d");
        assertThat(desk.play(Desk::accept)).as("only the good stream's batch").isEqualTo(1);
        assertThat(desk.stats().accepted()).isEqualTo(2);
        assertThat(desk.stats().held()).isEqualTo(2);
        assertThat(desk.pace.isOutage()).isFalse();
        desk.play(Duration.ofMinutes(1), Desk::accept);
        assertThat(desk.stats().accepted()).isEqualTo(4);
    }

    @Test
    void aHeldStreamTakesAtMostHalfOfTheBuffer() {
        Desk small = new Desk(8 * 1024);
        small.batch("Custom-Wrong_CL", "x");
        small.play(post -> Outcomes.answered(400, "InvalidStream"));
        for (int i = 0; i < 200; i++) {
            small.batch("Custom-Wrong_CL", "held " + i);
            small.step();
        }
        assertThat(small.stats().dropped()).containsOnlyKeys(DropReason.BUFFER_FULL);
        long held = small.stats().held();
        small.batch(Desk.STREAM, "y");
        small.play(Desk::accept);
        assertThat(small.stats().accepted()).isEqualTo(1);
        assertThat(held * 100).as("bytes held, roughly").isLessThan(8 * 1024);
        assertThat(small.stats().balances()).isTrue();
    }

    @Test
    void aTooBigRequestIsHalvedUntilItFits() {
        desk.batchOf(100);
        desk.play(post ->
                post.batch.rows() > 10 ? Outcomes.answered(413, "ContentLengthLimitExceeded") : Outcomes.accepted());
        assertThat(desk.stats().accepted()).isEqualTo(100);
    }

    @Test
    void aSingleRowThatIsTooBigIsShortenedAndThenGivenUp() {
        String big = "x".repeat(20_000);
        desk.batch(Desk.STREAM, big);
        desk.play(post -> post.batch.rawBytes() > 10_000
                ? Outcomes.answered(413, "ContentLengthLimitExceeded")
                : Outcomes.accepted());
        assertThat(desk.stats().accepted()).isEqualTo(1);
        desk.batch(Desk.STREAM, big);
        desk.play(post -> Outcomes.answered(413, "ContentLengthLimitExceeded"));
        assertThat(desk.deadLetters).hasSize(1);
        assertThat(desk.stats().dropped()).containsEntry(DropReason.REFUSED, 1L);
    }

    @Test
    void aRowThatIsTooBigIsNotSentAgainUnlessItGotSmaller() {
        desk.batch(Desk.STREAM, "short");
        assertThat(desk.play(post -> Outcomes.answered(413, "ContentLengthLimitExceeded")))
                .isEqualTo(1);
        // Three characters above the first length, and the mark of a cut is longer than that.
        desk.batch(Desk.STREAM, "x".repeat(8 * 1024 + 3));
        assertThat(desk.play(post -> Outcomes.answered(413, "ContentLengthLimitExceeded")))
                .isEqualTo(2);
        assertThat(desk.deadLetters).hasSize(2);
    }

    @Test
    void aHeldStreamWhoseEveryBatchHasAPoisonRowDoesNotWaitForAGoodOne() {
        // More than one search can settle, so that the stream is held.
        for (int i = 0; i < 200; i++) {
            desk.row(Desk.STREAM, i % 2 == 0 ? "poison" + i : "good" + i, desk.time.epochMillis());
        }
        desk.cut();
        for (int batch = 0; batch < 100; batch++) {
            for (int i = 0; i < 20; i++) {
                desk.row(Desk.STREAM, i == 7 ? "poison" : "good", desk.time.epochMillis());
            }
            desk.cut();
        }
        desk.play(
                Duration.ofHours(1),
                post -> Desk.texts(post.batch).stream().anyMatch(text -> text.startsWith("poison"))
                        ? Outcomes.answered(400, "InvalidRow")
                        : Outcomes.accepted());
        assertThat(desk.stats().accepted()).as("good rows").isGreaterThanOrEqualTo(1900);
        assertThat(desk.deadLetters).allMatch(row -> row.startsWith("poison"));
    }

    @Test
    void searchesOfAHeldStreamAreFewAndSmall() {
        for (int i = 0; i < 10; i++) {
            desk.batchOf(100);
        }
        desk.play(Duration.ofMinutes(5), post -> Outcomes.answered(400, "InvalidTransformOutput"));
        desk.posts.clear();
        desk.play(Duration.ofHours(10), post -> Outcomes.answered(400, "InvalidTransformOutput"));
        // A probe each 2.5 to 5 minutes; each fourth costs up to eight more.
        assertThat(desk.posts).hasSizeBetween(120, 240 + 60 * 8);
        assertThat(desk.stats().held()).isEqualTo(1000);
        assertThat(desk.deadLetters).isEmpty();
    }

    @Test
    void aPoisonRowIsFoundAmongAThousandWithinSixtyFourPosts() {
        for (int i = 0; i < 1000; i++) {
            desk.row(Desk.STREAM, i == 617 ? "poison" : "row " + i, desk.time.epochMillis());
        }
        desk.cut();
        int posts = desk.play(
                post -> post.carries("poison") ? Outcomes.answered(400, "MalformedJson") : Outcomes.accepted());
        assertThat(posts).isLessThanOrEqualTo(65);
        assertThat(desk.deadLetters).containsExactly("poison");
        assertThat(desk.stats().accepted()).isEqualTo(999);
        assertThat(desk.stats().dropped()).containsEntry(DropReason.REFUSED, 1L);
    }

    @Test
    void aBatchFullOfPoisonCostsAtMostSixtyFourPosts() {
        for (int i = 0; i < 1024; i++) {
            desk.row(Desk.STREAM, i % 2 == 0 ? "poison" : "row " + i, desk.time.epochMillis());
        }
        desk.cut();
        int posts = desk.play(
                post -> post.carries("poison") ? Outcomes.answered(400, "MalformedJson") : Outcomes.accepted());
        assertThat(posts).isLessThanOrEqualTo(65);
        desk.play(
                Duration.ofHours(3),
                post -> post.carries("poison") ? Outcomes.answered(400, "MalformedJson") : Outcomes.accepted());
        assertThat(desk.stats().accepted()).as("every good row").isEqualTo(512);
        assertThat(desk.deadLetters).hasSize(512).containsOnly("poison");
    }

    @Test
    void whereNoPartIsAcceptedTheConfigurationIsToBlameAndNothingIsLost() {
        desk.batchOf(64);
        int posts = desk.play(Duration.ofMinutes(20), post -> Outcomes.answered(400, "MalformedJson"));
        assertThat(desk.deadLetters).isEmpty();
        assertThat(desk.stats().held()).isEqualTo(64);
        assertThat(posts).as("one bisection, then probes").isLessThan(65 + 20);
        assertThat(desk.reporter.lines().get(0))
                .startsWith("ERROR every row for stream")
                .contains("compare the columns");
        desk.play(Duration.ofMinutes(10), Desk::accept);
        assertThat(desk.stats().accepted()).isEqualTo(64);
    }

    @Test
    void aLonePoisonRowIsNotGivenUpBeforeOthersWereTaken() {
        desk.batch(Desk.STREAM, "poison");
        desk.play(post -> Outcomes.answered(400, "MalformedJson"));
        assertThat(desk.deadLetters).as("could be the configuration").isEmpty();
        desk.batch(Desk.STREAM, "good");
        desk.play(
                Duration.ofMinutes(10),
                post -> post.carries("poison") ? Outcomes.answered(400, "MalformedJson") : Outcomes.accepted());
        assertThat(desk.stats().accepted()).isEqualTo(1);
        assertThat(desk.deadLetters).containsExactly("poison");
    }

    @Test
    void aBatchThatSpansTooMuchTimeIsSplitByTime() {
        long now = desk.time.epochMillis();
        for (int i = 0; i < 10; i++) {
            desk.row(Desk.STREAM, "t" + i, now + Duration.ofMinutes(2L * i).toMillis());
        }
        desk.cut();
        desk.play(post -> post.batch.newestMillis() - post.batch.oldestMillis()
                        > Duration.ofMinutes(10).toMillis()
                ? Outcomes.answered(400, "RecordsTimeRangeIsMoreThan30Minutes")
                : Outcomes.accepted());
        assertThat(desk.stats().accepted()).isEqualTo(10);
    }

    @Test
    void aCaptivePortalIsNeitherBelievedNorHammered() {
        desk.batchOf(1);
        int posts = desk.play(Duration.ofMinutes(10), post -> Outcomes.fromProxy(200));
        assertThat(posts).isLessThan(15);
        assertThat(desk.stats().held()).isEqualTo(1);
        assertThat(desk.reporter.lines().get(0))
                .as("it does not pass by itself, and Log4j2 shows nobody a warning")
                .startsWith("ERROR")
                .contains("captive portal");
    }

    @Test
    void whatPassesByItselfIsAWarning() {
        desk.batchOf(1);
        desk.play(Duration.ofMinutes(1), post -> Outcomes.throttled(Duration.ofSeconds(1)));
        assertThat(desk.reporter.lines().get(0))
                .startsWith("WARN Azure throttles (429 slow down)")
                .contains("log less");
    }

    @Test
    void aBatchThatAlwaysFailsDoesNotStallTheOthers() {
        desk.batch(Desk.STREAM, "cursed");
        desk.step();
        List<Integer> acceptedPerMinute = new ArrayList<>();
        for (int minute = 0; minute < 5; minute++) {
            long before = desk.stats().accepted();
            for (int i = 0; i < 60; i++) {
                desk.batch(Desk.STREAM, "fine");
                desk.play(
                        Duration.ofSeconds(1),
                        post -> post.carries("cursed") ? Outcomes.answered(500, "") : Outcomes.accepted());
            }
            acceptedPerMinute.add((int) (desk.stats().accepted() - before));
        }
        assertThat(acceptedPerMinute).allMatch(accepted -> accepted >= 50);
        assertThat(desk.stats().held()).isLessThan(20);
    }

    @Test
    void theOldestGoFirstWhenTheBufferIsFull() {
        Desk small = new Desk(4 * 1024);
        small.batchOf(1);
        small.play(post -> Outcomes.unreachable());
        for (int i = 0; i < 100; i++) {
            small.batch(Desk.STREAM, "n" + i);
            small.step();
        }
        assertThat(small.stats().dropped()).containsOnlyKeys(DropReason.BUFFER_FULL);
        small.play(Duration.ofMinutes(3), Desk::accept);
        String last = Desk.texts(small.posts.get(small.posts.size() - 1).batch).get(0);
        assertThat(last).isEqualTo("n99");
        assertThat(small.stats().balances()).isTrue();
        assertThat(small.reporter.lines())
                .anyMatch(line -> line.contains("buffer full") && line.contains("spoolMaxBytes"));
    }

    @Test
    void whatIsTooOldIsGivenUpByName() {
        desk.batchOf(3);
        desk.play(post -> Outcomes.unreachable());
        for (int i = 0; i < 12; i++) {
            desk.batchOf(1);
        }
        desk.step();
        desk.time.advance(Duration.ofDays(8));
        desk.step();
        assertThat(desk.stats().dropped()).containsOnlyKeys(DropReason.EXPIRED);
        desk.play(Duration.ofMinutes(2), Desk::accept);
        assertThat(desk.stats().held()).isZero();
    }

    @Test
    void aFlushIsTrueOnlyOnceEverythingBeforeItIsAccepted() {
        desk.batchOf(1);
        CompletableFuture<Boolean> flush = desk.flush();
        desk.step();
        assertThat(flush).isNotDone();
        desk.batchOf(1);
        desk.step();
        desk.posts.get(0).answer(Outcomes.accepted());
        desk.step();
        assertThat(flush).as("what came later does not matter").isCompletedWithValue(true);
        desk.play(Desk::accept);
    }

    @Test
    void aFlushIsFalseIfARowWasLost() {
        desk.batch(Desk.STREAM, "good", "poison");
        CompletableFuture<Boolean> flush = desk.flush();
        desk.play(post -> post.carries("poison") ? Outcomes.answered(400, "Bad") : Outcomes.accepted());
        assertThat(flush).isCompletedWithValue(false);
    }

    @Test
    void aLossInALaterBatchIsNotTheFlushs() {
        desk.batch(Desk.STREAM, "slow");
        CompletableFuture<Boolean> flush = desk.flush();
        desk.batch(Desk.STREAM, "good", "poison");
        desk.step();
        for (int round = 0; round < 3; round++) {
            desk.underWay().stream()
                    .filter(post -> !post.carries("slow"))
                    .forEach(post ->
                            post.answer(post.carries("poison") ? Outcomes.answered(400, "Bad") : Outcomes.accepted()));
            desk.step();
        }
        assertThat(desk.stats().dropped()).containsEntry(DropReason.REFUSED, 1L);
        assertThat(flush).isNotDone();
        desk.play(Desk::accept);
        assertThat(flush).isCompletedWithValue(true);
    }

    @Test
    void theFateOfOneBatchIsKnownWhileAnEarlierOneWaits() {
        desk.batch("Custom-Unknown_CL", "held");
        desk.batch(Desk.STREAM, "good");
        var first = new CompletableFuture<Boolean>();
        var second = new CompletableFuture<Boolean>();
        desk.courier.whenSettled(1, 1, first);
        desk.courier.whenSettled(2, 2, second);
        desk.play(post -> post.carries("held") ? Outcomes.answered(400, "InvalidStream") : Outcomes.accepted());
        assertThat(second).isCompletedWithValue(true);
        assertThat(first).isNotDone();
    }

    @Test
    void aNarrowedWindowIsNoReasonToStayAwake() {
        Desk narrowed = new Desk();
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
        desk.deadLettersThrow = true;
        desk.batch(Desk.STREAM, "good", "poison");
        desk.play(
                Duration.ofMinutes(2),
                post -> post.carries("poison") ? Outcomes.answered(400, "Bad") : Outcomes.accepted());
        assertThat(desk.stats()).matches(stats -> stats.balances(), "balances");
        assertThat(desk.reporter.lines()).anyMatch(line -> line.contains("delivery stumbled"));
        desk.deadLettersThrow = false;
        desk.batch(Desk.STREAM, "next");
        desk.play(
                Duration.ofMinutes(10),
                post -> post.carries("poison") ? Outcomes.answered(400, "Bad") : Outcomes.accepted());
        assertThat(desk.stats().accepted()).isEqualTo(2);
    }

    @Test
    void poisonRowsThatCannotBeKeptAreCountedEachOfThem() {
        desk.deadLettersThrow = true;
        desk.batch(Desk.STREAM, "poison", "good", "fine", "poison");
        desk.play(
                Duration.ofMinutes(2),
                post -> post.carries("poison") ? Outcomes.answered(400, "Bad") : Outcomes.accepted());
        assertThat(desk.stats().accepted()).isEqualTo(2);
        assertThat(desk.stats().held()).as("rows that nobody has in hand").isZero();
        assertThat(desk.stats().dropped()).containsEntry(DropReason.REFUSED, 2L);
        assertThat(desk.reporter.lines()).anyMatch(line -> line.contains("delivery stumbled"));
    }

    @Test
    void manyRefusedBatchesAreSearchedOneAtATime() {
        for (int i = 0; i < 200; i++) {
            desk.batchOf(20);
        }
        int posts = desk.play(post -> Outcomes.answered(400, "MalformedJson"));
        assertThat(posts).as("one search and a few batches that were under way").isLessThan(75);
        assertThat(desk.stats().held()).isEqualTo(4000);
        desk.play(Duration.ofMinutes(10), Desk::accept);
        assertThat(desk.stats().accepted()).isEqualTo(4000);
    }

    @Test
    void aServiceThatFlapsIsTalkedAboutOnceInFiveMinutes() {
        for (int i = 0; i < 60; i++) {
            boolean even = i % 2 == 0;
            desk.batchOf(1);
            desk.play(
                    Duration.ofSeconds(2),
                    post -> even ? Outcomes.throttled(Duration.ofSeconds(1)) : Outcomes.accepted());
        }
        assertThat(desk.reporter.lines()).hasSizeLessThan(8);
        desk.play(Duration.ofMinutes(1), Desk::accept);
    }

    @Test
    void aProxysLimitIsNoReasonToGiveARowUp() {
        desk.batch(Desk.STREAM, "x".repeat(20_000));
        desk.play(Duration.ofMinutes(2), post -> Outcomes.fromProxy(413));
        assertThat(desk.deadLetters).isEmpty();
        assertThat(desk.stats().held()).isEqualTo(1);
        desk.play(Duration.ofMinutes(10), Desk::accept);
        assertThat(desk.stats().accepted()).isEqualTo(1);
    }

    @Test
    void nothingToDoMeansALongSleep() {
        desk.step();
        assertThat(desk.courier.nanosToNext())
                .isGreaterThan(Duration.ofSeconds(1).toNanos());
        desk.batchOf(1);
        desk.step();
        assertThat(desk.courier.nanosToNext()).as("an answer is awaited").isGreaterThan(1_000_000_000L);
        desk.play(post -> Outcomes.answered(403, "OperationFailed"));
        assertThat(desk.courier.nanosToNext()).as("a probe is awaited").isGreaterThan(1_000_000_000L);
        desk.time.advance(Duration.ofDays(8));
        desk.play(Desk::accept);
        desk.time.advance(Duration.ofHours(1));
        desk.step();
        assertThat(desk.courier.nanosToNext()).as("all is sent").isGreaterThan(1_000_000_000L);
    }

    @Test
    void aProbeThatIsDueBeforeItsOnlyBatchDoesNotKeepTheCourierAwake() {
        desk.batch(Desk.STREAM, "cursed");
        for (int i = 0; i < 3; i++) {
            desk.batch(Desk.STREAM, "fine");
            desk.play(post -> post.carries("cursed") ? Outcomes.answered(500, "") : Outcomes.accepted());
            desk.time.advance(Duration.ofSeconds(20));
        }
        desk.batch(Desk.STREAM, "fine");
        desk.play(post -> post.carries("cursed") ? Outcomes.answered(500, "") : Outcomes.accepted());
        assertThat(desk.stats().held()).isEqualTo(1);

        assertThat(desk.wakeUps(Duration.ofSeconds(60))).isLessThan(60);
        desk.play(Duration.ofMinutes(2), Desk::accept);
    }

    @Test
    void neitherASearchNorARefusedStreamKeepsTheCourierAwake() {
        desk.batch("Custom-Wrong_CL", "a");
        desk.batch(Desk.STREAM, "b", "c");
        desk.batch(Desk.STREAM, "d");
        desk.step();
        desk.underWay()
                .forEach(post -> post.answer(Outcomes.answered(
                        400,
                        post.batch.stream().equals(Desk.STREAM) && post.batch.rows() == 2 ? "Bad" : "InvalidStream")));

        assertThat(desk.wakeUps(Duration.ofSeconds(20)))
                .as("while parts of the search are under way")
                .isLessThan(20);
        desk.play(Duration.ofMinutes(5), Desk::accept);
    }

    @Test
    void aBatchThatWasPutBehindTheOthersStaysThereWithItsFailures(@TempDir Path directory) {
        var onDisk = new Desk(directory);
        onDisk.batch(Desk.STREAM, "cursed");
        onDisk.step();
        onDisk.time.advance(Duration.ofSeconds(1));
        int cursed = 0;
        for (int minute = 0; minute < 10; minute++) {
            int before = onDisk.posts.size();
            for (int i = 0; i < 60; i++) {
                onDisk.batch(Desk.STREAM, "fine");
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
        onDisk.play(Duration.ofMinutes(2), Desk::accept);
        assertThat(onDisk.stats()).matches(stats -> stats.balances() && stats.held() == 0);
        onDisk.courier.end();
    }

    @Test
    void whatTheCourierHoldsGetsNoOlderThanSpoolMaxAge() {
        var impatient = new Desk(Duration.ofMinutes(1));
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
        var impatient = new Desk(
                Settings.with("durability", "spool", "spoolDirectory", directory.toString(), "spoolMaxAge", "60s"));
        for (int i = 0; i < 20; i++) {
            impatient.batchOf(1);
        }
        impatient.play(Duration.ofSeconds(62), post -> Outcomes.unreachable());
        assertThat(impatient.stats().dropped()).containsEntry(DropReason.EXPIRED, 20L);
        assertThat(impatient.stats()).matches(stats -> stats.balances() && stats.held() == 0);
        impatient.courier.end();
    }

    @Test
    void partsOfASearchThatAnOutageInterruptsExpireToo() {
        var impatient = new Desk(Duration.ofMinutes(1));
        impatient.batch(Desk.STREAM, "a", "b", "c", "d");
        impatient.step().underWay().get(0).answer(Outcomes.answered(400, "Bad"));
        impatient.play(Duration.ofMinutes(3), post -> Outcomes.unreachable());
        assertThat(impatient.stats().dropped()).containsEntry(DropReason.EXPIRED, 4L);

        impatient.batch(Desk.STREAM, "next");
        impatient.play(Duration.ofMinutes(2), Desk::accept);
        assertThat(impatient.stats().accepted()).isEqualTo(1);
        assertThat(impatient.stats()).matches(stats -> stats.balances() && stats.held() == 0);
    }
}
