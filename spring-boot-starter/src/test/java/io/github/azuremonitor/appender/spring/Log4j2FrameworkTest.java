package io.github.azuremonitor.appender.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.common.AzureMonitorLogs;
import io.github.azuremonitor.appender.common.settings.Setting;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.LogsEmulatorExtension;
import io.github.azuremonitor.appender.log4j2.AzureMonitorAppender;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The appender in Log4j2 while its configuration comes and goes. */
class Log4j2FrameworkTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @RegisterExtension
    private static final LogsEmulatorExtension EMULATOR =
            LogsEmulatorExtension.of(LogsEmulator.builder().requireToken(false));

    private final LogsEmulator azure = EMULATOR.emulator();
    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final LogFramework framework = Objects.requireNonNull(Log4j2Framework.find());

    @TempDir
    private Path directory;

    @BeforeEach
    void configured() throws Exception {
        configure("<Configuration><Loggers><Root level='INFO'/></Loggers></Configuration>");
    }

    @AfterEach
    void nothingIsAttached() {
        framework.attach(null);
        assertThat(appenders()).isZero();
    }

    @Test
    void aNewConfigurationKeepsShipping() throws Exception {
        assertThat(framework.attach(plan("one"))).isTrue();
        LogManager.getLogger("com.example").info("before");
        configure("<Configuration><Loggers><Root level='WARN'/></Loggers></Configuration>");
        LogManager.getLogger("com.example").info("too low now");
        LogManager.getLogger("com.example").warn("after");
        context.updateLoggers();
        LogManager.getLogger("com.example").warn("after an update");

        awaitMessage("after an update");
        assertThat(App.messages(azure)).containsExactlyInAnyOrder("before", "after", "after an update");
        assertThat(appenders()).isEqualTo(1);
    }

    @Test
    void anotherPlanTakesTheFirstOnesPlace() {
        assertThat(framework.attach(plan("one"))).isTrue();
        LogManager.getLogger("com.example").info("first");
        assertThat(framework.attach(plan("two"))).isTrue();
        LogManager.getLogger("com.example").info("second");
        LogManager.getLogger("com.example.noisy.Inner").info("excluded");
        LogManager.getLogger("com.example").info("last");

        awaitMessage("last");
        awaitMessage("first");
        assertThat(App.messages(azure)).containsExactlyInAnyOrder("first", "second", "last");
        assertThat(azure.rows(App.STREAM))
                .filteredOn(row -> !"first".equals(row.text("Message")))
                .allSatisfy(row -> assertThat(row.text("AppName")).isEqualTo("two"));
        assertThat(appenders()).isEqualTo(1);
    }

    @Test
    void anAppenderOfANewConfigurationTakesOver() throws Exception {
        assertThat(framework.attach(plan("one"))).isTrue();
        configure("""
                <Configuration><Appenders>
                  <AzureMonitor name='MINE' endpoint='%s' dcrImmutableId='%s' streamName='%s' credential='none' linger='10ms'/>
                </Appenders><Loggers><Root level='INFO'><AppenderRef ref='MINE'/></Root></Loggers></Configuration>
                """.formatted(azure.httpEndpoint(), azure.dcrImmutableId(), App.STREAM));
        LogManager.getLogger("com.example").info("once");

        awaitMessage("once");
        assertThat(App.messages(azure)).containsExactly("once");
        assertThat(appenders()).isEqualTo(1);
        configured();
    }

    @Test
    void aStoppedAppenderHasDeliveredAndIsGone() {
        framework.attach(plan("one"));
        LogManager.getLogger("com.example").info("last words");
        framework.stop();
        framework.stop();

        assertThat(App.messages(azure)).containsExactly("last words");
        assertThat(appenders()).isZero();
    }

    @Test
    void aContextThatEndsOpensNoPipelineAnew() throws Exception {
        framework.attach(plan("one"));
        var attached = attached();
        context.stop();
        try {
            assertThat(attached.isStarted()).isFalse();
            assertThat(AzureMonitorLogs.readings()).isEmpty();
        } finally {
            context.start();
            configured();
        }
        assertThat(appenders()).isEqualTo(1);
    }

    /** As Spring Boot 4.1 sets the logging system up after its end: the context logs again, and is stopped as it was. */
    @Test
    void aContextThatIsConfiguredAfterItsEndShips() throws Exception {
        framework.attach(plan("one"));
        context.stop();
        try {
            configured();
            assertThat(context.isStopped()).isTrue();
            context.getLogger("com.example").error("after the end");
            awaitMessage("after the end");
            assertThat(appenders()).isEqualTo(1);
        } finally {
            context.start();
            configured();
        }
    }

    /** As an application does that starts when another one, or a library, has shut Log4j2 down. */
    @Test
    void anApplicationThatStartsAfterAShutdownShips() throws Exception {
        framework.attach(plan("one"));
        LogManager.shutdown();
        assertThat(framework.attach(plan("two"))).isTrue();
        LogManager.getLogger("com.example").error("after the shutdown");

        awaitMessage("after the shutdown");
    }

    @Test
    void anApplicationThatGoesOnAfterAShutdownShips() throws Exception {
        framework.attach(plan("one"));
        LogManager.shutdown();
        framework.look();
        assertThat(LogManager.getFactory().hasContext("", getClass().getClassLoader(), false))
                .as("a context that nobody asked for")
                .isFalse();
        var logger = LogManager.getLogger("com.example");
        framework.look();
        logger.error("after the shutdown");

        awaitMessage("after the shutdown");
    }

    @Test
    void anAppenderThatSomebodyStoppedIsAttachedAgain() {
        framework.attach(plan("one"));
        attached().stop();
        framework.look();
        framework.look();
        LogManager.getLogger("com.example").error("after the stop");

        awaitMessage("after the stop");
        assertThat(appenders()).isEqualTo(1);
    }

    @Test
    void aContextThatEndsAfterTheLastLinesOpensNoPipelineAnew() throws Exception {
        framework.attach(plan("one"));
        framework.stop();
        context.stop();
        try {
            assertThat(AzureMonitorLogs.readings()).isEmpty();
        } finally {
            context.start();
            configured();
        }
        assertThat(appenders()).isZero();
    }

    @Test
    void aWrongColumnShipsNothing() {
        var plan = plan("one");
        var wrong = new java.util.EnumMap<>(plan.settings());
        wrong.put(Setting.COLUMNS, "Nonsense = nothing");

        assertThat(framework.attach(new Plan(wrong, Map.of(), List.of()))).isFalse();
    }

    private void configure(String xml) throws Exception {
        Path file = Files.createTempFile(directory, "log4j2", ".xml");
        Files.writeString(file, xml);
        URI uri = file.toUri();
        context.setConfigLocation(uri);
    }

    private Plan plan(String name) {
        return new Plan(
                Map.of(
                        Setting.ENDPOINT,
                        azure.httpEndpoint().toString(),
                        Setting.DCR_IMMUTABLE_ID,
                        azure.dcrImmutableId(),
                        Setting.STREAM_NAME,
                        App.STREAM,
                        Setting.CREDENTIAL,
                        "none",
                        Setting.LINGER,
                        "10ms",
                        Setting.APP_NAME,
                        name),
                Map.of(),
                List.of("com.example.noisy"));
    }

    private AzureMonitorAppender attached() {
        return context.getConfiguration().getAppender(LogFramework.APPENDER);
    }

    private long appenders() {
        return context.getConfiguration().getAppenders().values().stream()
                .filter(AzureMonitorAppender.class::isInstance)
                .count();
    }

    private void awaitMessage(String message) {
        await(message)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(App.messages(azure)).contains(message));
    }
}
