package io.github.azuremonitor.appender.benchmarks;

import ch.qos.logback.classic.LoggerContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.slf4j.LoggerFactory;

/** What a log call costs its thread: small bursts that always find room in the ring, with the flusher draining it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CaptureBenchmark {
    private static final int HANDFUL = 1_000;
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(30);

    /** Contestant that gets the events. */
    @Param({"capture-only", "ours"})
    public String contestant = "";

    private Events events = Events.generated(20_001);
    private HttpServer sink = newSink();
    private LogbackContestant target = new CaptureOnly((LoggerContext) LoggerFactory.getILoggerFactory());

    /** Starts the contestant and attaches it. */
    @Setup
    public void attach() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        sink.start();
        URI endpoint = URI.create("http://127.0.0.1:" + sink.getAddress().getPort());
        target = contestant.equals("ours") ? new Ours(context, endpoint, "memory") : new CaptureOnly(context);
        target.attached();
    }

    /** Waits until the ring is empty, so that no call ever waits for the flusher. */
    @Setup(Level.Invocation)
    public void drain() throws InterruptedException {
        target.drain(events.logged(), DRAIN_LIMIT);
    }

    /** Detaches it and checks that nothing was lost. */
    @TearDown
    public void release() throws InterruptedException {
        drain();
        ((LoggerContext) LoggerFactory.getILoggerFactory())
                .getLogger(Events.LOGGER_ROOT)
                .detachAppender(target.appender());
        target.close();
        sink.stop(0);
    }

    /** One log call. */
    @Benchmark
    @OperationsPerInvocation(HANDFUL)
    public void logCall() {
        LogCalls.fullSpeed(events, HANDFUL);
    }

    private static HttpServer newSink() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", CaptureBenchmark::accept);
            return server;
        } catch (IOException e) {
            throw new IllegalStateException("no port to listen on", e);
        }
    }

    private static void accept(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("x-ms-request-id", "00000000-0000-4000-8000-000000000000");
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }
}
