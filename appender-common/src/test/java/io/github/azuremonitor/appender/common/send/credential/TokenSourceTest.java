package io.github.azuremonitor.appender.common.send.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.common.send.SendFixture.Lines;
import io.github.azuremonitor.appender.common.send.SendFixture.MovedTime;
import io.github.azuremonitor.appender.common.time.OwnThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TokenSourceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long HOUR = TimeUnit.HOURS.toMillis(1);

    private final MovedTime time = new MovedTime();
    private final Lines lines = new Lines();
    private final FakeCredential credential = new FakeCredential();
    private final TokenSource tokens = new TokenSource(credential, "fake", Duration.ofSeconds(20), time, lines);

    @Test
    void manyWhoAskAtOnceShareOneFetchOnATokenThread() throws Exception {
        credential.hold = new CountDownLatch(1);
        var asked = new ArrayList<CompletableFuture<Token>>();
        for (int i = 0; i < 16; i++) {
            asked.add(tokens.token().toCompletableFuture());
        }
        credential.hold.countDown();

        for (var token : asked) {
            assertThat(token.get().authorization()).isEqualTo("Bearer text-1");
        }
        assertThat(credential.fetches).hasValue(1);
        assertThat(credential.foreignThreads).hasValue(0);
    }

    @Test
    void oneWhoGivesUpTakesNothingFromTheOthers() throws Exception {
        credential.hold = new CountDownLatch(1);
        var first = tokens.token().toCompletableFuture();
        var second = tokens.token().toCompletableFuture();

        first.cancel(true);
        credential.hold.countDown();

        assertThat(second.get().authorization()).isEqualTo("Bearer text-1");
    }

    @Test
    void aTokenIsRefreshedAheadWhileTheOldOneIsUsed() throws Exception {
        token();
        time.move(Duration.ofMinutes(54));
        assertThat(token()).isEqualTo("Bearer text-1");
        assertThat(credential.fetches).hasValue(1);

        time.move(Duration.ofMinutes(2));
        assertThat(token()).isEqualTo("Bearer text-1");
        await().atMost(PATIENCE).until(credential.fetches::get, fetches -> fetches == 2);

        await().atMost(PATIENCE).until(this::token, "Bearer text-2"::equals);
        assertThat(credential.builds).hasValue(1);
    }

    @Test
    void theIssuersWishIsFollowedIfItMakesSense() throws Exception {
        credential.refreshIn = TimeUnit.MINUTES.toMillis(30);
        token();
        time.move(Duration.ofMinutes(31));
        token();

        await().atMost(PATIENCE).until(credential.fetches::get, fetches -> fetches == 2);
    }

    @Test
    void aWishOf1970IsLeftAlone() throws Exception {
        credential.refreshAt = 0L;
        token();
        time.move(Duration.ofMinutes(1));
        token();

        assertThat(credential.fetches).hasValue(1);
    }

    @Test
    void aFailedRefreshWaitsHalfAMinuteAndIsTold() throws Exception {
        token();
        time.move(Duration.ofMinutes(56));
        credential.failure = new TokenFailure("AADSTS50000", "fake", "broken");

        assertThat(token()).isEqualTo("Bearer text-1");
        await().atMost(PATIENCE).until(() -> lines.all, all -> all.size() == 1);
        assertThat(lines.all.get(0)).contains("AADSTS50000", "fake", "nothing is sent");
        time.move(Duration.ofSeconds(29));
        assertThat(token()).isEqualTo("Bearer text-1");
        assertThat(credential.fetches).hasValue(2);

        time.move(Duration.ofSeconds(2));
        credential.failure = null;
        token();
        await().atMost(PATIENCE).until(this::token, "Bearer text-3"::equals);
        assertThat(credential.builds).hasValue(2);
    }

    @Test
    void aRefreshThatBringsTheSameTokenIsNotRepeatedAtEachSend() throws Exception {
        credential.sameText = true;
        credential.lifetime = TimeUnit.MINUTES.toMillis(4);
        token();
        token();
        await().atMost(PATIENCE).until(credential.fetches::get, fetches -> fetches == 2);
        for (int i = 0; i < 100; i++) {
            token();
        }
        assertThat(credential.fetches).hasValue(2);
    }

    @Test
    void aTokenThatIsAlmostOverIsReplacedBeforeTheSend() throws Exception {
        token();
        time.move(Duration.ofMinutes(59).plusSeconds(31));

        assertThat(token()).isEqualTo("Bearer text-2");
    }

    @Test
    void aTokenThatEndsAtOnceIsStillHandedOutOnce() throws Exception {
        credential.lifetime = 1_000;

        assertThat(token()).isEqualTo("Bearer text-1");
        assertThat(token()).isEqualTo("Bearer text-2");
    }

    @Test
    void aFailureIsSharedForAMomentAndThenTheCredentialIsBuiltAnew() throws Exception {
        credential.failure = new TokenFailure("CredentialUnavailable", "fake", "no secret");

        assertFails("CredentialUnavailable");
        assertFails("CredentialUnavailable");
        assertThat(credential.builds).hasValue(1);

        credential.failure = null;
        time.move(Duration.ofSeconds(1));
        assertThat(token()).isEqualTo("Bearer text-2");
        assertThat(credential.builds).hasValue(2);
    }

    @Test
    void anErrorOfTheCredentialIsAFailureToo() {
        credential.error = new NoClassDefFoundError("com/azure/identity/Excluded");

        assertFails("NoClassDefFoundError");
    }

    @Test
    void anErrorOfTheBuilderIsAFailureToo() {
        credential.buildError = new NoClassDefFoundError("com/azure/identity/Excluded");

        assertFails("NoClassDefFoundError");
    }

    @Test
    void aFetchWithoutEndEndsAndItsThreadIsFreed() throws Exception {
        credential.hold = new CountDownLatch(1);
        var impatient = new TokenSource(credential, "fake", Duration.ofMillis(50), time, lines);
        var asked = impatient.token().toCompletableFuture();

        assertThatThrownBy(asked::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        TokenFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo("Timeout"));
        await().atMost(PATIENCE).untilAtomic(credential.interrupted, org.hamcrest.Matchers.is(1));

        credential.hold.countDown();
        time.move(Duration.ofSeconds(2));
        assertThat(impatient.token().toCompletableFuture().get().authorization())
                .isEqualTo("Bearer text-2");
    }

    @Test
    void renewalDropsTheCredentialOncePerRefusedGeneration() throws Exception {
        var first = tokens.token().toCompletableFuture().get();
        assertThat(tokens.answered(first, true)).isFalse();
        tokens.renew(first.generation());
        tokens.renew(first.generation());

        var second = tokens.token().toCompletableFuture().get();
        assertThat(second.generation()).isEqualTo(first.generation() + 1);
        assertThat(credential.builds).hasValue(2);
        assertThat(tokens.answered(first, true)).isFalse();
        assertThat(tokens.answered(second, true)).isTrue();
        assertThat(tokens.answered(first, false)).isFalse();
        assertThat(tokens.answered(second, true)).isTrue();
        assertThat(tokens.answered(second, false)).isFalse();
        assertThat(tokens.answered(second, true)).isFalse();
    }

    @Test
    void aFetchThatWasUnderWayDuringARenewalIsNotKept() throws Exception {
        credential.hold = new CountDownLatch(1);
        var old = tokens.token().toCompletableFuture();
        tokens.renew(1);
        var fresh = tokens.token().toCompletableFuture();
        credential.hold.countDown();

        assertThat(old.get().generation()).isEqualTo(1);
        assertThat(fresh.get().generation()).isEqualTo(2);
        assertThat(tokens.token().toCompletableFuture().get().generation()).isEqualTo(2);
        assertThat(credential.fetches).hasValue(2);
    }

    @Test
    void aClosedSourceFailsAndAFetchUnderWayStillAnswers() throws Exception {
        credential.hold = new CountDownLatch(1);
        var asked = tokens.token().toCompletableFuture();
        tokens.close();
        credential.hold.countDown();

        assertThat(asked.get().authorization()).isEqualTo("Bearer text-1");
        assertFails("Closed");
    }

    @Test
    void whoAsksBeforeTheApplicationHasDecidedGetsItsTokenAfterwards() throws Exception {
        var handedOver = new HandedOverCredential();
        var late = new TokenSource(credential, "application", Duration.ofSeconds(20), time, lines, handedOver);
        var asked = late.token().toCompletableFuture();
        var cancelled = late.token().toCompletableFuture();

        assertThat(cancelled.cancel(true)).isTrue();
        assertThat(asked).isNotDone();
        assertThat(credential.builds).hasValue(0);
        handedOver.decide(null);

        assertThat(asked.get(1, TimeUnit.MINUTES).authorization()).isEqualTo("Bearer text-1");
        assertThat(credential.foreignThreads).hasValue(0);
    }

    @Test
    void aCredentialThatTakesAnothersPlaceIsAskedAtOnce() throws Exception {
        var handedOver = new HandedOverCredential();
        var late = new TokenSource(credential, "application", Duration.ofSeconds(20), time, lines, handedOver);
        handedOver.lend("first");
        var first = late.token().toCompletableFuture().get(1, TimeUnit.MINUTES);
        handedOver.lend("first");
        var again = late.token().toCompletableFuture().get(1, TimeUnit.MINUTES);
        handedOver.expect();
        var waiting = late.token().toCompletableFuture();
        assertThat(waiting).isNotDone();
        handedOver.decide("second");
        var second = waiting.get(1, TimeUnit.MINUTES);

        assertThat(first.authorization()).isEqualTo("Bearer text-1");
        assertThat(again.authorization()).isEqualTo("Bearer text-1");
        assertThat(second.authorization()).isEqualTo("Bearer text-2");
    }

    @Test
    void aCredentialThatCodeHandedOverIsNotForgottenForAnApplicationThatBegins() throws Exception {
        var handedOver = new HandedOverCredential();
        var late = new TokenSource(credential, "application", Duration.ofSeconds(20), time, lines, handedOver);
        handedOver.decide("by code");
        handedOver.expect();
        handedOver.decideIfNobodyDid();

        assertThat(handedOver.choice().credential()).isEqualTo("by code");
        assertThat(late.token().toCompletableFuture().get(1, TimeUnit.MINUTES).authorization())
                .isEqualTo("Bearer text-1");
    }

    @Test
    void textShowsNoToken() throws Exception {
        var token = tokens.token().toCompletableFuture().get();

        assertThat(token.authorization()).contains("text-1");
        assertThat(token.toString()).doesNotContain("text-1");
    }

    private String token() throws Exception {
        return tokens.token().toCompletableFuture().get().authorization();
    }

    private void assertFails(String code) {
        assertThatThrownBy(() -> tokens.token().toCompletableFuture().get())
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        TokenFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }

    /** Gives text-1, text-2 and so on, or what a test wants. */
    private final class FakeCredential implements Credential.Builder {
        final AtomicInteger builds = new AtomicInteger();
        final AtomicInteger fetches = new AtomicInteger();
        final AtomicInteger foreignThreads = new AtomicInteger();
        final AtomicInteger interrupted = new AtomicInteger();
        volatile TokenFailure failure;
        volatile Error error;
        volatile Error buildError;
        volatile CountDownLatch hold;
        volatile long lifetime = HOUR;
        volatile long refreshIn = -1;
        volatile long refreshAt = -1;
        volatile boolean sameText;

        @Override
        public Credential build(long generation) {
            builds.incrementAndGet();
            if (buildError != null) {
                throw buildError;
            }
            return new Credential() {
                @Override
                public Token fetch() throws Exception {
                    return FakeCredential.this.fetch(generation);
                }

                @Override
                public TokenFailure explain(Throwable failure) {
                    return new TokenFailure(failure.getClass().getSimpleName(), "fake", "broken");
                }
            };
        }

        private Token fetch(long generation) throws Exception {
            int number = fetches.incrementAndGet();
            if (!OwnThreads.isCurrent()) {
                foreignThreads.incrementAndGet();
            }
            if (hold != null) {
                try {
                    hold.await();
                } catch (InterruptedException e) {
                    interrupted.incrementAndGet();
                    throw e;
                }
            }
            if (failure != null) {
                throw failure;
            }
            if (error != null) {
                throw error;
            }
            long now = time.epochMillis();
            long refresh = refreshAt >= 0 ? refreshAt : refreshIn >= 0 ? now + refreshIn : 0;
            return new Token("text-" + (sameText ? 1 : number), "fake", generation, now + lifetime, refresh);
        }
    }
}
