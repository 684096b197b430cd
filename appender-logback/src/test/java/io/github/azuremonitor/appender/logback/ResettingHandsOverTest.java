package io.github.azuremonitor.appender.logback;

import static io.github.azuremonitor.appender.logback.Application.LONG;
import static io.github.azuremonitor.appender.logback.Application.STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.LogsEmulatorExtension;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A configuration that is read anew costs no row and no waiting. */
class ResettingHandsOverTest {
    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR =
            LogsEmulatorExtension.of(LogsEmulator.builder().requireToken(false));

    @Test
    void theSameSettingsGoOnWithTheSamePipeline(LogsEmulator azure) {
        String xml = Application.configuration(Application.appender("AZURE", azure, "linger=60s"));
        var application = Application.configured(xml);
        try (application) {
            for (int i = 0; i < 5; i++) {
                log(application, 10);
                application.context().reset();
                application.configure(xml);
            }
            log(application, 10);
            application.flush();

            assertThat(application.stats().offered()).isEqualTo(60);
            assertThat(application.stats().posts()).isEqualTo(1);
        }
        assertThat(azure.rowCount(STREAM)).isEqualTo(60);
    }

    @Test
    @Tag("once")
    void otherSettingsDoNotWaitForAnEndpointThatHangs(LogsEmulator azure) throws Exception {
        try (var application = Application.shippingTo(azure, "shutdownTimeout=90s", "requestTimeout=90s");
                LogsEmulator next = LogsEmulator.builder().requireToken(false).start()) {
            azure.faults().always(Fault.hang());
            log(application, 10);
            AzureMonitorAppender old = application.appender();
            await().atMost(LONG).until(() -> old.stats().posts() > 0);

            application.context().reset();
            application.configure(Application.configuration(Application.appender("AZURE", next)));
            assertThat(old.stats().held())
                    .as("rows that still wait for the old endpoint")
                    .isEqualTo(10);
            log(application, 10);
            application.flush();

            assertThat(next.rowCount(STREAM)).isEqualTo(10);
            azure.faults().clear();
            azure.stop();
            azure.start();
            assertThat(azure.awaitRowCount(STREAM, 10, LONG)).isEqualTo(10);
        }
    }

    @Test
    @Tag("once")
    void whatTheOldConfigurationHadIsDelivered(LogsEmulator azure) throws Exception {
        try (var application = Application.shippingTo(azure, "linger=60s")) {
            log(application, 10);
            application.context().reset();
            application.configure(Application.configuration());

            assertThat(azure.awaitRowCount(STREAM, 10, LONG)).isEqualTo(10);
            assertThat(application.warnings())
                    .singleElement()
                    .asString()
                    .contains("has no appender of this library any more", "has to be attached again");
        }
    }

    @Test
    void springBootIsRememberedWhenItTakesItsMarkBackBeforeItsLastBeansLog(LogsEmulator azure) {
        try (var application = Application.shippingTo(azure)) {
            String mark = "org.springframework.boot.logging.LoggingSystem";
            assertThat(application.appender().isStoppedBySomebody()).isFalse();
            application.context().putObject(mark, new Object());
            log(application, 1);
            application.context().removeObject(mark);
            assertThat(application.appender().isStoppedBySomebody()).isTrue();
        }
    }

    @Test
    void theEndOfTheContextDrains(LogsEmulator azure) {
        var application = Application.shippingTo(azure, "linger=60s");
        try (application) {
            log(application, 10);
            application.context().stop();

            assertThat(azure.rowCount(STREAM)).isEqualTo(10);
            assertThat(application.appender().isStarted()).isFalse();
        }
    }

    @Test
    void theEndOfTheContextDrainsWhatAResetHandedOver(LogsEmulator azure) {
        try (var application = Application.shippingTo(azure, "linger=60s")) {
            log(application, 10);
            application.context().reset();
            application.context().stop();

            assertThat(azure.rowCount(STREAM)).isEqualTo(10);
        }
    }

    @Test
    void aContextThatIsStoppedCanStartAgain(LogsEmulator azure) {
        String xml = Application.configuration(Application.appender("AZURE", azure, "linger=60s"));
        try (var application = Application.configured(xml)) {
            for (int i = 0; i < 3; i++) {
                log(application, 10);
                application.context().stop();
                assertThat(azure.rowCount(STREAM)).isEqualTo(10L * (i + 1));
                application.context().start();
                application.configure(xml);
            }
        }
    }

    private static void log(Application application, int events) {
        var log = application.logger("com.example.Orders");
        for (int i = 0; i < events; i++) {
            log.info("line {}", i);
        }
    }
}
