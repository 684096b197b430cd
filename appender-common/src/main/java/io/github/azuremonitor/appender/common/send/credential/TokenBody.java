package io.github.azuremonitor.appender.common.send.credential;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads the answer of a token endpoint, and fails if it is too long or too slow. Runs on the client's executor. */
final class TokenBody implements BodySubscriber<byte[]> {
    /** Discovery documents take about 10 KB. */
    private static final long LIMIT = 1024 * 1024;

    private final BodySubscriber<byte[]> whole = HttpResponse.BodySubscribers.ofByteArray();
    private final CompletableFuture<byte[]> body;
    private volatile Flow.@Nullable Subscription subscription;
    private long length;

    /** @param limit for the body alone: {@code HttpRequest.timeout} ends with the headers on JDK 17 */
    TokenBody(Duration limit) {
        this.body = whole.getBody()
                .toCompletableFuture()
                .copy()
                .orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((bytes, failure) -> {
                    Flow.Subscription source = subscription;
                    if (failure != null && source != null) {
                        source.cancel();
                    }
                });
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription source) {
        subscription = source;
        whole.onSubscribe(source);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            length += buffer.remaining();
        }
        if (length > LIMIT) {
            whole.onError(new IOException("the answer has more than 1 MB and is no token"));
        } else {
            whole.onNext(buffers);
        }
    }

    @Override
    public void onError(Throwable failure) {
        whole.onError(failure);
    }

    @Override
    public void onComplete() {
        whole.onComplete();
    }
}
