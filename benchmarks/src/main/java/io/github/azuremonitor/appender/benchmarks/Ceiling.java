package io.github.azuremonitor.appender.benchmarks;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.logback.AzureMonitorAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Set;
import org.slf4j.LoggerFactory;

/**
 * Logs at full speed while the service accepts connections but never answers, and checks that the appender's memory
 * stays below its ceiling: 64 MB or an eighth of the heap, whichever is less.
 */
public final class Ceiling {
    private static final long MEGABYTE = 1L << 20;
    private static final int LOGGING_SECONDS = 15;
    private static final int LOOKS = 5;

    private Ceiling() {}

    /** Ends with 1 if the ceiling was not held. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        long ceiling = Math.min(64 * MEGABYTE, Runtime.getRuntime().maxMemory() / 8);
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Events events = Events.generated(20_001);
        AzureMonitorAppender appender = new AzureMonitorAppender();
        Logger logger = context.getLogger(Events.LOGGER_ROOT);
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
        try (ServerSocket hung = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            holdConnections(hung);
            long before = usedHeap();
            start(appender, context, hung.getLocalPort());
            logger.addAppender(appender);
            long most = 0;
            for (int look = 0; look < LOOKS; look++) {
                logFor(events, Duration.ofSeconds(LOGGING_SECONDS).dividedBy(LOOKS));
                most = Math.max(most, usedHeap() - before);
            }
            PipelineStats stats = appender.stats();
            System.out.println("ledger: " + stats);
            boolean held = most <= ceiling && stats != null && stats.held() > 0;
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.1f MB of %.1f MB%n",
                    held ? "ceiling held" : "CEILING NOT HELD",
                    most / (double) MEGABYTE,
                    ceiling / (double) MEGABYTE);
            System.exit(held ? 0 : 1);
        }
    }

    private static void start(AzureMonitorAppender appender, LoggerContext context, int port) {
        appender.setContext(context);
        appender.setEndpoint("http://127.0.0.1:" + port);
        appender.setDcrImmutableId(Sink.RULE);
        appender.setStreamName(Sink.STREAM);
        appender.setCredential("none");
        appender.setDurability("memory");
        appender.setShutdownTimeout("1s");
        appender.start();
    }

    private static void logFor(Events events, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            LogCalls.fullSpeed(events, 1_000);
        }
    }

    /** Live bytes after two collections: after the first one finalizers and cleaners may still be pending. */
    private static long usedHeap() throws InterruptedException {
        System.gc();
        Thread.sleep(100);
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void holdConnections(ServerSocket server) {
        Set<Socket> open = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        Thread acceptor = new Thread(
                () -> {
                    try {
                        while (true) {
                            open.add(server.accept());
                        }
                    } catch (IOException closed) {
                        // The check is over.
                    }
                },
                "hung-service");
        acceptor.setDaemon(true);
        acceptor.start();
    }
}
