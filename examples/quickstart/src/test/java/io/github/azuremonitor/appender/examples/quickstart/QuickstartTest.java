package io.github.azuremonitor.appender.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The quickstart as a reader starts it: the launcher, which starts the emulator and the process that logs. */
class QuickstartTest {
    private static final long LIMIT_SECONDS = 180;

    /** The launcher lives for seconds. */
    private static final List<String> QUICK = List.of(
            System.getProperty("child.jvm.arguments", "-XX:+UseSerialGC").split(" ", -1));

    @TempDir
    private Path dir;

    private String output;

    @Test
    void everyEventOfTheWebServiceHasItsRow() throws Exception {
        assertThat(quickstart()).as(this::output).isZero();

        assertThat(output)
                .contains("in one pipeline")
                .contains("105 events: 75 through SLF4J and Logback, 30 through Log4j2")
                .contains("105 rows, 105 different events: none missing, none twice")
                .contains("managed-identity")
                .contains("PaymentDesk")
                .contains("Caused by: java.io.IOException: No space left on device")
                .contains("… 85 more")
                .doesNotContain("WARN in");
    }

    @Test
    void everyLineOfAFileHasItsRowAndTheEmulatorStaysWithItsPageUntilTheProcessIsEnded() throws Exception {
        Path log = dir.resolve("some.log");
        try (var out = Files.newOutputStream(log)) {
            for (int i = 0; i < 1_997; i++) {
                out.write(
                        ("2026-11-20 WARN line " + i + " with {} and \"quotes\"\r\n").getBytes(StandardCharsets.UTF_8));
            }
            out.write(new byte[] {'\n', (byte) 0xff, (byte) 0xfe, '\n'});
            out.write("the last line has no end".getBytes(StandardCharsets.UTF_8));
        }

        Process process = JavaProcess.of(Quickstart.class, QUICK, List.of("--stay", "--replay", log.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            var said = new StringBuilder();
            String line = lines.readLine();
            while (line != null && !line.startsWith("Page ")) {
                said.append(line).append('\n');
                line = lines.readLine();
            }
            assertThat(said)
                    .contains("2,000 lines of")
                    .contains("2,000 offered = 2,000 accepted + 0 held + 0 dropped, in one pipeline")
                    .contains("2,000 rows, 2,000 different events: none missing, none twice");
            assertThat(line)
                    .as("the line with the page's address after\n%s", said)
                    .isNotNull()
                    .endsWith("until Ctrl+C");
            var page = URI.create(line.split(" +", -1)[1]).toURL().openConnection();
            assertThat(new String(page.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("Why rows are missing");

            process.toHandle().destroy();
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .as("it ends")
                    .isTrue();
            var gone = URI.create(line.split(" +", -1)[1]).toURL().openConnection();
            assertThatThrownBy(gone::getInputStream).isInstanceOf(ConnectException.class);
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--replya,               Unknown option",
        "--replay=no-such-file,  --replay cannot read",
        "--endpoint=https://e,   'Missing required argument(s): --dcr=ID, --stream=NAME'",
        "--megabytes=3,          --megabytes is the size of",
        "--stay --make-log=x,    --stay keeps the emulator",
        "--megabytes=many,       is not an int",
    })
    void aWrongOptionIsToldInOneLine(String argument, String expected) {
        assertThat(here(argument.split(" ", -1))).as(this::output).isEqualTo(2);

        assertThat(output.lines()).singleElement().asString().contains(expected);
    }

    @Test
    void aSampleLogHasItsSizeAndIsNotOverwritten() throws Exception {
        Path log = dir.resolve("sample.log");

        assertThat(here("--make-log", log.toString(), "--megabytes", "1")).isZero();
        assertThat(Files.size(log)).isBetween(1_000_000L, 1_001_000L);

        assertThat(here("--make-log", log.toString())).isEqualTo(2);
    }

    /** What starts no emulator needs no process of its own. */
    private int here(String... arguments) {
        var said = new StringWriter();
        var writer = new PrintWriter(said);
        int code = Quickstart.command().setOut(writer).setErr(writer).execute(arguments);
        writer.flush();
        output = said.toString();
        return code;
    }

    private int quickstart(String... arguments) throws IOException, InterruptedException {
        Path out = dir.resolve("out.txt");
        Process process = JavaProcess.of(Quickstart.class, QUICK, List.of(arguments))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            output = Files.readString(out);
            assertThat(ended).as(this::output).isTrue();
            return process.exitValue();
        } finally {
            process.destroy();
        }
    }

    private String output() {
        return output;
    }
}
