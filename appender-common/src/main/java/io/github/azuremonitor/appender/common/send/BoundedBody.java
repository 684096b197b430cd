package io.github.azuremonitor.appender.common.send;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the first {@value #LIMIT} bytes of an answer and discards the rest, so that a proxy's huge error page costs no
 * memory and the connection stays usable. Runs on the client's executor, one signal at a time.
 */
final class BoundedBody implements HttpResponse.BodySubscriber<@Nullable Void> {
    /** Bytes kept; Azure's error bodies have a few hundred. */
    static final int LIMIT = 16 * 1024;

    private final Consumer<byte[]> whole;
    private final Consumer<Throwable> broken;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(512);
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

    /**
     * @param whole gets the kept bytes once the answer is complete
     * @param broken gets the failure if it ends early
     */
    BoundedBody(Consumer<byte[]> whole, Consumer<Throwable> broken) {
        this.whole = whole;
        this.broken = broken;
    }

    @Override
    public CompletionStage<@Nullable Void> getBody() {
        return ended;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            int length = Math.min(LIMIT - kept.size(), buffer.remaining());
            if (length > 0) {
                byte[] bytes = new byte[length];
                buffer.get(bytes);
                kept.write(bytes, 0, length);
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        broken.accept(failure);
        ended.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        whole.accept(kept.toByteArray());
        ended.complete(null);
    }
}
