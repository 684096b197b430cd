package io.github.azuremonitor.appender.common.send;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.function.Consumer;

/** What all exchanges of one sender share: the client, the time limit, the reader of answers. */
final class Exchanges implements AutoCloseable {
    private final HttpClients.Lease clients;
    private final Duration limit;
    private final ResponseReader reader;

    /** @param limit for one exchange from connecting to the last byte of the answer, a second try included */
    Exchanges(HttpClients.Lease clients, Duration limit, ResponseReader reader) {
        this.clients = clients;
        this.limit = limit;
        this.reader = reader;
    }

    /** Longest time that one exchange takes. */
    Duration limit() {
        return limit;
    }

    /**
     * Starts one exchange; called on a thread of our own.
     *
     * @param credential which credential authorized the request, for people
     * @param answer whose threads and fallback the exchange uses
     * @param repeated run when the request is sent a second time, on any thread
     * @param receiver gets the outcome, on a thread of our own
     */
    void start(
            HttpRequest request,
            String credential,
            OutcomeCallback answer,
            Runnable repeated,
            Consumer<Outcome> receiver) {
        new Exchange(request, clients, answer, repeated)
                .run(
                        limit,
                        (received, failure) -> receiver.accept(
                                received == null
                                        ? ConnectionFailure.of(
                                                failure, request.uri(), clients.proxyFor(request.uri()), credential)
                                        : reader.read(
                                                received,
                                                credential,
                                                "https"
                                                        .equalsIgnoreCase(
                                                                request.uri().getScheme()))));
    }

    /** Gives the client back; what is under way ends by itself. */
    @Override
    public void close() {
        clients.close();
    }
}
