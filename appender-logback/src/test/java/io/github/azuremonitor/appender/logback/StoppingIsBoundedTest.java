package io.github.azuremonitor.appender.logback;

import static io.github.azuremonitor.appender.logback.Application.LONG;
import static io.github.azuremonitor.appender.logback.Application.STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.core.status.Status;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.LogsEmulatorExtension;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A stop delivers what it can, ends in time whatever Azure does, and leaves no thread behind. */
class StoppingIsBoundedTest {
    /** For a busy machine; far less than the five minutes of a request, which a stop without a bound would wait for. */
    private static final Duration SLACK = LONG;

    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR =
            LogsEmulatorExtension.of(LogsEmulator.builder().requireToken(false));

    @Test
    void whatLingersIsDelivered(LogsEmulator azure) {
        var application = patient(azure);
        try (application) {
            log(application, 500);
        }
        assertThat(azure.rowCount(STREAM)).isEqualTo(500);
        assertThat(application.said(Status.INFO))
                .contains("stopped: 500 events offered, 500 accepted, 0 left waiting, 0 dropped");
    }

    @Test
    void aDeadEndpointCostsNoMoreThanTheDeadline(LogsEmulator azure) {
        try (var application = Application.shippingTo(azure, "shutdownTimeout=2s", "requestTimeout=5m")) {
            azure.stop();
            log(application, 30);
            assertStopsInTime(application, Duration.ofSeconds(2), 30);
        }
    }

    @Test
    void aHangingEndpointCostsNoMoreThanTheDeadline(LogsEmulator azure) {
        try (var application = Application.shippingTo(azure, "shutdownTimeout=2s", "requestTimeout=5m")) {
            azure.faults().always(Fault.hang());
            log(application, 30);
            assertStopsInTime(application, Duration.ofSeconds(2), 30);
        }
    }

    @Test
    void aStopAmidLogCallsCountsWhatItRefuses(LogsEmulator azure) throws Exception {
        try (var application = patient(azure)) {
            var log = application.logger("com.example.Busy");
            var logged = new AtomicLong();
            var go = new AtomicBoolean(true);
            var threads = new ArrayList<Thread>();
            for (int i = 0; i < 4; i++) {
                threads.add(new Thread(() -> {
                    while (go.get()) {
                        log.info("event");
                        logged.incrementAndGet();
                        Thread.onSpinWait();
                    }
                }));
            }
            threads.forEach(Thread::start);
            await().atMost(LONG).until(() -> logged.get() > 2000);
            application.appender().stop();
            long atStop = logged.get();
            await().atMost(LONG).until(() -> logged.get() > atStop + 200);
            go.set(false);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(application.stats().offered()).isEqualTo(logged.get());
            assertThat(azure.rowCount(STREAM)).isEqualTo(application.stats().accepted());
        }
    }

    @Test
    void stoppingTwiceIsStoppingOnce(LogsEmulator azure) {
        try (var application = patient(azure)) {
            log(application, 3);
            application.appender().stop();
            application.appender().stop();
            log(application, 3);
            application.appender().stop();

            assertThat(azure.rowCount(STREAM)).isEqualTo(3);
            assertThat(application.said(Status.INFO).stream().filter(line -> line.startsWith("stopped:")))
                    .hasSize(1);
            assertThat(application.stats().dropped()).containsExactly(Map.entry(DropReason.STOPPED, 3L));
        }
    }

    @Test
    void anInterruptedThreadStopsAllTheSame(LogsEmulator azure) {
        var application = patient(azure);
        try (application) {
            Thread.currentThread().interrupt();
            log(application, 10);
            application.appender().stop();
            assertThat(Thread.interrupted()).as("the flag is put back").isTrue();
        }
        assertThat(azure.rowCount(STREAM)).isEqualTo(10);
    }

    @Test
    @Tag("once")
    void fiftyStartsAndStopsLeaveNoThread(LogsEmulator azure) {
        try (var application = Application.shippingTo(azure)) {
            var appender = application.appender();
            for (int i = 0; i < 50; i++) {
                log(application, 1);
                appender.stop();
                assertThat(appender.isStarted()).isFalse();
                appender.start();
                assertThat(appender.isStarted()).isTrue();
            }
        }
        assertThat(azure.rowCount(STREAM)).isEqualTo(50);
        // Pools keep idle threads for 20 seconds; an HttpClient's selector ends when the client is collected.
        await().atMost(LONG).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            System.gc();
            assertThat(threads("azure-monitor")).isEmpty();
            assertThat(threads("HttpClient-")).isEmpty();
        });
    }

    /** A stop that ends before an answer counts rows as undelivered that arrive all the same, so it gets its time. */
    private static Application patient(LogsEmulator azure) {
        return Application.shippingTo(azure, "linger=60s", "shutdownTimeout=60s");
    }

    private static void assertStopsInTime(Application application, Duration timeout, int events) {
        long start = System.nanoTime();
        application.appender().stop();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(timeout.plus(SLACK));

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(application.stats().held()).isZero());
        assertThat(application.stats().dropped()).containsExactly(Map.entry(DropReason.SHUTDOWN, (long) events));
        assertThat(application.warnings().stream().filter(line -> line.startsWith("stopped:")))
                .containsExactly("stopped: " + events + " events offered, 0 accepted, 0 left waiting, " + events
                        + " dropped, " + events + " SHUTDOWN");
    }

    private static List<String> threads(String part) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains(part))
                .toList();
    }

    private static void log(Application application, int events) {
        var log = application.logger("com.example.Orders");
        for (int i = 0; i < events; i++) {
            log.info("line {}", i);
        }
    }
}
