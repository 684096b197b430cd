package io.github.azuremonitor.appender.benchmarks;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The receiving end in a process of its own: accepts everything at once and keeps it, and looks for events in it only on
 * request, after the clock has stopped, so that it takes as little as possible from the contestant's cores.
 */
public final class Sink {
    static final String RULE = "dcr-00000000000000000000000000000001";
    static final String STREAM = "Custom-JavaLogs_CL";

    /** The first word of the line with the ports. */
    static final String READY = "listening";

    static final String TOTALS_PATH = "/totals";
    static final String IDLE_PATH = "/idle";
    static final String RESET_PATH = "/reset";
    static final String HEALTH_PATH = "/health";

    /** How the service is. */
    enum Health {
        HEALTHY,
        /** Nothing listens. */
        DEAD,
        /** Reads, and never answers. */
        HANGING,
        /** Answers 429. */
        THROTTLING
    }

    private final SinkStore store = new SinkStore();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final LineServer lines = new LineServer(store, threads);
    private Health health = Health.HEALTHY;
    private @Nullable HttpServer server;
    private int port;

    private Sink() {}

    /** Listens on free ports of the loopback interface until the parent process is gone. */
    public static void main(String[] arguments) throws IOException {
        // Otherwise the JDK's server delays small answers by up to 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        Parent.endWithIt();
        Sink sink = new Sink();
        sink.listen();
        HttpServer control = HttpServer.create(loopback(0), 0);
        control.createContext("/", sink::tell);
        control.setExecutor(sink.threads);
        control.start();
        System.out.println(READY + " " + sink.port + "," + sink.lines.port() + ","
                + control.getAddress().getPort());
    }

    private void listen() throws IOException {
        HttpServer started = HttpServer.create(loopback(port), 0);
        started.createContext("/", this::accept);
        started.setExecutor(threads);
        started.start();
        server = started;
        port = started.getAddress().getPort();
        lines.listen();
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private void accept(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] bytes = exchange.getRequestBody().readAllBytes();
            Health now = awaitAnswer();
            if (now == Health.THROTTLING) {
                exchange.getResponseHeaders().set("Retry-After", "1");
                exchange.sendResponseHeaders(429, -1);
            } else if (now == Health.HEALTHY) {
                String path = exchange.getRequestURI().getPath();
                Headers headers = exchange.getRequestHeaders();
                String id = store.keep(
                        bytes,
                        Packing.of(path, headers.getFirst("Content-Type"), headers.getFirst("Content-Encoding")));
                exchange.getResponseHeaders().set("x-ms-request-id", id);
                boolean empty = path.startsWith("/dataCollectionRules/") || path.startsWith("/loki/");
                exchange.sendResponseHeaders(empty ? 204 : 200, -1);
            }
        }
    }

    /** The state of the service, or, if it hung when the request came, nothing that is answered. */
    private synchronized Health awaitAnswer() {
        Health before = health;
        while (health == Health.HANGING) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Health.DEAD;
            }
        }
        return before == Health.HANGING ? Health.DEAD : health;
    }

    private synchronized void behave(Health wanted) throws IOException {
        HttpServer running = server;
        if (wanted == Health.DEAD && running != null) {
            running.stop(0);
            lines.stop();
            server = null;
        } else if (wanted != Health.DEAD && running == null) {
            listen();
        }
        lines.hang(wanted == Health.HANGING);
        health = wanted;
        notifyAll();
    }

    private void tell(HttpExchange exchange) throws IOException {
        try (exchange) {
            String answer = switch (exchange.getRequestURI().getPath()) {
                case TOTALS_PATH -> store.totals().toText();
                case IDLE_PATH -> String.valueOf(store.idleMillis());
                case RESET_PATH -> {
                    behave(Health.HEALTHY);
                    store.reset();
                    yield "done";
                }
                case HEALTH_PATH -> {
                    behave(Health.valueOf(exchange.getRequestURI().getQuery()));
                    yield "done";
                }
                default -> "?";
            };
            byte[] text = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
        }
    }
}
