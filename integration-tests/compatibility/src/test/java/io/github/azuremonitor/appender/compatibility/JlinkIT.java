package io.github.azuremonitor.appender.compatibility;

import static io.github.azuremonitor.appender.compatibility.Program.APPENDERS;
import static io.github.azuremonitor.appender.compatibility.Program.BESIDE;
import static io.github.azuremonitor.appender.compatibility.Program.CLASSES;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.LogsEmulatorExtension;
import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The modules that docs/containers.md names are enough for each framework, with a token of azure-identity. */
class JlinkIT {
    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR = LogsEmulatorExtension.of(LogsEmulator.builder());

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aRuntimeOfTheModulesOnThePageShips(String framework, String modules, LogsEmulator azure) throws Exception {
        Path runtime = directory.resolve("runtime");
        var said = new StringWriter();
        int result = ToolProvider.findFirst("jlink")
                .orElseThrow()
                .run(
                        new PrintWriter(said),
                        new PrintWriter(said),
                        "--add-modules",
                        modules,
                        "--output",
                        runtime.toString());
        assertThat(result).as(said.toString()).isZero();

        boolean logback = framework.startsWith("logback");
        new Program(runtime.resolve("bin/java"))
                .with(CLASSES)
                .with(BESIDE.resolve(framework))
                .with(APPENDERS)
                .shippingTo(azure)
                .option(
                        logback
                                ? "-Dlogback.configurationFile=compatibility-logback.xml"
                                : "-Dlog4j2.configurationFile=compatibility-log4j2.xml")
                .run(logback ? LogbackProgram.class.getName() : Log4j2Program.class.getName(), "10");

        assertThat(azure.rows(DcrDefinition.STANDARD_STREAM))
                .extracting(row -> row.text("Message"))
                .contains("event 1", "event 10");
    }

    static Stream<Arguments> aRuntimeOfTheModulesOnThePageShips() {
        List<String> lists = Snippets.read(Snippets.ROOT.resolve("docs/containers.md"))
                .lines()
                .filter(line -> line.startsWith("java.base,"))
                .toList();
        assertThat(lists).as("one list for Logback, one for Log4j2").hasSize(2);
        var logback = Arguments.of("logback-1.6.6", lists.get(0));
        var log4j2 = Arguments.of("log4j-2.26.1", lists.get(1));
        // Log4j2 needs what Logback needs and more: one image is enough for the short form.
        return Boolean.getBoolean("thorough") ? Stream.of(logback, log4j2) : Stream.of(log4j2);
    }
}
