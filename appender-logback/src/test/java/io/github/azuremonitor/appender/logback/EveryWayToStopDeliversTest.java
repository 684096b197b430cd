package io.github.azuremonitor.appender.logback;

import static io.github.azuremonitor.appender.logback.Application.LONG;
import static io.github.azuremonitor.appender.logback.Application.STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.jul.LevelChangePropagator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.hook.DefaultShutdownHook;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.status.Status;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.LogsEmulatorExtension;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Logback is stopped and configured anew in many ways; Azure answers after 300 ms here. What was logged before is there when
 * the stop returns, or when the context that was configured anew is stopped.
 */
class EveryWayToStopDeliversTest {
    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR =
            LogsEmulatorExtension.of(LogsEmulator.builder().requireToken(false));

    private static final int EVENTS = 100;

    @TempDir
    private Path directory;

    /** Ends the logging of a context. */
    @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
    enum Stop {
        CONTEXT_STOP(application -> application.context().stop()),
        CONTEXT_STOP_TWICE(application -> {
            application.context().stop();
            application.context().stop();
        }),
        RESET_AND_STOP(application -> {
            application.context().reset();
            application.context().stop();
        }),
        SHUTDOWN_HOOK(application -> {
            var hook = new DefaultShutdownHook();
            hook.setContext(application.context());
            hook.run();
        }),
        APPENDER_STOP(application -> application.appender().stop()),
        DETACH_AND_STOP(application -> {
            Appender<ILoggingEvent> appender = application.appender();
            application.root().detachAppender(appender);
            appender.stop();
        }),
        DETACH_AND_STOP_ALL(application -> application.root().detachAndStopAllAppenders()),
        A_RESET_THAT_DETACHED_ONE_SURVIVES(application -> {
            Appender<ILoggingEvent> appender = application.appender();
            application.root().detachAppender(appender);
            application.context().reset();
            appender.stop();
        }),
        INTERRUPTED(application -> {
            Thread.currentThread().interrupt();
            application.context().stop();
            assertThat(Thread.interrupted()).as("the flag is put back").isTrue();
        });

        private final Way way;

        Stop(Way way) {
            this.way = way;
        }
    }

    /** Configures a context anew, or starts it again; it goes on. */
    @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
    enum Again {
        RESET_AND_CONFIGURE((application, file) -> {
            application.context().reset();
            configure(application, file);
        }),
        RESET_TWICE((application, file) -> {
            application.context().reset();
            application.context().reset();
            configure(application, file);
        }),
        STOP_AND_START((application, file) -> {
            application.context().stop();
            application.context().start();
            configure(application, file);
        }),
        APPENDER_STOP_AND_START((application, file) -> {
            application.appender().stop();
            application.appender().start();
        }),
        DETACH_AND_ATTACH((application, file) -> {
            Appender<ILoggingEvent> appender = application.appender();
            application.root().detachAppender(appender);
            application.root().addAppender(appender);
        }),
        LEVEL_CHANGE_PROPAGATOR((application, file) -> {
            var propagator = new LevelChangePropagator();
            propagator.setContext(application.context());
            propagator.start();
            application.context().addListener(propagator);
            application.context().reset();
            configure(application, file);
        }),
        SCAN((application, file) -> scan(application, file, Files.readString(file))),
        SCAN_OF_A_BROKEN_FILE((application, file) -> scan(application, file, "<configuration><root")),
        WRONG_SETTINGS_AND_RIGHT_ONES((application, file) -> {
            application.context().reset();
            configure(application, changed(file, "<linger>", "<linger>x"));
            application.context().reset();
            configure(application, file);
        }),
        OTHER_SETTINGS((application, file) -> {
            application.context().reset();
            configure(application, changed(file, "<linger>", "<maxInFlight>2</maxInFlight><linger>"));
        });

        private final Change change;

        Again(Change change) {
            this.change = change;
        }
    }

    /** What is done to an application. */
    interface Way {
        void take(Application application);
    }

