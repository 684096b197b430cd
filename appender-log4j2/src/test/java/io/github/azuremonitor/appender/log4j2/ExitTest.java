package io.github.azuremonitor.appender.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.emulator.rows.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The last lines of an application that just ends, with the system properties that Log4j2 reads once per JVM. In the short
 * form each runs beside the version of Log4j2 that its tag names, and in the thorough one beside both.
 */
class ExitTest {
    private static final String ROOT = "<Root level='ALL'><AppenderRef ref='AZURE'/></Root>";

    @TempDir
    Path directory;

    @Test
    @Tag("newest")
    void nothingIsLostWhenMainReturns() throws Exception {
        assertAllArriveFrom("return", "", List.of());
    }

    @Test
    @Tag("oldest")
    void nothingIsLostByAnExitFromWithin() throws Exception {
        assertAllArriveFrom("exit", "", List.of());
    }

    /** Both in the thorough form. */
    static Stream<String> shutdowns() {
        return Boolean.getBoolean("thorough") ? Stream.of("shutdown", "shutdownAll") : Stream.of("shutdown");
    }

    /** Log4j2 gives its appenders 50 ms, in which a cold JVM has not even loaded an HTTP client; then no hook runs. */
    @ParameterizedTest
    @MethodSource("shutdowns")
    @Tag("newest")
    void nothingIsLostByTheShutdownOfTheLogManager(String ending) throws Exception {
        assertAllArriveFrom(ending, "", List.of());
    }

    @Test
    @Tag("oldest")
    void nothingIsLostWhereLog4jHasNoShutdownHook() throws Exception {
        assertAllArriveFrom("exit", " shutdownHook='disable'", List.of());
    }

    /** Log4j2 does not use its hook in what it takes for a web application either; both in the thorough form. */
    static Stream<String> withoutHook() {
        return Boolean.getBoolean("thorough")
                ? Stream.of("-Dlog4j2.shutdownHookEnabled=false", "-Dlog4j2.isWebapp=true")
                : Stream.of("-Dlog4j2.isWebapp=true");
    }

    @ParameterizedTest
    @MethodSource("withoutHook")
    @Tag("oldest")
    void whatAzureDoesNotTakeIsOnDiskWhereLog4jDoesNotUseItsHook(String option) throws Exception {
        try (Log4jRun run = Log4jRun.in(directory, "unused")) {
            run.azure.stop();
            Path spool = directory.resolve("spool");
            // All of it is waited for; a cold JVM on a busy machine takes seconds until it has written anything.
            String appender = run.appender("linger='60s' shutdownTimeout='6s' spoolDirectory='" + spool + "'")
                    .replace("durability='memory'", "durability='spool'");
            Path configuration = Files.writeString(
                    directory.resolve("log4j2.xml"), run.xml(appender, ROOT).replace("status='OFF'", "status='WARN'"));

            ChildJvm child = ChildJvm.run("exit", configuration, Map.of(), List.of(option));

            assertThat(child.exitCode()).as(child.output()).isZero();
            try (Stream<Path> files = Files.walk(spool)) {
                assertThat(files.map(Path::toString)).as(child.output()).anyMatch(file -> file.endsWith(".batch"));
            }
        }
    }

    /** In the short form the tests of the capture show it. */
    @Test
    @Tag("oldest")
    @EnabledIfSystemProperty(named = "thorough", matches = "true")
    void nothingIsLostWithoutReusedEvents() throws Exception {
        assertAllArriveFrom("exit", "", List.of("-Dlog4j2.enable.threadlocals=false"));
    }

    @Test
    @Tag("async-logger")
    void nothingIsLostWhenEveryLoggerIsAsynchronous() throws Exception {
        assertAllArriveFrom(
                "exit",
                "",
                List.of("-Dlog4j2.contextSelector=org.apache.logging.log4j.core.async.AsyncLoggerContextSelector"));
    }

    private void assertAllArriveFrom(String ending, String configurationAttributes, List<String> options)
            throws Exception {
        try (Log4jRun run = Log4jRun.in(directory, "unused")) {
            Path configuration = directory.resolve("log4j2.xml");
            Files.writeString(
                    configuration,
                    // However long a cold JVM takes for its first request on a busy machine; a loss would be told.
                    run.xml(run.appender("linger='60s' shutdownTimeout='60s'"), ROOT)
                            .replace("<Configuration", "<Configuration" + configurationAttributes)
                            .replace("status='OFF'", "status='WARN'"));
            ChildJvm child = ChildJvm.run(ending, configuration, Map.of(), options);
            assertThat(child.output()).isEmpty();
            assertThat(child.exitCode()).isZero();

            var seen = new HashSet<String>();
            for (Row row : run.rows(ExitingApplication.EVENTS)) {
                assertThat(row.text("Message"))
                        .isEqualTo("event " + row.get("Properties").get("n").textValue());
                seen.add(row.text("Message"));
            }
            assertThat(seen).hasSize(ExitingApplication.EVENTS);
        }
    }
}
