package io.github.azuremonitor.appender.common.send;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.send.Outcome.RefusedToken;
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
 * Sends one batch once: token, POST, outcome. Each step runs on a thread of our own; the calling thread only starts the
 * first. Safe for use by any thread.
 *
 * <p>Wire contract: "Logs Ingestion API in Azure Monitor" on Microsoft Learn.
 */
final class HttpSender implements Sender {
    private static final String API_VERSION = "2023-01-01";
    private static final String USER_AGENT = "azure-monitor-appender/" + version();

    private final String base;
    private final Rules rules;
    private final Exchanges exchanges;
    private final TokenSource tokens;
    private final ProxyRoute route;
    private final Reporter reporter;
    private final Ledger ledger;
    private final Time time;
    private final AtomicBoolean routeTold = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** POSTs without an answer so far, and some whose answer has just come. */
    private final Set<OutcomeCallback> underWay = ConcurrentHashMap.newKeySet();

    HttpSender(
            PipelineSettings settings,
            Exchanges exchanges,
            TokenSource tokens,
            ProxyRoute route,
            Reporter reporter,
            Ledger ledger,
            Time time) {
        this.base = settings.endpoint() + "/dataCollectionRules/";
        this.rules = new Rules(settings.dcrImmutableIds(), reporter);
        this.exchanges = exchanges;
        this.tokens = tokens;
        this.route = route;
        this.reporter = reporter;
        this.ledger = ledger;
        this.time = time;
    }

    @Override
    public void send(Batch batch, Consumer<Outcome> receiver) {
        var answer = new OutcomeCallback(receiver, reporter, time, exchanges.limit());
        Runnable firstStep = () -> begin(batch, answer);
        underWay.add(answer);
        answer.onOwnThread(firstStep);
    }

    private void begin(Batch batch, OutcomeCallback answer) {
        if (closed.get()) {
            answer.give(ConnectionFailure.closed());
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
                post(batch, known, answer, rules.first(), rules.count());
            }
        }));
    }

    /** @param left how many rules may still be tried, this one included */
    private void post(Batch batch, Token token, OutcomeCallback answer, String rule, int left) {
        var request = request(batch, token, rule);
        answer.within(exchanges.limit());
        Runnable repeated = () -> ledger.posted(batch.body().length);
        exchanges.start(request, token.credential(), answer, repeated, outcome -> {
            Outcome judged = judged(outcome, token);
            if (left > 1 && judged.refusesRule() && !closed.get()) {
                repeated.run();
                post(batch, token, answer, rules.after(rule, judged), left - 1);
            } else {
                answer.give(judged);
            }
        });
    }

    @Override
    public void maintain() {
        underWay.removeIf(OutcomeCallback::maintain);
    }

    /** A 401 says which token it refuses, so that the second answer to a stale one discards no renewed credential. */
    private Outcome judged(Outcome outcome, Token token) {
        if (outcome.kind() != Outcome.Kind.ANSWERED) {
            return outcome;
        }
        boolean afterRenewal = tokens.answered(token, outcome.status() == 401);
        if (outcome.status() != 401) {
            return outcome;
        }
        return outcome.refusing(new RefusedToken(token.generation(), afterRenewal));
    }

    private HttpRequest request(Batch batch, Token token, String rule) {
        var uri =
                URI.create(base + encode(rule) + "/streams/" + encode(batch.stream()) + "?api-version=" + API_VERSION);
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
    public String rule() {
        return rules.first();
    }

    @Override
    public void renewCredential(Outcome refused) {
        RefusedToken token = refused.credential().refused();
        if (token != null) {
            tokens.renew(token.generation());
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
        if (routeTold.get() || !routeTold.compareAndSet(false, true)) {
            return;
        }
        String warning = route.warning();
        if (warning != null) {
            reporter.warn(warning);
        }
        String told = route.told();
        if (told != null) {
            reporter.info(told);
        }
    }

    /** Path segment by RFC 3986: URLEncoder encodes form data, where a space becomes a plus sign. */
    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String version() {
        @Nullable Package home = HttpSender.class.getPackage();
        String version = home == null ? null : home.getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
