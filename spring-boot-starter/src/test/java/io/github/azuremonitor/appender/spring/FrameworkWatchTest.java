package io.github.azuremonitor.appender.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The checks for changes that the logging framework does not announce. */
class FrameworkWatchTest {
    @Test
    void aHeapThatIsFullDuringOneCheckEndsNotTheOthers() {
        var looks = new AtomicInteger();
        var watch = new FrameworkWatch(
                () -> {
                    if (looks.incrementAndGet() == 1) {
                        throw new OutOfMemoryError("full");
                    }
                },
                Duration.ofMillis(1),
                new Reattachment());
        watch.start();
        try {
            await("another check").atMost(Duration.ofMinutes(1)).until(() -> looks.get() > 1);
        } finally {
            watch.stop();
        }
    }

    @Test
    void aFailureIsToldOnceAndAnotherOneAgain() {
        var told = new ToldLines();
        var reattachment = new Reattachment(told);
        for (String failure : List.of("no place", "no place", "no name", "no name", "no name", "no place")) {
            reattachment.attempt(() -> {
                throw new IllegalStateException(failure);
            });
        }
        reattachment.attempt(() -> {
            throw new NoClassDefFoundError("com/example/Gone");
        });

        assertThat(told.lines)
                .containsExactly(
                        line("java.lang.IllegalStateException: no place"),
                        line("java.lang.IllegalStateException: no name"),
                        line("java.lang.IllegalStateException: no place"),
                        line("java.lang.NoClassDefFoundError: com/example/Gone"));
    }

    private static String line(String failure) {
        return "WARN The logging system was set up anew, and log events are not sent to Azure Monitor: the appender cannot"
                + " be attached again, which is tried every second (" + failure + ")";
    }
}
