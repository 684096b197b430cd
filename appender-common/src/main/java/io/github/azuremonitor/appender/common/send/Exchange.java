package io.github.azuremonitor.appender.common.send;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer within one time limit.
 *
 * <p>The answer is taken from the body's subscriber, which runs on our own executor. The future of
 * {@code HttpClient.sendAsync} is used for failures only: the JDK completes it through the common pool, where an
 * application's blocked tasks could hold it back ({@code HttpClientImpl.sendAsync}, JDK 17).
 */
final class Exchange {
    private final HttpRequest request;
    private final HttpClients.Lease clients;
    private final OutcomeCallback answer;
    private final Runnable repeated;
    private final CompletableFuture<HttpAnswer> result = new CompletableFuture<>();

    /**
     * Only until the end: the JDK's idle connections refer to their last exchange, and would keep their own client
     * alive.
     */
    private volatile @Nullable HttpClient client;

    private volatile @Nullable CompletableFuture<?> underWay;
    private volatile boolean answerBegun;

    /** From then on the connection may be another exchange's. */
    private volatile boolean answerEnded;

    /** @param repeated called when the request is sent a second time: the service may have processed the first */
    Exchange(HttpRequest request, HttpClients.Lease clients, OutcomeCallback answer, Runnable repeated) {
        this.request = request;
        this.clients = clients;
        this.answer = answer;
        this.repeated = repeated;
    }

    /**
     * Called once, on a thread of our own.
     *
     * @param limit for everything; {@code HttpRequest.timeout} would end with the headers on JDK 17
     * @param receiver gets the answer or the failure, on a thread of our own
     */
    void run(Duration limit, BiConsumer<@Nullable HttpAnswer, @Nullable Throwable> receiver) {
        var unused = result.orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((received, failure) -> answer.onOwnThread(() -> {
                    ended(failure == null);
                    receiver.accept(received, failure);
                }));
        // The timer above may lack the memory to report the timeout, and a broken client has to be replaced.
        answer.whenOverdue(() -> ended(false));
        attempt(false);
    }

    private void ended(boolean answered) {
        HttpClient used = client;
        client = null;
        if (used != null) {
            clients.ended(used, answered);
        }
        if (!answered) {
            abandon();
        }
    }

    private void attempt(boolean again) {
        try {
            HttpClients.Use use = clients.use();
            boolean reused = use.reused();
            client = use.client();
            var sent = use.client().sendAsync(request, this::receive);
            underWay = sent;
            if (result.isDone()) {
                // If the time was up before the line above, nothing else will end this request.
                abandon();
            }
            var unused = sent.whenComplete((done, failure) -> {
                if (failure != null) {
                    clients.used();
                    failed(failure, reused && !again);
                } else {
                    // Usually this comes too late. But a proxy's 407 to a tunnel arrives without a call of the body's
                    // subscriber.
                    result.complete(new HttpAnswer(done.statusCode(), done.headers(), new byte[0]));
                }
            });
        } catch (RuntimeException | Error failure) {
            // An Error too, for example of a full heap: whatever happened, the POST must end.
            result.completeExceptionally(failure);
        }
    }

    private void failed(Throwable failure, boolean mayTryAgain) {
        if (mayTryAgain && !answerBegun && !result.isDone() && ConnectionFailure.mayBeStale(failure)) {
            answer.onOwnThread(() -> {
                repeated.run();
                attempt(true);
            });
        } else {
            result.completeExceptionally(failure);
        }
    }

    private HttpResponse.BodySubscriber<@Nullable Void> receive(HttpResponse.ResponseInfo info) {
        answerBegun = true;
        return new BoundedBody(
                bytes -> {
                    answerEnded = true;
                    clients.used();
                    result.complete(new HttpAnswer(info.statusCode(), info.headers(), bytes));
                },
                result::completeExceptionally);
    }

    /** Cancels the request if the JDK still works on it, so that its connection is closed and not reused. */
    private void abandon() {
        CompletableFuture<?> sent = underWay;
        if (sent != null && !answerEnded) {
            sent.cancel(true);
        }
    }
}
