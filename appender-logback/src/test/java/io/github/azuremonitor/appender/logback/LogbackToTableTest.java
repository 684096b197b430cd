package io.github.azuremonitor.appender.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.rows.Row;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class LogbackToTableTest {
    @Test
    void aLogCallBecomesARow() throws Exception {
        try (LogsEmulator azure =
                LogsEmulator.builder().requireToken(false).build().start()) {
            var context = new LoggerContext();
            var appender = new AzureMonitorAppender();
            appender.setContext(context);
            appender.setName("AZURE");
            appender.setEndpoint(azure.httpEndpoint().toString());
            appender.setDcrImmutableId(azure.dcrImmutableId());
            appender.setStreamName("Custom-JavaLogs_CL");
            appender.setCredential("none");
            appender.start();
            context.getStatusManager().getCopyOfStatusList().forEach(System.out::println);
            Logger log = context.getLogger("com.example.Orders");
            context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
            log.info("order {} placed", 42);
            log.error("failed", new IllegalStateException("broken"));
            assertThat(appender.flush(Duration.ofSeconds(10))).isTrue();
            for (Row row : azure.rows("Custom-JavaLogs_CL")) {
                System.out.println(row);
            }
            assertThat(azure.rowCount("Custom-JavaLogs_CL")).isEqualTo(2);
            appender.stop();
            System.out.println(appender.stats());
            context.getStatusManager().getCopyOfStatusList().forEach(System.out::println);
            assertThat(appender.stats().balances()).isTrue();
        }
    }
}
