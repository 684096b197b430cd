package io.github.azuremonitor.appender.common.send;

import io.github.azuremonitor.appender.common.time.Time;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP clients of this copy of the library: one per route and connect timeout, shared by all senders, built at the
 * first use and dropped with the last sender. Safe for use by any thread.
 *
 * <p>A client that was idle for a minute is replaced, because its connections may be dead without any sign of it:
 * Azure's outbound NAT forgets a flow after 4 minutes ("SNAT", Microsoft Learn) while JDK 17 keeps a connection for 20
 * ({@code jdk.httpclient.keepalive.timeout}). A client whose {@link SelectorThread} has ended is replaced at once, and
 * so is one that brought no answer twice in a row, because it may be broken for another reason.
 */
final class HttpClients {
    static final HttpClients SHARED = new HttpClients();

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);
    /** Exchanges in a row without an answer, after which the next one gets another client. */
    private static final int MOST_FAILURES = 2;
    /** Without {@code shutdown} each dropped client keeps its selector thread until the next garbage collection. */
    private static final int MAX_DROPPED = 4;
    /** {@code HttpClient.shutdown()} of JDK 21 and later, which lets requests under way finish; else null. */
    private static final @Nullable MethodHandle SHUTDOWN = findShutdown();

    private final Map<Key, Shared> open = new HashMap<>();
    private final List<WeakReference<HttpClient>> dropped = new ArrayList<>();

    /** A share in the client for this route; costs nothing until it is used. */
    synchronized Lease lease(ProxyRoute route, Duration connectTimeout, Time time) {
        var key = new Key(route, connectTimeout);
        open.computeIfAbsent(key, unused -> new Shared()).leases++;
        return new Lease(key, time);
    }

    private synchronized Use use(Key key, long now) {
        Shared shared = open.get(key);
        if (shared == null) {
            throw new IllegalStateException("the sender is closed");
        }
        HttpClient client = shared.client;
        if (client != null && shared.isBroken()) {
            // It no longer holds a thread, so nothing has to wait for the garbage collector.
            client = null;
        } else if (client != null && isWornOut(shared, now)) {
            drop(client);
            client = null;
        }
        boolean reused = client != null && shared.usedBefore;
        if (client == null) {
            client = build(key);
            shared.client = client;
            shared.selector = SelectorThread.of(client);
            shared.usedBefore = false;
            shared.failures = 0;
        }
        shared.lastUse = now;
        return new Use(client, reused);
    }

    private boolean isWornOut(Shared shared, long now) {
        if (shared.failures >= mostFailures(shared)) {
            shared.replaced++;
            return true;
        }
        return now - shared.lastUse > IDLE_NANOS && mayDrop();
    }

    private synchronized void used(Key key, long now) {
        Shared shared = open.get(key);
        if (shared != null) {
            shared.lastUse = now;
            shared.usedBefore = true;
        }
    }

    private synchronized void ended(Key key, HttpClient client, boolean answered) {
        Shared shared = open.get(key);
        if (shared == null || shared.client != client) {
            return;
        }
        if (answered) {
            shared.failures = 0;
            shared.replaced = 0;
        } else {
            shared.failures++;
        }
    }

    /** While dropped clients wait for the garbage collector, an outage must not add more and more of them. */
    private int mostFailures(Shared shared) {
        return mayDrop() ? MOST_FAILURES : MOST_FAILURES << Math.min(shared.replaced, 16);
    }

    private synchronized void release(Key key) {
        Shared shared = open.get(key);
        if (shared != null && --shared.leases == 0) {
            open.remove(key);
            if (shared.client != null) {
                drop(shared.client);
            }
        }
    }

    private boolean mayDrop() {
        dropped.removeIf(client -> client.refersTo(null));
        return SHUTDOWN != null || dropped.size() < MAX_DROPPED;
    }

    private void drop(HttpClient client) {
        if (SHUTDOWN == null) {
            dropped.add(new WeakReference<>(client));
            return;
        }
        try {
            SHUTDOWN.invoke(client);
        } catch (Throwable failure) {
            // Then it ends as on JDK 17: when the garbage collector finds it unused.
            dropped.add(new WeakReference<>(client));
        }
    }

    private static HttpClient build(Key key) {
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(key.connectTimeout)
                .proxy(key.route.selector())
                .executor(OutcomeCallback.POOL);
        var authenticator = key.route.authenticator();
        if (authenticator != null) {
            builder.authenticator(authenticator);
        }
        return builder.build();
    }

    private static @Nullable MethodHandle findShutdown() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(HttpClient.class, "shutdown", MethodType.methodType(void.class));
        } catch (ReflectiveOperationException olderJdk) {
            return null;
        }
    }

    /** A sender's share; close it once the sender takes no more batches. */
    final class Lease implements AutoCloseable {
        private final Key key;
        private final Time time;
        private boolean closed;

        private Lease(Key key, Time time) {
            this.key = key;
            this.time = time;
        }

        /** The client to use now. */
        Use use() {
            return HttpClients.this.use(key, time.nanos());
        }

        /** Called when an exchange has ended, so that its connection is idle. */
        void used() {
            HttpClients.this.used(key, time.nanos());
        }

        /** Called with whether an exchange of this client brought an answer, of whatever kind. */
        void ended(HttpClient client, boolean answered) {
            HttpClients.this.ended(key, client, answered);
        }

        /** Runs one exchange on the calling thread, and records how it ended. */
        <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body)
                throws IOException, InterruptedException {
            HttpClient client = use().client();
            boolean answered = false;
            try {
                HttpResponse<T> answer = client.send(request, body);
                answered = true;
                return answer;
            } finally {
                ended(client, answered);
            }
        }

        /** Host and port of the proxy on the way to this address, or null. */
        @Nullable String proxyFor(URI uri) {
            return key.route.proxyFor(uri);
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                release(key);
            }
        }
    }

    /**
     * A client that is ready to use.
     *
     * @param client to be used now and not kept
     * @param reused whether its connections may be old ones
     */
    record Use(HttpClient client, boolean reused) {}

    private record Key(ProxyRoute route, Duration connectTimeout) {}

    private static final class Shared {
        private int leases;
        private @Nullable HttpClient client;
        private @Nullable Thread selector;
        private boolean usedBefore;
        private long lastUse;

        /** Exchanges of this client since its last answer. */
        private int failures;

        /** Clients tried since any of them brought an answer. */
        private int replaced;

        private boolean isBroken() {
            return selector != null && !selector.isAlive();
        }
    }
}
