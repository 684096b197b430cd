package io.github.azuremonitor.appender.common.send;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.send.credential.Token;
import io.github.azuremonitor.appender.common.send.credential.TokenSource;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.time.Time;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends one batch once: token, POST, outcome. Each step runs on an own thread, the calling thread only starts the
 * first. Safe for use by any thread.
 *
 * <p>Wire contract: "Logs Ingestion API in Azure Monitor" on Microsoft Learn.
 */
final class HttpSender implements Sender {
    private static final String API_VERSION = "2023-01-01";
    private static final String USER_AGENT = "azure-monitor-appender/" + version();

    private final String base;
    private final Exchanges exchanges;
    private final TokenSource tokens;
    private final Route route;
    private final Reporter reporter;
    private final Ledger ledger;
    private final Time time;
    private final RefusedTokens refusedTokens = new RefusedTokens();
    private final AtomicBoolean routeTold = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** POSTs whose answer is to come, and some whose answer came a moment ago. */
    private final Set<Answer> underWay = ConcurrentHashMap.newKeySet();

    HttpSender(
            PipelineSettings settings,
            Exchanges exchanges,
            TokenSource tokens,
            Route route,
            Reporter reporter,
            Ledger ledger,
            Time time) {
        this.base = settings.endpoint() + "/dataCollectionRules/" + encode(settings.dcrImmutableId()) + "/streams/";
        this.exchanges = exchanges;
        this.tokens = tokens;
        this.route = route;
        this.reporter = reporter;
        this.ledger = ledger;
        this.time = time;
    }

    @Override
    public void send(Batch batch, Consumer<Outcome> receiver) {
        var answer = new Answer(receiver, reporter, time, exchanges.limit());
        Runnable firstStep = () -> begin(batch, answer);
        underWay.add(answer);
        answer.onOwnThread(firstStep);
    }

    private void begin(Batch batch, Answer answer) {
        if (closed.get()) {
            answer.give(Unreachable.closed());
            return;
        }
        tellRoute();
        var token = tokens.token().toCompletableFuture();
        if (!token.isDone()) {
            answer.within(tokens.longest());
        }
        var unused = token.whenComplete((known, failure) -> answer.onOwnThread(() -> {
            if (known == null) {
                answer.give(NoToken.of(failure));
            } else {
                post(batch, known, answer);
            }
        }));
    }

    private void post(Batch batch, Token token, Answer answer) {
        var request = request(batch, token);
        answer.within(exchanges.limit());
        Runnable repeated = () -> ledger.posted(batch.body().length);
        exchanges.start(request, token.credential(), answer, repeated, outcome -> answer.give(judged(outcome, token)));
    }

    @Override
    public void tend() {
        underWay.removeIf(Answer::tend);
    }

    /** Marks a 401 that already met a renewed credential, and remembers which credential it met. */
    private Outcome judged(Outcome outcome, Token token) {
        if (outcome.kind() != Outcome.Kind.ANSWERED) {
            return outcome;
        }
        boolean afterRenewal = tokens.answered(token, outcome.status() == 401);
        if (outcome.status() != 401) {
            return outcome;
        }
        var refused = new Outcome(
                outcome.kind(),
                outcome.status(),
                outcome.code(),
                outcome.detail(),
                outcome.retryAfter(),
                outcome.fromService(),
                outcome.requestId(),
                outcome.credential(),
                afterRenewal);
        refusedTokens.add(refused, token.generation());
        return refused;
    }

    private HttpRequest request(Batch batch, Token token) {
        var uri = URI.create(base + encode(batch.stream()) + "?api-version=" + API_VERSION);
        var request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .header("x-ms-client-request-id", batch.requestId().toString())
                .header("User-Agent", USER_AGENT);
        String authorization = token.authorization();
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return request.POST(HttpRequest.BodyPublishers.ofByteArray(batch.body()))
                .build();
    }

    @Override
    public void renewCredential(Outcome refused) {
        Long generation = refusedTokens.generationOf(refused);
        if (generation != null) {
            tokens.renew(generation);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            tokens.close();
            exchanges.close();
        }
    }

    private void tellRoute() {
        String told = route.told();
        if (told != null && routeTold.compareAndSet(false, true)) {
            reporter.info(told);
        }
    }

    /** Path segment by RFC 3986: URLEncoder makes form data, where a space is a plus sign. */
    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String version() {
        @Nullable Package home = HttpSender.class.getPackage();
        String version = home == null ? null : home.getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
