package io.github.azuremonitor.appender.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.rows.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("oldest")
class ReconfigurationTest {
    private static final String ROOT = "<Root level='ALL'><AppenderRef ref='AZURE'/></Root>";

    @TempDir
    Path directory;

    @Test
    void anEqualAppenderGoesOnWithTheSamePipeline() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "linger='60s'")) {
            run.logger("a").info("before");
            AzureMonitorAppender old = run.appender();
            Set<Thread> threads = pipelineThreads();

            run.reconfigure(run.xml(run.appender("linger='60s'"), ROOT));

            assertThat(run.appender()).isNotSameAs(old);
            assertThat(old.isStopped()).isTrue();
            assertThat(pipelineThreads()).isEqualTo(threads);
            run.logger("a").info("after");
            assertThat(run.messages()).containsExactlyInAnyOrder("before", "after");
            assertThat(run.appender().stats().offered()).isEqualTo(2);
        }
    }

    @Test
    void noEventIsLostWhileTheConfigurationChangesAgainAndAgain() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "")) {
            var stop = new AtomicBoolean();
            var logged = new int[1];
            Thread busy = new Thread(() -> {
                Logger logger = run.logger("busy");
                while (!stop.get() && logged[0] < 50_000) {
                    logger.info("event {}", logged[0]++);
                }
            });
            busy.start();
            for (int i = 0; i < 10; i++) {
                run.reconfigure(run.xml(run.appender(""), ROOT));
            }
            stop.set(true);
            busy.join();

            // Batches overtake each other.
            List<String> messages = run.messages();
            assertThat(messages).hasSize(logged[0]);
            assertThat(new HashSet<>(messages)).hasSize(logged[0]);
        }
    }

    @Test
    void aChangedEndpointGetsWhatComesAfterAndTheOldOneWhatCameBefore() throws Exception {
        try (LogsEmulator second =
                        LogsEmulator.builder().requireToken(false).build().start();
                Log4jRun run = Log4jRun.plain(directory, "linger='60s'")) {
            run.logger("a").info("before");
            AzureMonitorAppender old = run.appender();

            run.reconfigure(run.xml(to(second, run, ""), ROOT));
            run.logger("a").info("after");

            assertThat(run.appender().flush(Duration.ofSeconds(60))).isTrue();
            assertThat(second.rows(Log4jRun.STREAM))
                    .extracting(row -> row.text("Message"))
                    .containsExactly("after");
            assertThat(run.rows(1)).extracting(row -> row.text("Message")).containsExactly("before");
            Log4jRun.assertBalanced(old);
        }
    }

    @Test
    @Timeout(240)
    void anEndpointThatHangsDoesNotHoldUpTheNextConfiguration() throws Exception {
        try (LogsEmulator second =
                        LogsEmulator.builder().requireToken(false).build().start();
                Log4jRun run = Log4jRun.plain(directory, "shutdownTimeout='5m' requestTimeout='5m' linger='10ms'")) {
            run.azure.faults().always(Fault.hang());
            run.logger("a").info("before");
            run.azure.awaitRequests(1, Duration.ofSeconds(60));

            // Its own stop would take the five minutes; the limit of this test is four.
            run.reconfigure(run.xml(to(second, run, ""), ROOT));
            run.logger("a").info("after");

            assertThat(run.appender().flush(Duration.ofSeconds(60))).isTrue();
            assertThat(second.rows(Log4jRun.STREAM))
                    .extracting(row -> row.text("Message"))
                    .containsExactly("after");

            run.azure.faults().clear();
            run.azure.stop();
            run.azure.start();
            assertThat(run.rows(1)).extracting(row -> row.text("Message")).containsExactly("before");
        }
    }

    @Test
    void aChangedTableOfTheSamePipelineChangesTheRowsOnly() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "appName='old'")) {
            run.logger("a").info("before");
            Set<Thread> threads = pipelineThreads();
            run.reconfigure(run.xml(run.appender("appName='new'"), ROOT));
            run.logger("a").info("after");

            assertThat(pipelineThreads()).isEqualTo(threads);
            assertThat(run.rows()).extracting((Row row) -> row.text("AppName")).containsExactlyInAnyOrder("old", "new");
        }
    }

    @Test
    void anAppenderThatIsRemovedDeliversAndEndsByItself() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "linger='60s'")) {
            run.logger("a").info("last words");
            AzureMonitorAppender removed = run.appender();
            run.reconfigure(run.xml("", "<Root level='ALL'/>"));

            assertThat(run.rows(1)).extracting(row -> row.text("Message")).containsExactly("last words");
            Awaitility.await()
                    .atMost(Log4jRun.PATIENCE)
                    .until(() -> pipelineThreads().isEmpty());
            Log4jRun.assertBalanced(removed);
            assertThat(run.statuses.ours(Level.ERROR)).isEmpty();
            assertThat(run.statuses.ours(Level.WARN))
                    .singleElement()
                    .asString()
                    .contains("has no appender of this library any more", "has to be attached again");
        }
    }

    private static String to(LogsEmulator azure, Log4jRun run, String attributes) {
        return run.appender(attributes)
                .replace(
                        run.azure.httpEndpoint().toString(),
                        azure.httpEndpoint().toString());
    }

    private static Set<Thread> pipelineThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("azure-monitor-\\d+-(flusher|courier)"))
                .collect(Collectors.toSet());
    }
}
