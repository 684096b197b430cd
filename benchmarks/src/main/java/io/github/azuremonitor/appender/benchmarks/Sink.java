package io.github.azuremonitor.appender.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;

/**
 * The receiving end in a process of its own: accepts every POST at once and counts the rows when it is asked for them,
 * after the clock has stopped, so that it takes as little as it can from the cores of the contestant.
 */
public final class Sink {
    static final String RULE = "dcr-00000000000000000000000000000001";
    static final String STREAM = "Custom-JavaLogs_CL";

    /** The first word of the line that tells the port. */
    static final String READY = "listening";

    /** What is answered to a GET: the totals since the last one. */
    static final String TOTALS_PATH = "/totals";

    /** Beyond this many waiting bytes rows are counted while they come. */
    private static final long MAX_WAITING_BYTES = 512L * 1024 * 1024;

    private final List<Body> waiting = new ArrayList<>();
    private SinkTotals totals = SinkTotals.NONE;
    private long waitingBytes;
    private long requests;

    private Sink() {}

    /** Listens on a free port of the loopback interface until the parent process is gone. */
    public static void main(String[] arguments) throws IOException {
        // Otherwise the JDK's server delays small answers by up to 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        Parent.endWithIt();
        Sink sink = new Sink();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/dataCollectionRules/" + RULE + "/streams/" + STREAM, sink::accept);
        server.createContext(TOTALS_PATH, sink::tell);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        System.out.println(READY + " " + server.getAddress().getPort());
    }

    private void accept(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        exchange.getResponseHeaders().set("x-ms-request-id", keep(new Body(bytes, gzip)));
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private synchronized String keep(Body body) {
        totals = totals.plusPost(body.bytes().length, System.currentTimeMillis());
        waiting.add(body);
        waitingBytes += body.bytes().length;
        if (waitingBytes > MAX_WAITING_BYTES) {
            countWaiting();
        }
        return String.format(Locale.ROOT, "00000000-0000-4000-8000-%012x", requests++);
    }

    private void tell(HttpExchange exchange) throws IOException {
        byte[] text = take().toText().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    private synchronized SinkTotals take() {
        countWaiting();
        SinkTotals taken = totals;
        totals = SinkTotals.NONE;
        return taken;
    }

    private void countWaiting() {
        for (Body body : waiting) {
            try {
                totals = totals.plusRows(RowCounter.count(body.bytes(), body.gzip()));
            } catch (IOException e) {
                throw new UncheckedIOException("a body is not an array of rows", e);
            }
        }
        waiting.clear();
        waitingBytes = 0;
    }

    // Never compared.
    @SuppressWarnings("ArrayRecordComponent")
    private record Body(byte[] bytes, boolean gzip) {}
}