    /** What is done to an application and its file. */
    interface Change {
        void make(Application application, Path file) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void whatWasLoggedIsThereWhenTheStopReturns(Stop stop, LogsEmulator azure) throws Exception {
        try (Application application = slow(azure)) {
            log(application);
            stop.way.take(application);

            assertThat(azure.rowCount(STREAM)).as("%s", application.statuses()).isEqualTo(EVENTS);
            assertThat(application.said(Status.INFO))
                    .contains("stopped: 100 events offered, 100 accepted, 0 left waiting, 0 dropped");
            assertThat(pipelineThreads()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void loggingGoesOnAndNothingIsLost(Again again, LogsEmulator azure) throws Exception {
        // Not closed by itself, which would take Logback's errors about a broken file for ours.
        Application application = slow(azure);
        try {
            log(application);
            again.change.make(application, directory.resolve("logback.xml"));
            log(application);
        } finally {
            application.context().stop();
        }
        assertThat(azure.rowCount(STREAM)).as("%s", application.statuses()).isEqualTo(2L * EVENTS);
        assertThat(pipelineThreads()).isEmpty();
    }

    @Test
    void configuringTwiceWithoutAResetSendsTwiceAndLosesNothing(LogsEmulator azure) throws Exception {
        try (Application application = slow(azure)) {
            log(application);
            configure(application, directory.resolve("logback.xml"));
            log(application);
            application.context().stop();

            // Logback has two appenders then, as it has of every other kind.
            assertThat(azure.rowCount(STREAM)).isEqualTo(3L * EVENTS);
            assertThat(pipelineThreads()).isEmpty();
        }
    }

    @Test
    void aQueueThatTakesLongerThanLogbackWaitsForItLosesNothing(LogsEmulator azure) throws Exception {
        String xml = """
                <configuration>
                  %s
                  <appender name='ASYNC' class='ch.qos.logback.classic.AsyncAppender'>
                    <discardingThreshold>0</discardingThreshold>
                    <maxFlushTime>1</maxFlushTime>
                    <appender-ref ref='AZURE'/>
                  </appender>
                  <root level='INFO'><appender-ref ref='ASYNC'/></root>
                </configuration>
                """.formatted(Application.appender("AZURE", azure, "linger=60s", "shutdownTimeout=60s")
                .replace("</appender>", "<filter class='" + TakingItsTime.class.getName() + "'/></appender>"));
        try (Application application = Application.configured(xml)) {
            log(application);
            application.context().stop();

            assertThat(azure.awaitRowCount(STREAM, EVENTS, LONG)).isEqualTo(EVENTS);
            await().atMost(LONG).until(() -> pipelineThreads().isEmpty());
        }
    }

    /** So that the queue in front is not empty when the context is stopped. */
    public static final class TakingItsTime extends Filter<ILoggingEvent> {
        @Override
        public FilterReply decide(ILoggingEvent event) {
            LockSupport.parkNanos(2_000_000);
            return FilterReply.NEUTRAL;
        }
    }

    @Test
    void anAppenderOfEachKeyGoesWithItsContext(LogsEmulator azure) {
        String xml = """
                <configuration>
                  <appender name='SIFT' class='ch.qos.logback.classic.sift.SiftingAppender'>
                    <discriminator>
                      <key>tenant</key>
                      <defaultValue>none</defaultValue>
                    </discriminator>
                    <sift>%s</sift>
                  </appender>
                  <root level='INFO'><appender-ref ref='SIFT'/></root>
                </configuration>
                """.formatted(
                        Application.appender("AZURE", azure, "linger=60s", "shutdownTimeout=60s", "appName=${tenant}"));
        try (Application application = Application.configured(xml)) {
            for (int i = 0; i < EVENTS; i++) {
                org.slf4j.MDC.put("tenant", "tenant" + i % 5);
                application.logger("a").info("event {}", i);
            }
            org.slf4j.MDC.remove("tenant");
            application.context().stop();

            assertThat(azure.rowCount(STREAM)).isEqualTo(EVENTS);
            assertThat(new TreeSet<>(Application.column(azure, "AppName")))
                    .containsExactly("tenant0", "tenant1", "tenant2", "tenant3", "tenant4");
            assertThat(pipelineThreads()).isEmpty();
        }
    }

    @Test
    void aDetachedAppenderEndsWithItsContext(LogsEmulator azure) throws Exception {
        try (Application application = slow(azure)) {
            log(application);
            application.root().detachAppender("AZURE");
            application.context().stop();

            assertThat(azure.awaitRowCount(STREAM, EVENTS, LONG)).isEqualTo(EVENTS);
            await().atMost(LONG).until(() -> pipelineThreads().isEmpty());
        }
    }

    @Test
    void theEndOfOneContextLeavesTheAppenderOfAnotherOneAlone(LogsEmulator azure) throws Exception {
        try (Application application = slow(azure);
                Application other = Application.configured(Files.readString(directory.resolve("logback.xml")))) {
            log(application);
            application.context().stop();
            assertThat(pipelineThreads()).as("of the other context").hasSize(2);
            log(other);
            other.context().stop();

            assertThat(azure.rowCount(STREAM)).isEqualTo(2L * EVENTS);
            assertThat(pipelineThreads()).isEmpty();
        }
    }

    @Test
    void fiftyResetsLeaveNothingBehind(LogsEmulator azure) throws Exception {
        try (LogsEmulator other = LogsEmulator.builder().requireToken(false).start()) {
            var context = new LoggerContext();
            var gone = new ArrayList<WeakReference<Object>>();
            String[] files = {
                Application.configuration(Application.appender("AZURE", azure, "linger=60s")),
                Application.configuration(
                        Application.appender("AZURE", azure, "linger=60s", "columns=Message = message")),
                Application.configuration(Application.appender("AZURE", other, "linger=60s"))
            };
            for (int i = 0; i < 50; i++) {
                context.reset();
                configure(context, Files.writeString(directory.resolve("logback.xml"), files[i % files.length]));
                var appender = (AzureMonitorAppender) context.getLogger("ROOT").getAppender("AZURE");
                context.getLogger("a").info("event {}", i);
                gone.add(new WeakReference<>(appender));
                assertThat(context.getCopyOfListenerList()).hasSize(1);
            }
            // Logback keeps some hundred statuses, and each knows who said it.
            context.getStatusManager().clear();
            await().atMost(LONG).untilAsserted(() -> {
                System.gc();
                assertThat(gone.stream().filter(reference -> reference.get() != null))
                        .as("appenders of earlier configurations that somebody holds")
                        .hasSizeLessThan(5);
            });
            context.stop();
            assertThat(azure.rowCount(STREAM) + other.rowCount(STREAM)).isEqualTo(50);
            await().atMost(LONG).until(() -> threads("azure-monitor-.*-closer").isEmpty());
        }
    }

    private Application slow(LogsEmulator azure) throws Exception {
        azure.faults().always(Fault.delay(Duration.ofMillis(300)));
        Path file = Files.writeString(
                directory.resolve("logback.xml"),
                Application.configuration(Application.appender("AZURE", azure, "linger=60s", "shutdownTimeout=60s"))
                        .replace("<configuration>", "<configuration scan='true' scanPeriod='50 milliseconds'>"));
        Application application = Application.configured("<configuration/>");
        configure(application, file);
        return application;
    }

    /** Another file, which Logback does not watch. */
    private static Path changed(Path file, String part, String other) throws Exception {
        String text = Files.readString(file).replace("scan='true'", "").replace(part, other);
        return Files.writeString(file.resolveSibling("changed.xml"), text);
    }

    private static void configure(Application application, Path file) throws Exception {
        application.listen();
        configure(application.context(), file);
        application.rememberAppenders();
    }

    private static void configure(LoggerContext context, Path file) throws Exception {
        var joran = new JoranConfigurator();
        joran.setContext(context);
        joran.doConfigure(file.toFile());
    }

    /** Lets Logback see that the file has changed, and waits until it has taken it. */
    private static void scan(Application application, Path file, String text) throws Exception {
        AzureMonitorAppender before = application.appender();
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
        await().atMost(LONG).untilAsserted(() -> {
            application.rememberAppenders();
            assertThat(application.appender()).as("%s", application.statuses()).isNotSameAs(before);
            assertThat(application.appender().isStarted()).isTrue();
            assertThat(application.root().getAppender("AZURE")).isSameAs(application.appender());
        });
    }

    private static void log(Application application) {
        for (int i = 0; i < EVENTS; i++) {
            application.logger("a").info("event {}", i);
        }
    }

    private static Set<String> pipelineThreads() {
        return threads("azure-monitor-\\d+-(flusher|courier)");
    }

    private static Set<String> threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(thread -> thread.matches(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
