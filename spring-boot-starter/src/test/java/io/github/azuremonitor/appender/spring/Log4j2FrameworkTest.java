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
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.log4j2.Log4J2LoggingSystem;
import org.springframework.core.env.StandardEnvironment;

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

        awaitMessages("before", "after", "after an update");
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

        awaitMessages("first", "second", "last");
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

        awaitMessages("once");
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

    /** Log4j2, or whoever asked it to take a configuration, would get the exception. */
    @Test
    void anAppenderThatCannotBeAttachedAgainDisturbsNoConfiguration() {
        framework.attach(plan("one"));
        var broken = new AtomicBoolean(true);
        context.setConfiguration(new DefaultConfiguration() {
            @Override
            public Map<String, Appender> getAppenders() {
                if (broken.get()) {
                    throw new IllegalStateException("a configuration of somebody else's");
                }
                return super.getAppenders();
            }
        });
        broken.set(false);
        framework.look();
        framework.look();
        LogManager.getLogger("com.example").error("after");

        awaitMessage("after");
        assertThat(appenders()).isEqualTo(1);
    }

    /** As an application or a test does that has Spring Boot set the logging up again. */
    @Test
    void aLoggingSystemThatIsSetUpAnewKeepsShipping() {
        framework.attach(plan("one"));
        var system = new Log4J2LoggingSystem(getClass().getClassLoader());
        try {
            for (int i = 1; i <= 2; i++) {
                LogManager.getLogger("com.example").error("before, {}", i);
                system.cleanUp();
                system.beforeInitialize();
                system.initialize(new LoggingInitializationContext(new StandardEnvironment()), "", null);
                LogManager.getLogger("com.example").error("after, {}", i);
            }
            for (String message : List.of("before, 1", "after, 1", "before, 2", "after, 2")) {
                awaitMessage(message);
            }
            assertThat(appenders()).isEqualTo(1);
        } finally {
            system.cleanUp();
        }
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
                        List.of("com.example.noisy"))
                .forAppender("");
    }

    private AzureMonitorAppender attached() {
        return context.getConfiguration().getAppender(LogFramework.APPENDER);
    }

    private long appenders() {
        return context.getConfiguration().getAppenders().values().stream()
                .filter(AzureMonitorAppender.class::isInstance)
                .count();
    }

    /** Each of them and no other: requests may overtake each other. */
    private void awaitMessages(String... messages) {
        await(String.join(", ", messages))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(App.messages(azure)).containsExactlyInAnyOrder(messages));
    }

    private void awaitMessage(String message) {
        await(message)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(App.messages(azure)).contains(message));
    }
}
