package io.github.azuremonitor.appender.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.settings.Setting;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class StoppingTest {
    @TempDir
    Path directory;

    @Test
    void stoppingTheContextDeliversWhatLingers() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "linger='60s'")) {
            run.logger("a").info("last words");
            run.context().stop();

            assertThat(run.azure.rowCount(Log4jRun.STREAM)).isEqualTo(1);
            assertThat(run.statuses.ours(Level.INFO)).anyMatch(line -> line.startsWith("stopped: 1 events offered"));
        }
    }

    /** A stop without a bound would wait five minutes for the answer; so in the next one. */
    @Test
    @Timeout(240)
    void anEndpointThatHangsHoldsTheStopUpForTheShutdownTimeoutAtMost() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "shutdownTimeout='1s' requestTimeout='5m' linger='10ms'")) {
            run.azure.faults().always(Fault.hang());
            AzureMonitorAppender appender = run.appender();
            run.logger("a").info("undeliverable");
            run.azure.awaitRequests(1, Duration.ofSeconds(60));

            run.context().stop();

            assertThat(appender.isStopped()).isTrue();
            Log4jRun.assertBalanced(appender);
        }
    }

    @Test
    @Timeout(240)
    void aTimeoutOfLog4jItselfDoesNotProlongTheStop() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "shutdownTimeout='1s' requestTimeout='5m' linger='10ms'")) {
            run.azure.faults().always(Fault.hang());
            run.logger("a").info("undeliverable");
            run.azure.awaitRequests(1, Duration.ofSeconds(60));

            run.context().stop(1, TimeUnit.HOURS);
        }
    }

    @Test
    void stoppingTheAppenderAloneDeliversAndStopsItForGood() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "linger='60s'")) {
            AzureMonitorAppender appender = run.appender();
            run.logger("a").info("last words");
            appender.stop();
            appender.stop();

            assertThat(run.azure.rowCount(Log4jRun.STREAM)).isEqualTo(1);
            appender.append(Log4jLogEvent.newBuilder()
                    .setLevel(Level.INFO)
                    .setLoggerName("a")
                    .setMessage(new SimpleMessage("too late"))
                    .build());
            assertThat(appender.stats().dropped()).containsEntry(DropReason.STOPPED, 1L);
        }
    }

    @Test
    void anAppenderCanBeStartedAgain() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "")) {
            AzureMonitorAppender appender = run.appender();
            for (int i = 0; i < 5; i++) {
                run.logger("a").info("round {}", i);
                appender.stop();
                appender.start();
                appender.start();
            }
            assertThat(run.messages()).containsExactlyInAnyOrder("round 0", "round 1", "round 2", "round 3", "round 4");
        }
    }

    @Test
    void anAppenderMadeByCodeNeedsNoConfiguration() throws Exception {
        try (Log4jRun run = Log4jRun.in(directory, "none")) {
            AzureMonitorAppender appender = AzureMonitorAppender.newBuilder()
                    .setName("CODE")
                    .set(Setting.ENDPOINT, run.azure.httpEndpoint().toString())
                    .set(Setting.DCR_IMMUTABLE_ID, run.azure.dcrImmutableId())
                    .set(Setting.STREAM_NAME, Log4jRun.STREAM)
                    .set(Setting.CREDENTIAL, "none")
                    .set(Setting.DURABILITY, "memory")
                    .build();
            appender.start();
            appender.append(Log4jLogEvent.newBuilder()
                    .setLevel(Level.INFO)
                    .setLoggerName("a")
                    .setMessage(new SimpleMessage("by code"))
                    .build());
            appender.stop();

            assertThat(run.rows(1)).extracting(row -> row.text("Message")).containsExactly("by code");
            assertThat(appender.requiresLocation()).isFalse();
            Log4jRun.assertBalanced(appender);
        }
    }
}
