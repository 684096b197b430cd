package io.github.azuremonitor.appender.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.emulator.fault.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.filter.AbstractFilter;
import org.apache.logging.log4j.core.impl.ContextAnchor;
import org.apache.logging.log4j.core.impl.Log4jContextFactory;
import org.apache.logging.log4j.core.jmx.LoggerContextAdmin;
import org.apache.logging.log4j.core.selector.BasicContextSelector;
import org.apache.logging.log4j.core.selector.ClassLoaderContextSelector;
import org.apache.logging.log4j.core.selector.ContextSelector;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Log4j2 is stopped in many ways, and gives its appenders 50 ms in some of them; Azure answers after 300 ms here. What was
 * logged before is there when the stop returns, or when the context that was configured anew is stopped.
 */
@Tag("newest")
class EveryWayToStopDeliversTest {
    private static final String ROOT = "<Root level='ALL'><AppenderRef ref='AZURE'/></Root>";
    private static final int EVENTS = 100;

    @TempDir
    Path directory;

    /** Ends the logging of a context. */
    @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
    enum Stop {
        LOG_MANAGER_SHUTDOWN_OF_THE_CONTEXT(run -> LogManager.shutdown(run.context())),
        LOG_MANAGER_SHUTDOWN_OF_THE_CURRENT_CONTEXT(run -> {
            ContextAnchor.THREAD_CONTEXT.set(run.context());
            try {
                LogManager.shutdown(true);
            } finally {
                ContextAnchor.THREAD_CONTEXT.remove();
            }
        }),
        CONFIGURATOR_SHUTDOWN(run -> Configurator.shutdown(run.context())),
        CONFIGURATOR_SHUTDOWN_AT_ONCE(run -> Configurator.shutdown(run.context(), 0, TimeUnit.SECONDS)),
        CONFIGURATOR_SHUTDOWN_IN_50_MS(run -> Configurator.shutdown(run.context(), 50, TimeUnit.MILLISECONDS)),
        CONFIGURATOR_SHUTDOWN_IN_DAYS(run -> Configurator.shutdown(run.context(), Long.MAX_VALUE, TimeUnit.DAYS)),
        CONTEXT_STOP(run -> run.context().stop()),
        CONTEXT_STOP_AT_ONCE(run -> run.context().stop(0, TimeUnit.SECONDS)),
        CONTEXT_STOP_IN_1_MS(run -> run.context().stop(1, TimeUnit.MILLISECONDS)),
        CONTEXT_CLOSE(run -> run.context().close()),
        CONTEXT_TERMINATE(run -> run.context().terminate()),
        APPENDER_STOP(run -> run.appender().stop()),
        APPENDER_STOP_IN_1_MS(run -> run.appender().stop(1, TimeUnit.MILLISECONDS)),
        INTERRUPTED(run -> {
            Thread.currentThread().interrupt();
            run.context().stop(1, TimeUnit.MILLISECONDS);
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
        RECONFIGURE(run -> run.context().reconfigure()),
        CHANGE_OF_A_MONITORED_FILE(run -> run.context().onChange(run.reconfigurable())),
        SET_CONFIGURATION(run -> run.context().setConfiguration(run.sameAgain())),
        START_WITH_A_CONFIGURATION(run -> run.context().start(run.sameAgain())),
        SET_CONFIG_LOCATION(run -> run.context().setConfigLocation(run.secondFile())),
        JMX_SETS_THE_TEXT(run -> new LoggerContextAdmin(run.context(), Runnable::run)
                .setConfigText(Files.readString(run.file()), "UTF-8")),
        JMX_SETS_THE_PLACE(run -> new LoggerContextAdmin(run.context(), Runnable::run)
                .setConfigLocationUri(run.secondFile().toString())),
        STOP_AND_START(run -> {
            run.context().stop(50, TimeUnit.MILLISECONDS);
            run.context().start(run.sameAgain());
        }),
        APPENDER_STOP_AND_START(run -> {
            run.appender().stop(50, TimeUnit.MILLISECONDS);
            run.appender().start();
        }),
        INITIALIZE_TWICE(run -> {
            run.context().start();
            run.context().start();
        }),
        LEVELS(run -> {
            run.context().getConfiguration().getRootLogger().setLevel(Level.INFO);
            run.context().updateLoggers();
        }),
        A_BROKEN_FILE_AND_THE_RIGHT_ONE(run -> {
            String right = Files.readString(run.file());
            run.reconfigure("<Configuration><Appenders>");
            run.reconfigure(right);
        }),
        WRONG_SETTINGS_AND_RIGHT_ONES(run -> {
            String right = Files.readString(run.file());
            run.reconfigure(right.replace("linger='", "linger='1"));
            run.reconfigure(right.replace("linger='", "lingr='"));
            run.reconfigure(right);
        }),
        OTHER_SETTINGS(
                run -> run.reconfigure(Files.readString(run.file()).replace("linger='", "maxInFlight='2' linger='"))),
        REMOVED_AND_BACK(run -> {
            String right = Files.readString(run.file());
            run.reconfigure(run.xml("", "<Root level='ALL'/>"));
            run.reconfigure(right);
        });

        private final Way way;

        Again(Way way) {
            this.way = way;
        }
    }

    /** Calls that say not which context they mean: that of the caller's class. Each of them lets it go on. */
    @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
    enum OfTheCaller {
        RECONFIGURE(run -> Configurator.reconfigure()),
        RECONFIGURE_FROM_A_FILE(run -> Configurator.reconfigure(run.secondFile())),
        RECONFIGURE_WITH_A_CONFIGURATION(run -> Configurator.reconfigure(run.sameAgain())),
        INITIALIZE_FROM_A_FILE(run -> Configurator.initialize(
                "again", OfTheCaller.class.getClassLoader(), run.secondFile().toString())),
        INITIALIZE_WITH_A_CONFIGURATION(run -> Configurator.initialize(run.sameAgain())),
        SET_LEVEL(run -> Configurator.setLevel("a", Level.INFO)),
        SET_ALL_LEVELS(run -> Configurator.setAllLevels("a", Level.INFO)),
        SET_ROOT_LEVEL(run -> Configurator.setRootLevel(Level.INFO)),
        // Without a context of the thread Log4j2 finds nothing to stop.
        LOG_MANAGER_SHUTDOWN_OF_NO_CURRENT_CONTEXT(run -> LogManager.shutdown(true));

        private final Way way;

        OfTheCaller(Way way) {
            this.way = way;
        }
    }

    /** What is done to a run. */
    interface Way {
        void take(Log4jRun run) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void whatWasLoggedIsThereWhenTheStopReturns(Stop stop) throws Exception {
        try (Log4jRun run = slow("", ROOT)) {
            log(run);
            stop.way.take(run);

            assertThat(run.azure.rowCount(Log4jRun.STREAM))
                    .as(run.statuses.toString())
                    .isEqualTo(EVENTS);
            assertThat(run.statuses.ours(Level.INFO))
                    .contains("stopped: 100 events offered, 100 accepted, 0 left waiting, 0 dropped");
            assertThat(pipelineThreads()).isEmpty();
        }
    }

    /** But for an appender that is stopped alone, behind a queue that nobody stops. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "APPENDER.*")
    void whatWasLoggedBehindAnAsynchronousAppenderIsThereToo(Stop stop) throws Exception {
        try (Log4jRun run = slow(
                "<Async name='ASYNC' bufferSize='256'><AppenderRef ref='AZURE'/></Async>",
                "<Root level='ALL'><AppenderRef ref='ASYNC'/></Root>")) {
            run.appender().addFilter(new TakingItsTime());
            log(run);
            stop.way.take(run);

            assertThat(run.azure.rowCount(Log4jRun.STREAM))
                    .as(run.statuses.toString())
                    .isEqualTo(EVENTS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void loggingGoesOnAndNothingIsLost(Again again) throws Exception {
        try (Log4jRun run = slow("", ROOT)) {
            log(run);
            again.way.take(run);
            log(run);
            run.context().stop(50, TimeUnit.MILLISECONDS);

            assertThat(run.azure.rowCount(Log4jRun.STREAM))
                    .as(run.statuses.toString())
                    .isEqualTo(2L * EVENTS);
            assertThat(pipelineThreads()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void loggingGoesOnInTheContextOfTheCallerAndNothingIsLost(OfTheCaller call) throws Exception {
        try (Log4jRun run = Log4jRun.in(directory, "log4j2.xml")) {
            run.azure.faults().always(Fault.delay(Duration.ofMillis(300)));
            run.startForTheCaller(run.xml(run.appender("linger='60s' shutdownTimeout='60s'"), ROOT));
            logAs(LogManager.getLogger("a"));
            call.way.take(run);
            assertThat(LogManager.getContext(false)).isSameAs(run.context());
            logAs(LogManager.getLogger("a"));
            Configurator.shutdown(run.context());

            assertThat(run.azure.rowCount(Log4jRun.STREAM))
                    .as(run.statuses.toString())
                    .isEqualTo(2L * EVENTS);
            assertThat(pipelineThreads()).isEmpty();
        }
    }

    /** What {@code LogManager.shutdown()} calls, for each way in which Log4j2 finds its contexts. */
    @ParameterizedTest
    @EnumSource
    void theShutdownOfTheLogManagerDeliversFromEachContext(Selector selector) throws Exception {
        try (Log4jRun run = Log4jRun.in(directory, "log4j2.xml")) {
            run.azure.faults().always(Fault.delay(Duration.ofMillis(300)));
            Files.writeString(run.file(), run.xml(run.appender("linger='60s' shutdownTimeout='60s'"), ROOT));
            var factory = new Log4jContextFactory(selector.selector);
            ClassLoader loader = getClass().getClassLoader();
            LoggerContext context = factory.getContext("test", loader, null, false, run.sameAgain());
            for (int i = 0; i < EVENTS; i++) {
                context.getLogger("a").info("event {}", i);
            }
            factory.shutdown("test", loader, false, selector == Selector.BY_CLASS_LOADER);

            assertThat(run.azure.rowCount(Log4jRun.STREAM))
                    .as(run.statuses.toString())
                    .isEqualTo(EVENTS);
            assertThat(pipelineThreads()).isEmpty();
        }
    }

    /** How Log4j2 finds the context of a logger. */
    @SuppressWarnings("ImmutableEnumChecker") // each factory of the test is the only one that uses it
    enum Selector {
        BY_CLASS_LOADER(new ClassLoaderContextSelector()),
        ONE_FOR_ALL(new BasicContextSelector());

        private final ContextSelector selector;

        Selector(ContextSelector selector) {
            this.selector = selector;
        }
    }

    @Test
    void theEndOfOneContextLeavesTheAppenderOfAnotherOneAlone() throws Exception {
        try (Log4jRun run = slow("", ROOT);
                var other = new LoggerContext("other", null, run.file().toUri())) {
            other.start();
            log(run);
            run.context().stop(50, TimeUnit.MILLISECONDS);
            assertThat(pipelineThreads()).as("of the other context").hasSize(2);
            for (int i = 0; i < EVENTS; i++) {
                other.getLogger("a").info("event {}", i);
            }
            other.stop(50, TimeUnit.MILLISECONDS);

            assertThat(run.azure.rowCount(Log4jRun.STREAM))
                    .as(run.statuses.toString())
                    .isEqualTo(2L * EVENTS);
            assertThat(pipelineThreads()).isEmpty();
        }
    }

    @Test
    void theEndOfTheContextDeliversWhatARemovedAppenderLeft() throws Exception {
        try (Log4jRun run = slow("", ROOT)) {
            log(run);
            run.reconfigure(run.xml("", "<Root level='ALL'/>"));
            run.context().stop(50, TimeUnit.MILLISECONDS);

            assertThat(run.azure.rowCount(Log4jRun.STREAM))
                    .as(run.statuses.toString())
                    .isEqualTo(EVENTS);
            assertThat(pipelineThreads()).isEmpty();
        }
    }

    @Test
    void fiftyConfigurationsLeaveNothingBehind() throws Exception {
        try (Log4jRun run = slow("", ROOT)) {
            for (int i = 0; i < 50; i++) {
                run.logger("a").info("event {}", i);
                run.context().reconfigure();
            }
            assertThat(run.context().getListeners()).hasSize(1);
            assertThat(pipelineThreads()).hasSize(2);
            run.context().stop();
            assertThat(run.azure.rowCount(Log4jRun.STREAM)).isEqualTo(50);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> threads("azure-monitor-.*-closer").isEmpty());
        }
    }

    /** So that the queue in front is not empty when the context is stopped. */
    private static final class TakingItsTime extends AbstractFilter {
        @Override
        public Result filter(LogEvent event) {
            LockSupport.parkNanos(2_000_000);
            return Result.NEUTRAL;
        }
    }

    private Log4jRun slow(String moreAppenders, String loggers) throws Exception {
        Log4jRun run = Log4jRun.in(directory, "log4j2.xml");
        run.azure.faults().always(Fault.delay(Duration.ofMillis(300)));
        run.start(run.xml(run.appender("linger='60s' shutdownTimeout='60s'") + moreAppenders, loggers));
        return run;
    }

    private static void log(Log4jRun run) {
        logAs(run.logger("a"));
    }

    private static void logAs(Logger logger) {
        for (int i = 0; i < EVENTS; i++) {
            logger.info("event {}", i);
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
