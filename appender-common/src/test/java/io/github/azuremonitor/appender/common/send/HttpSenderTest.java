package io.github.azuremonitor.appender.common.send;

import static io.github.azuremonitor.appender.common.send.SendFixture.send;
import static io.github.azuremonitor.appender.common.send.SendFixture.settings;
import static io.github.azuremonitor.appender.common.send.TestServer.accepts;
import static io.github.azuremonitor.appender.common.send.TestServer.answers;
import static io.github.azuremonitor.appender.common.send.TestServer.head;
import static io.github.azuremonitor.appender.common.send.TestServer.resets;
import static io.github.azuremonitor.appender.common.send.TestServer.write;
import static io.github.azuremonitor.appender.common.send.TestServer.writesAndCloses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.send.SendFixture.Answers;
import io.github.azuremonitor.appender.common.send.SendFixture.Lines;
import io.github.azuremonitor.appender.common.send.SendFixture.MovedTime;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.time.OwnThreads;
import io.github.azuremonitor.appender.common.time.Time;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpSenderTest {
    /** At most; so many that most runs of the thorough form see the one in some thousand, and many of the short one. */
    private static final int FAST_ANSWERS = Boolean.getBoolean("thorough") ? 4_000 : 2_000;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ERROR = "{\"error\":{\"code\":\"InvalidStream\",\"message\":\"no such stream\"}}";

    private static final String RULE_A = "dcr-0000000000000000000000000000000a";
    private static final String RULE_B = "dcr-0000000000000000000000000000000b";

    private final Lines lines = new Lines();
    private final Ledger ledger = new Ledger();
    private final MovedTime time = new MovedTime();
    private Sender sender;

    @AfterEach
    void closeSender() {
        if (sender != null) {
            sender.close();
        }
    }

    @Test
    void anAcceptedBatchWasSentAsAzureWantsIt() throws Exception {
        try (var server = new TestServer(accepts())) {
            sender = sender(server.uri());

            var outcome = send(sender);

            assertThat(outcome)
                    .isEqualTo(new Outcome(
                            Outcome.Kind.ANSWERED,
                            204,
                            "",
                            "",
                            null,
                            true,
                            "11111111-2222-3333-4444-555555555555",
                            Outcome.UsedCredential.named("")));
            var request = server.requests.get(0);
            assertThat(request.line())
                    .isEqualTo("POST /dataCollectionRules/dcr-00000000000000000000000000000000/streams/"
                            + "Custom-App%20Logs?api-version=2023-01-01 HTTP/1.1");
            assertThat(request.header("Content-Type")).isEqualTo("application/json");
            assertThat(request.header("Content-Encoding")).isEqualTo("gzip");
            assertThat(request.header("x-ms-client-request-id")).isEqualTo("80de7db2-d8fe-057f-efce-a6439b2d95b9");
            assertThat(request.header("User-Agent")).isEqualTo("azure-monitor-appender/dev");
            assertThat(request.header("Authorization")).isNull();
            assertThat(request.header("Upgrade")).isNull();
            assertThat(request.body()).isEqualTo("gzip");
        }
    }

    @Test
    void anErrorAnswerTellsCodeDetailAndWait() throws Exception {
        try (var server = new TestServer(answers(429, ERROR, "Retry-After: 7"))) {
            sender = sender(server.uri());

            var outcome = send(sender);

            assertThat(outcome.kind()).isEqualTo(Outcome.Kind.ANSWERED);
            assertThat(outcome.status()).isEqualTo(429);
            assertThat(outcome.code()).isEqualTo("InvalidStream");
            assertThat(outcome.detail()).isEqualTo("no such stream");
            assertThat(outcome.retryAfter()).isEqualTo(Duration.ofSeconds(7));
            assertThat(outcome.fromService()).isFalse();
        }
    }

    /**
     * An answer may come before the JDK's client has returned from sending. Whoever then ends the request closes a
     * connection that another one uses by now, which is sent a second time.
     */
    @Test
    void aFastAnswerDoesNotMakeAnotherRequestBeSentTwice() throws Exception {
        try (var server = new TestServer(accepts())) {
            sender = sender(server.uri());
            var fast = new FastPosts(sender);
            for (int i = 0; i < 4; i++) {
                fast.post();
            }
            List<Outcome> outcomes = fast.awaitEnd();

            assertThat(outcomes).isNotEmpty().allMatch(outcome -> outcome.status() == 204);
            assertThat(server.requests.size()).as("requests").isEqualTo(outcomes.size());
        }
    }

    /**
     * Each answer starts the next POST, until there were enough or the time is over: every POST changes threads some ten
     * times, and on a busy machine each change waits for its turn.
     */
    private static final class FastPosts {
        private static final long LIMIT_NANOS = Duration.ofSeconds(20).toNanos();

        private final Sender sender;
        private final Answers answers = new Answers();
        private final long startNanos = System.nanoTime();
        private final AtomicInteger started = new AtomicInteger();
        private final AtomicInteger underWay = new AtomicInteger();

        FastPosts(Sender sender) {
            this.sender = sender;
        }

        void post() {
            if (started.get() < FAST_ANSWERS && System.nanoTime() - startNanos < LIMIT_NANOS) {
                started.incrementAndGet();
                underWay.incrementAndGet();
                sender.send(SendFixture.batch(), outcome -> {
                    answers.accept(outcome);
                    post();
                    underWay.decrementAndGet();
                });
            }
        }

        List<Outcome> awaitEnd() {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(underWay::get, left -> left == 0);
            return answers.await(started.get());
        }
    }

    @Test
    void aRuleThatIsRefusedIsLeftForTheNextOne() throws Exception {
        String gone = "{\"error\":{\"code\":\"NotFound\",\"message\":\"no such rule\"}}";
        try (var server = new TestServer(answers(404, gone), accepts())) {
            sender = sender(server.uri(), RULE_A, RULE_B);

            assertThat(send(sender).status()).isEqualTo(204);
            assertThat(send(sender).status()).isEqualTo(204);

            assertThat(rulesOf(server)).as("rules asked").containsExactly(RULE_A, RULE_B, RULE_B);
            assertThat(sender.rule()).as("what JMX shows").isEqualTo(RULE_B);
            assertThat(lines.all)
                    .filteredOn(line -> line.contains("is refused with"))
                    .containsExactly("the data collection rule " + RULE_A
                            + " is refused with 404 NotFound; from now on rows go to " + RULE_B
                            + ", which dcrImmutableId names too");
        }
    }

    @Test
    void whenAllRulesAreRefusedTheBatchIsAndTheNextOneTriesEachOnceMore() throws Exception {
        try (var server = new TestServer(answers(403, ERROR))) {
            sender = sender(server.uri(), RULE_A, RULE_B);

            assertThat(send(sender).status()).isEqualTo(403);
            assertThat(send(sender).status()).isEqualTo(403);

            assertThat(rulesOf(server)).as("rules asked").containsExactly(RULE_A, RULE_B, RULE_B, RULE_A);
        }
    }

    @Test
    void aRuleThatThrottlesIsNotLeft() throws Exception {
        try (var server = new TestServer(answers(429, ERROR, "Retry-After: 7"))) {
            sender = sender(server.uri(), RULE_A, RULE_B);

            assertThat(send(sender).status()).isEqualTo(429);

            assertThat(rulesOf(server)).as("rules asked").containsExactly(RULE_A);
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        try (var server = new TestServer(answers(307, "", "Location: /elsewhere"))) {
            sender = sender(server.uri());

            assertThat(send(sender).status()).isEqualTo(307);
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void halfAnAnswerIsNoAnswerAndNotSentTwice() throws Exception {
        try (var server = new TestServer(accepts(), writesAndCloses(head(400, 100) + "{\"error\":{"))) {
            sender = sender(server.uri());
            send(sender);

            var outcome = send(sender);

            assertThat(outcome.kind()).isEqualTo(Outcome.Kind.UNREACHABLE);
            assertThat(outcome.detail()).startsWith("The connection to 127.0.0.1 broke");
            assertThat(server.requests).hasSize(2);
        }
    }

    @Test
    void aResetOfAKeptConnectionIsRetriedAtOnce() throws Exception {
        try (var server = new TestServer(accepts(), resets(), accepts())) {
            sender = sender(server.uri());
            send(sender);

            assertThat(send(sender).status()).isEqualTo(204);
            assertThat(server.requests).hasSize(3);
            assertThat(server.connections).hasValue(2);
            assertThat(ledger.read(0).posts())
                    .as("the courier counts the others")
                    .isEqualTo(1);
            assertThat(ledger.read(0).bytesPosted()).isEqualTo("gzip".length());
        }
    }

    @Test
    void aResetOfAFreshConnectionIsAnAnswerForTheCourier() throws Exception {
        try (var server = new TestServer(resets(), accepts())) {
            sender = sender(server.uri());

            assertThat(send(sender).kind()).isEqualTo(Outcome.Kind.UNREACHABLE);
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void resetsWithoutEndAreRetriedOnlyOnce() throws Exception {
        try (var server = new TestServer(accepts(), resets())) {
            sender = sender(server.uri());
            send(sender);

            var outcome = send(sender);

            assertThat(outcome.kind()).isEqualTo(Outcome.Kind.UNREACHABLE);
            assertThat(outcome.status()).isZero();
            assertThat(server.requests).hasSize(3);
        }
    }

    @Test
    void aServerThatNeverAnswersEndsWithTheRequestTimeout() throws Exception {
        try (var server = new TestServer(accepts())) {
            try (var hanging = new TestServer(server.writesAndHangs(""))) {
                sender = sender(hanging.uri(), Duration.ofMillis(300));

                var outcome = send(sender);

                assertThat(outcome.kind()).isEqualTo(Outcome.Kind.TIMED_OUT);
                assertThat(outcome.detail()).contains("requestTimeout");
                await().atMost(PATIENCE).untilAtomic(server.closedByPeer, Matchers.is(1));
            }
        }
    }

    @Test
    void aBodyThatNeverEndsEndsWithTheRequestTimeout() throws Exception {
        try (var server = new TestServer(accepts())) {
            try (var hanging = new TestServer(server.writesAndHangs(head(500, 1000) + "half"))) {
                sender = sender(hanging.uri(), Duration.ofMillis(300));

                assertThat(send(sender).kind()).isEqualTo(Outcome.Kind.TIMED_OUT);
                await().atMost(PATIENCE).untilAtomic(server.closedByPeer, Matchers.is(1));
            }
        }
    }

    @Test
    void aHugeErrorPageCostsNoMemoryAndKeepsItsConnection() throws Exception {
        int size = 10 * 1024 * 1024;
        TestServer.Behaviour huge = (request, socket) -> {
            write(socket, head(500, size) + "<html><title>Bad \u0007 gateway</title>");
            var out = socket.getOutputStream();
            byte[] page = new byte[size - "<html><title>Bad \u0007 gateway</title>".length()];
            Arrays.fill(page, (byte) 'x');
            out.write(page);
            out.flush();
            return true;
        };
        try (var server = new TestServer(huge, accepts())) {
            sender = sender(server.uri());

            var outcome = send(sender);

            assertThat(outcome.status()).isEqualTo(500);
            assertThat(outcome.detail()).isEqualTo("HTTP 500: Bad gateway");
            assertThat(send(sender).status()).isEqualTo(204);
            assertThat(server.connections).hasValue(1);
        }
    }

    @Test
    void aClosedPortIsNamed() throws Exception {
        URI gone;
        try (var server = new TestServer(accepts())) {
            gone = server.uri();
        }
        sender = sender(gone);

        var outcome = send(sender);

        assertThat(outcome.kind()).isEqualTo(Outcome.Kind.UNREACHABLE);
        assertThat(outcome.code()).isEqualTo("ConnectException");
        assertThat(outcome.detail())
                .isEqualTo("The connection to 127.0.0.1:" + gone.getPort()
                        + " was refused. Check endpoint, firewall and proxy.");
    }

    @Test
    void anUnknownHostIsExplained() {
        sender = sender(URI.create("https://no-such-dce.invalid"));

        var outcome = send(sender);

        assertThat(outcome.kind()).isEqualTo(Outcome.Kind.UNREACHABLE);
        assertThat(outcome.code()).isEqualTo("UnknownHostException");
        assertThat(outcome.detail()).contains("no-such-dce.invalid").contains("DNS");
    }

    @Test
    void aReceiverThatThrowsIsToldToTheReporterAndNotToTheSender() throws Exception {
        try (var server = new TestServer(accepts())) {
            sender = sender(server.uri());
            var calls = new AtomicInteger();

            sender.send(SendFixture.batch(), outcome -> {
                calls.incrementAndGet();
                throw new IllegalStateException("broken receiver");
            });

            await().atMost(PATIENCE).until(() -> lines.all, all -> !all.isEmpty());
            assertThat(lines.all.get(0)).contains("broken receiver");
            assertThat(calls).hasValue(1);
        }
    }

    @Test
    void aClosedSenderStillAnswersOnce() throws Exception {
        try (var server = new TestServer(accepts())) {
            sender = sender(server.uri());
            send(sender);
            sender.close();
            sender.close();

            var outcome = send(sender);

            assertThat(outcome.kind()).isEqualTo(Outcome.Kind.UNREACHABLE);
            assertThat(outcome.code()).isEqualTo("Closed");
        }
    }

    @Test
    void aPostUnderWayOutlivesTheCloseOfItsSender() throws Exception {
        var arrived = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        try (var server = new TestServer((request, socket) -> {
            arrived.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                return false;
            }
            return accepts().answer(request, socket);
        })) {
            sender = sender(server.uri());
            var answers = new Answers();
            sender.send(SendFixture.batch(), answers);
            arrived.await();

            sender.close();
            System.gc();
            release.countDown();

            assertThat(answers.single().status()).isEqualTo(204);
        }
    }

    @Test
    void aRequestThatCannotBeMadeIsAnAnswer() throws Exception {
        // A scheme that the JDK's client refuses with an exception of its own.
        sender = sender(URI.create("gopher://127.0.0.1"));

        var outcome = send(sender);

        assertThat(outcome.kind()).isEqualTo(Outcome.Kind.UNREACHABLE);
        assertThat(outcome.code()).isEqualTo("IllegalArgumentException");
    }

    @Test
    void aConnectionIsKeptForAMinuteAndNotLonger() throws Exception {
        try (var server = new TestServer(accepts())) {
            sender = sender(server.uri());
            send(sender);
            time.move(Duration.ofSeconds(59));
            send(sender);
            assertThat(server.connections).hasValue(1);

            time.move(Duration.ofSeconds(61));
            assertThat(send(sender).status()).isEqualTo(204);

            assertThat(server.connections).hasValue(2);
        }
    }

    private Sender sender(URI endpoint) {
        return sender(endpoint, Duration.ofSeconds(10));
    }

    private Sender sender(URI endpoint, Duration requestTimeout) {
        return sender(settings(endpoint, SendFixture.noCredential(), null, requestTimeout));
    }

    private Sender sender(URI endpoint, String... rules) {
        return sender(settings(endpoint).withRules(List.of(rules)));
    }

    private static List<String> rulesOf(TestServer server) {
        return server.requests.stream()
                .map(request -> request.line().split("/", -1)[2])
                .toList();
    }

    private Sender sender(PipelineSettings settings) {
        var route = new ProxyRoute(ProxyRoute.Source.NOBODY, null, NoProxy.NOTHING, null);
        return HttpSenders.create(settings, time, lines, ledger, route, new HttpClients());
    }

    @Test
    void theCallingThreadOnlyStartsTheWork() {
        assertThat(OwnThreads.isCurrent()).isFalse();
        sender = HttpSenders.create(settings(URI.create("http://127.0.0.1:1")), Time.SYSTEM, lines, ledger);

        assertThat(send(sender).kind()).isEqualTo(Outcome.Kind.UNREACHABLE);
    }
}
