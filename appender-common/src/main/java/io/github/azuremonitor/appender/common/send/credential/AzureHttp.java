package io.github.azuremonitor.appender.common.send.credential;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The HTTP client for azure-identity: the one that sends the batches, with its threads, proxy and renewal.
 *
 * <p>Not azure-core-http-jdk-httpclient (1.1.7), which reads bodies on a pool shared by the whole JVM, warns in the
 * application's log about a header it cannot set at each token request, and fails with a NullPointerException on a
 * proxy's 407.
 */
final class AzureHttp implements HttpClient {
    /** Marks a proxy's 407 in the text that azure-identity makes of this answer. */
    static final String PROXY_LOGIN = "proxy answered 407";

    /** Short compared to the limit of a fetch, so that azure-core's second try still has time. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);
    /** The JDK sets these itself and refuses them from callers. */
    private static final Set<String> SET_BY_JDK = Set.of("connection", "content-length", "expect", "host", "upgrade");

    private final TokenClient client;
    private volatile @Nullable IdentityAnswer lastAnswer;

    /** @param client sends with the current HTTP client */
    AzureHttp(TokenClient client) {
        this.client = client;
    }

    /** How the last request ended; null if there was none. */
    @Nullable IdentityAnswer lastAnswer() {
        return lastAnswer;
    }

    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
        return Mono.fromCallable(() -> sendSync(request, Context.NONE));
    }

    @Override
    public Mono<HttpResponse> send(HttpRequest request, Context context) {
        return send(request);
    }

    /** Blocks a token thread for as long as the exchange takes. */
    @Override
    public HttpResponse sendSync(HttpRequest request, Context context) {
        lastAnswer = IdentityAnswer.to(request, 0);
        try {
            var answer = client.send(translated(request), info -> new TokenBody(ANSWER_LIMIT));
            lastAnswer = IdentityAnswer.to(request, answer.statusCode());
            var headers = new HttpHeaders();
            answer.headers().map().forEach((name, values) -> headers.set(name(name), values));
            byte[] body = answer.body();
            if (answer.statusCode() == 407) {
                // The JDK passes no body on, and msal4j expects an error in OAuth's form.
                body = ("{\"error\":\"proxy\",\"error_description\":\"" + PROXY_LOGIN + "\"}")
                        .getBytes(StandardCharsets.UTF_8);
            }
            return new AzureHttpResponse(request, answer.statusCode(), headers, body == null ? new byte[0] : body);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the token request was given up", failure);
        }
    }

    private static java.net.http.HttpRequest translated(HttpRequest request) {
        BinaryData data = request.getBodyAsBinaryData();
        BodyPublisher body = data == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(data.toBytes());
        var translated = java.net.http.HttpRequest.newBuilder(
                        URI.create(request.getUrl().toString()))
                .method(request.getHttpMethod().toString(), body)
                .timeout(ANSWER_LIMIT);
        for (var header : request.getHeaders()) {
            if (!SET_BY_JDK.contains(header.getName().toLowerCase(Locale.ROOT))) {
                header.getValuesList().forEach(value -> translated.header(header.getName(), value));
            }
        }
        return translated.build();
    }

    private static HttpHeaderName name(String name) {
        return HttpHeaderName.fromString(name);
    }
}
