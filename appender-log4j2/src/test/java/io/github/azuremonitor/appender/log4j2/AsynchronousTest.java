package io.github.azuremonitor.appender.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.azuremonitor.appender.common.time.OwnThreads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsynchronousTest {
    private static final int THREADS = 4;
    private static final int EVENTS = 5_000;
    private static final String ROOT = "<Root level='ALL'><AppenderRef ref='AZURE'/></Root>";

    @TempDir
    Path directory;

    @Test
    void noEventOfSynchronousLoggersIsLostOrMixedUp() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "linger='100ms'")) {
            logFromManyThreads(run.logger("com.example.Orders"));
            assertComplete(run);
        }
    }

    @Test
    @Tag("async-logger")
    void noEventOfAsynchronousLoggersIsLostOrMixedUp() throws Exception {
        try (Log4jRun run = Log4jRun.in(directory, "log4j2.xml")) {
            run.startAsynchronous(run.xml(run.appender("linger='100ms'"), ROOT));
            assertThat(run.logger("com.example.Orders").getClass().getSimpleName())
                    .isEqualTo("AsyncLogger");
            logFromManyThreads(run.logger("com.example.Orders"));
            assertComplete(run);
        }
    }

    @Test
    @Tag("async-logger")
    void noEventOfAnAsyncLoggerElementIsLostOrMixedUp() throws Exception {
        try (Log4jRun run = Log4jRun.in(directory, "log4j2.xml")) {
            run.start(run.xml(run.appender("linger='100ms'"), "<AsyncLogger name='com.example' level='ALL'/>" + ROOT));
            logFromManyThreads(run.logger("com.example.Orders"));
            assertComplete(run);
        }
    }

    @Test
    void noEventBehindAnAsyncAppenderIsLostOrMixedUp() throws Exception {
        try (Log4jRun run = Log4jRun.in(directory, "log4j2.xml")) {
            run.start(run.xml(
                    run.appender("linger='100ms'") + "<Async name='ASYNC'><AppenderRef ref='AZURE'/></Async>",
                    "<Root level='ALL'><AppenderRef ref='ASYNC'/></Root>"));
            logFromManyThreads(run.logger("com.example.Orders"));
            assertComplete(run);
        }
    }

    @Test
    void stoppingTheContextShipsWhatAnAsyncAppenderStillHolds() throws Exception {
        try (Log4jRun run = Log4jRun.in(directory, "log4j2.xml")) {
            run.start(run.xml(
                    run.appender("linger='60s'") + "<Async name='ASYNC'><AppenderRef ref='AZURE'/></Async>",
                    "<Root level='ALL'><AppenderRef ref='ASYNC'/></Root>"));
            AzureMonitorAppender appender = run.appender();
            for (int i = 0; i < 500; i++) {
                run.logger("com.example.Orders").info("event {}", i);
            }
            run.context().stop();

            assertThat(run.azure.rowCount(Log4jRun.STREAM)).isEqualTo(500);
            Log4jRun.assertBalanced(appender);
        }
    }

    @Test
    void whatOurOwnThreadsLogStaysOutEvenIfAnotherThreadHandsItOver() throws Exception {
        try (Log4jRun run = Log4jRun.in(directory, "log4j2.xml")) {
            run.start(run.xml(
                    run.appender("linger='100ms'") + "<Async name='ASYNC'><AppenderRef ref='AZURE'/></Async>",
                    "<Root level='ALL'><AppenderRef ref='ASYNC'/></Root>"));
            assertOwnEventsStayOut(run);
        }
    }

    @Test
    @Tag("async-logger")
    void whatOurOwnThreadsLogStaysOutOfAsynchronousLoggersToo() throws Exception {
        try (Log4jRun run = Log4jRun.in(directory, "log4j2.xml")) {
            run.startAsynchronous(run.xml(run.appender("linger='100ms'"), ROOT));
            assertOwnEventsStayOut(run);
        }
    }

    private static void assertOwnEventsStayOut(Log4jRun run) throws InterruptedException {
        var counted = new CountDownLatch(1);
        Thread own = OwnThreads.create("azure-monitor-test", () -> {
            run.logger("com.azure.identity").info("a token failed");
            Awaitility.await()
                    .atMost(Log4jRun.PATIENCE)
                    .until(() -> run.appender().stats().self() == 1);
            counted.countDown();
        });
        own.start();
        assertThat(counted.await(60, TimeUnit.SECONDS)).isTrue();
        own.join();
        run.logger("com.azure.identity").info("from the application");
        assertThat(run.rows(1)).extracting(row -> row.text("Message")).containsExactly("from the application");
        assertThat(run.appender().stats().self()).isEqualTo(1);
    }

    private static void logFromManyThreads(Logger logger) throws InterruptedException {
        var go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int number = t;
            Thread thread = new Thread(() -> log(logger, number, go), "worker-" + t);
            thread.start();
            threads.add(thread);
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join(Duration.ofSeconds(60).toMillis());
        }
    }

    private static void log(Logger logger, int thread, CountDownLatch go) {
        try {
            go.await();
        } catch (InterruptedException e) {
            return;
        }
        ThreadContext.put("thread", "worker-" + thread);
        for (int i = 0; i < EVENTS; i++) {
            ThreadContext.put("n", String.valueOf(i));
            logger.log(
                    i % 3 == 0 ? Level.WARN : Level.INFO,
                    "event {} of {}",
                    i,
                    Thread.currentThread().getName());
        }
    }

    private static void assertComplete(Log4jRun run) throws InterruptedException {
        var seen = new TreeSet<String>();
        run.rows(THREADS * EVENTS).forEach(row -> {
            JsonNode context = row.get("Properties");
            int n = Integer.parseInt(context.get("n").textValue());
            String thread = context.get("thread").textValue();
            assertThat(row.text("Message")).isEqualTo("event " + n + " of " + thread);
            assertThat(row.text("Level")).isEqualTo(n % 3 == 0 ? "WARN" : "INFO");
            seen.add(thread + "/" + n);
        });
        assertThat(seen).hasSize(THREADS * EVENTS);
        Log4jRun.assertBalanced(run.appender());
        assertThat(run.appender().stats().totalDropped()).isZero();
    }
}
