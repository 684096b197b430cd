package io.github.azuremonitor.appender.common.send;

import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.send.credential.TokenFailure;
import io.github.azuremonitor.appender.common.send.credential.TokenSource;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.time.Time;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Calls another Azure API with a token, using the senders' credential, proxy, trust store and client. For tools: calls
 * block, and the answer is taken whole. One thread at a time.
 */
public final class JsonCalls implements AutoCloseable {
    private final HttpClients.Lease clients;
    private final TokenSource tokens;
    private final Duration limit;
    private final Time time;

    /**
     * What came of a call.
     *
     * @param status of HTTP; 0 if there was no token, -1 if there was no answer
     * @param text the body, or without an answer a sentence that says why
     * @param retryAfter how long the answer asks to wait; zero if it does not
     */
    public record Reply(int status, String text, Duration retryAfter) {
        Reply(int status, String text) {
            this(status, text, Duration.ZERO);
        }
    }

    private JsonCalls(HttpClients.Lease clients, TokenSource tokens, Duration limit, Time time) {
        this.clients = clients;
        this.tokens = tokens;
        this.limit = limit;
        this.time = time;
    }

    /**
     * For one API.
     *
     * @param endpoint decides whether there is a proxy on the way
     * @param audience which resource the token is for
     * @param limit for one call
     */
    public static JsonCalls create(
            PipelineSettings settings, URI endpoint, String audience, Duration limit, Time time, Reporter reporter) {
        var route = ProxyRoute.of(settings.network().proxy(), endpoint, System::getenv);
        var clients = HttpClients.SHARED.lease(route, settings.network().connectTimeout(), time);
        PipelineSettings.Credential given = settings.credential();
        var credential = new PipelineSettings.Credential(
                given.kind(),
                audience,
                given.authorityHost(),
                given.tenantId(),
                given.clientId(),
                given.clientSecretFile(),
                given.certificatePath());
        return new JsonCalls(clients, TokenSource.create(credential, clients::send, time, reporter), limit, time);
    }

    /** One POST; throws nothing. */
    public Reply post(URI uri, String json) {
        return call(HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    /** One GET; throws nothing. */
    public Reply get(URI uri) {
        return call(HttpRequest.newBuilder(uri).GET());
    }

    private Reply call(HttpRequest.Builder request) {
        String authorization;
        try {
            authorization = tokens.token().toCompletableFuture().join().authorization();
        } catch (CompletionException failure) {
            return new Reply(0, sentence(failure.getCause()));
        }
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        HttpRequest ready = request.timeout(limit).build();
        URI uri = ready.uri();
        try {
            var answer = clients.send(ready, BodyHandlers.ofByteArray());
            Duration wanted = RetryAfter.of(answer.headers(), time.epochMillis());
            String body = new String(answer.body(), StandardCharsets.UTF_8);
            return new Reply(answer.statusCode(), body, wanted == null ? Duration.ZERO : wanted);
        } catch (IOException failure) {
            return new Reply(
                    -1,
                    ConnectionFailure.of(failure, uri, clients.proxyFor(uri), "")
                            .detail());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Reply(-1, "The call was interrupted.");
        }
    }

    private static String sentence(@Nullable Throwable failure) {
        return failure instanceof TokenFailure told ? told.sentence() : String.valueOf(failure);
    }

    @Override
    public void close() {
        tokens.close();
        clients.close();
    }
}
