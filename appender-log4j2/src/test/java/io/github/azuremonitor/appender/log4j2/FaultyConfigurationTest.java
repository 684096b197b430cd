package io.github.azuremonitor.appender.log4j2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.azuremonitor.appender.emulator.fault.Fault;
import java.nio.file.Path;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.appender.AppenderLoggingException;
import org.apache.logging.log4j.core.appender.CountingNoOpAppender;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultyConfigurationTest {
    private static final String ROOT = "<Root level='ALL'><AppenderRef ref='AZURE'/></Root>";

    @TempDir
    Path directory;

    @Test
    void allFaultsStandInOneErrorAndTheApplicationGoesOn() throws Exception {
        try (Log4jRun run = Log4jRun.in(directory, "log4j2.xml")) {
            run.start(run.xml(
                    "<AzureMonitor name='AZURE' endpoint='ftp://nowhere' dcrImmutableId='dcr-1' linger='5'/>", ROOT));
            logSome(run);

            assertThat(run.statuses.ours(Level.ERROR))
                    .singleElement()
                    .asString()
                    .contains("settings are wrong or missing", "endpoint", "dcrImmutableId", "linger", "streamName");
            assertThat(run.appender().stats()).isNull();
        }
    }

    @Test
    void theNameOfAnUnknownSettingComesWithTheRightOne() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "lingr='5s' ruleId='dcr-2'")) {
            logSome(run);

            assertThat(run.statuses.ours(Level.ERROR))
                    .singleElement()
                    .asString()
                    .contains("2 settings are wrong", "did you mean linger?", "is called dcrImmutableId here");
            // Log4j2's own line about what it does not know.
            assertThat(run.statuses.all(Level.ERROR))
                    .anyMatch(line -> line.toString().contains("lingr"));
        }
    }

    @Test
    void aStrictAppenderReportsAnErrorAndTheApplicationStillStarts() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "linger='5' strict='true'")) {
            logSome(run);

            assertThat(run.statuses.ours(Level.ERROR))
                    .singleElement()
                    .asString()
                    .contains("linger");
        }
    }

    @Test
    void whoWantsExceptionsHearsThatAFaultyAppenderSendsNothing() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "linger='5' ignoreExceptions='false'")) {
            assertThatThrownBy(() -> run.logger("a").info("lost"))
                    .isInstanceOf(AppenderLoggingException.class)
                    .hasMessageContaining("AzureMonitor appender AZURE sends nothing");
            assertThat(run.statuses.ours(Level.ERROR)).hasSize(1);
        }
    }

    /** Failover turns to another appender only if the first one throws. */
    @ParameterizedTest
    @ValueSource(strings = {"linger='5'", "endpoint='${env:NO_SUCH_ENDPOINT}'", "lingr='5s'", "stopped"})
    void anAppenderThatSendsNothingFailsOverAtOnce(String attributes) throws Exception {
        try (Log4jRun run = Log4jRun.in(directory, "log4j2.xml")) {
            String appender = run.appender("ignoreExceptions='false'");
            String wrong = attributes.startsWith("endpoint")
                    ? appender.replaceFirst("endpoint='[^']*'", attributes.replace("$", "\\$"))
                    : appender.replace("/>", attributes.equals("stopped") ? "/>" : " " + attributes + "/>");
            run.start(run.xml(
                    wrong + "<CountingNoOp name='FALLBACK'/>"
                            + "<Failover name='F' primary='AZURE'><Failovers><AppenderRef ref='FALLBACK'/></Failovers></Failover>",
                    "<Root level='ALL'><AppenderRef ref='F'/></Root>"));
            if (attributes.equals("stopped")) {
                run.appender().stop();
            }
            for (int i = 0; i < 10; i++) {
                run.logger("a").info("event {}", i);
            }
            CountingNoOpAppender fallback = run.context().getConfiguration().getAppender("FALLBACK");
            assertThat(fallback.getCount()).isEqualTo(10);
        }
    }

    @Test
    void variablesThatDoNotResolveMeanThatNothingIsConfigured() throws Exception {
        try (Log4jRun run = Log4jRun.in(directory, "log4j2.xml")) {
            run.start(run.xml(
                    "<AzureMonitor name='AZURE' endpoint='${env:NO_SUCH_ENDPOINT}' dcrImmutableId='${sys:no.such.dcr}'"
                            + " streamName='Custom-JavaLogs_CL'/>",
                    ROOT));
            logSome(run);

            assertThat(run.statuses.ours())
                    .singleElement()
                    .satisfies(line -> assertThat(line.level()).isEqualTo(Level.INFO))
                    .satisfies(line ->
                            assertThat(line.text()).startsWith("Not configured").contains("endpoint, dcrImmutableId"));
            assertThat(run.statuses.all(Level.ERROR)).isEmpty();
        }
    }

    @Test
    void anEmptyValueMeansThatNothingIsConfigured() throws Exception {
        try (Log4jRun run = Log4jRun.in(directory, "log4j2.xml")) {
            run.start(run.xml(
                    "<AzureMonitor name='AZURE' endpoint='${env:NO_SUCH_ENDPOINT:-}' dcrImmutableId=''"
                            + " streamName='Custom-JavaLogs_CL'/>",
                    ROOT));
            logSome(run);

            assertThat(run.statuses.ours(Level.INFO)).singleElement().asString().startsWith("Not configured");
        }
    }

    @Test
    void aLayoutIsAnsweredWithAWarning() throws Exception {
        try (Log4jRun run = Log4jRun.in(directory, "log4j2.xml")) {
            run.start(
                    run.xml(run.appender("").replace("/>", "><PatternLayout pattern='%m %l'/></AzureMonitor>"), ROOT));
            logSome(run);

            assertThat(run.messages()).containsExactlyInAnyOrder("event 0", "event 1", "event 2");
            assertThat(run.statuses.ours(Level.WARN)).singleElement().asString().contains("layout has no effect");
            assertThat(run.appender().requiresLocation()).isFalse();
        }
    }

    @Test
    void aLastingRefusalIsAnErrorBecauseNothingLessIsShown() throws Exception {
        try (Log4jRun run = Log4jRun.plain(directory, "linger='10ms' shutdownTimeout='1s'")) {
            run.azure.faults().always(Fault.refuseRole());
            run.logger("a").info("refused");

            Awaitility.await()
                    .atMost(Log4jRun.PATIENCE)
                    .until(() -> !run.statuses.ours(Level.ERROR).isEmpty());
            List<String> errors = run.statuses.ours(Level.ERROR);
            assertThat(errors).singleElement().asString().contains("403");
        }
    }

    @Test
    void aFilterOfTheAppenderIsHeeded() throws Exception {
        try (Log4jRun run = Log4jRun.in(directory, "log4j2.xml")) {
            run.start(run.xml(run.appender("").replace("/>", "><ThresholdFilter level='WARN'/></AzureMonitor>"), ROOT));
            run.logger("a").info("filtered");
            run.logger("a").warn("shipped");

            assertThat(run.messages()).containsExactly("shipped");
        }
    }

    private static void logSome(Log4jRun run) {
        for (int i = 0; i < 3; i++) {
            run.logger("a").info("event {}", i);
        }
    }
}
