package io.github.azuremonitor.appender.logback;

import static io.github.azuremonitor.appender.logback.Application.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Many threads at once: each event arrives, and arrives once. */
class EventsOfManyThreadsArriveOnceTest {
    private static final int THREADS = 16;
    private static final int EVENTS = Boolean.getBoolean("thorough") ? 20_000 : 3_000;

    @Test
    @Tag("once")
    void noneIsLostAndNoneComesTwice() throws Exception {
        try (LogsEmulator azure = counting();
                var application = Application.shippingTo(
                        azure, "linger=500ms", "whenFull=block", "maxBlock=10s", "shutdownTimeout=60s")) {
            var log = application.logger("com.example.Busy");
            logFromAllThreads(EVENTS, (thread, event) -> {
                MDC.put("seq", Integer.toString(thread * EVENTS + event));
                log.info("event {} of thread {}", event, thread);
            });
            application.context().stop();

            assertThat(application.stats().accepted()).isEqualTo((long) THREADS * EVENTS);
            assertThat(application.stats().totalDropped()).isZero();
            var seen = azure.stats(STREAM);
            assertThat(seen.rows()).isEqualTo((long) THREADS * EVENTS);
            assertThat(seen.distinctKeys()).isEqualTo((long) THREADS * EVENTS);
            assertThat(seen.duplicateKeys()).isZero();
            assertThat(azure.complaints()).isEmpty();
        }
    }

    @Test
    void whatAFullRingDropsIsCounted() throws Exception {
        try (LogsEmulator azure = counting();
                var application = Application.shippingTo(azure, "ringSize=64", "whenFull=drop")) {
            var log = application.logger("com.example.Busy");
            logFromAllThreads(1000, (thread, event) -> {
                MDC.put("seq", Integer.toString(thread * EVENTS + event));
                log.info("event {} of thread {}", event, thread);
            });
            application.context().stop();

            var stats = application.stats();
            assertThat(stats.offered()).isEqualTo(THREADS * 1000);
            assertThat(stats.dropped()).containsOnlyKeys(DropReason.RING_FULL);
            assertThat(azure.rowCount(STREAM)).isEqualTo(stats.accepted());
            assertThat(azure.stats(STREAM).distinctKeys())
                    .as("a row about losses has no number")
                    .isEqualTo(stats.accepted() - stats.reported());
            assertThat(application.warnings())
                    .anySatisfy(line -> assertThat(line)
                            .contains("events dropped: ring full")
                            .contains("raise ringSize"));
        }
    }

    private static LogsEmulator counting() {
        return LogsEmulator.builder()
                .requireToken(false)
                .keepRows(false)
                .countBy("Seq")
                .start();
    }

    private static void logFromAllThreads(int events, Call call) throws InterruptedException {
        var begin = new CountDownLatch(1);
        var threads = new ArrayList<Thread>();
        for (int number = 0; number < THREADS; number++) {
            int thread = number;
            threads.add(new Thread(() -> {
                try {
                    begin.await();
                } catch (InterruptedException e) {
                    return;
                }
                for (int event = 0; event < events; event++) {
                    call.log(thread, event);
                }
            }));
        }
        threads.forEach(Thread::start);
        begin.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private interface Call {
        void log(int thread, int event);
    }
}
