package io.github.azuremonitor.appender.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.emulator.fault.FaultWord;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** A mistake on the command line is told in one line that names the option and the fix; the exit code is 2. */
@Timeout(120) // a mistake that is not seen starts an emulator, which runs until it is killed
class CommandLineTest {
    private static final String ONE_STREAM =
            "{\"properties\":{\"streamDeclarations\":{\"Custom-A\":{\"columns\":[{\"name\":\"A\",\"type\":\"string\"}]}}}}";

    @TempDir
    private Path dir;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "--htpp-port=1                  | --htpp-port     | did you mean --http-port",
                "--colour=red                   | --colour        | --help lists all options",
                "serve                          | serve           | --help lists all options",
                "--http-port=x                  | --http-port     | 0 for any free one",
                "--http-port=70000              | --http-port     | from 1 to 65535",
                "--https-port=-1                | --https-port    | from 1 to 65535",
                "--http-port=9 --https-port=9   | --https-port    | give it another one",
                "--http-port                    | --http-port     | Missing required parameter",
                "--http-port=1 --http-port=2    | --http-port     | only once",
                "--bind=198.51.100.1            | --bind          | 0.0.0.0 all its addresses",
                "--bind=no.such.host.invalid    | --bind          | 0.0.0.0 all its addresses",
                "--row-memory=0                 | --row-memory    | from 1 to",
                "--requests=many                | --requests      | from 1 to",
                "--mode=strikt                  | --mode          | strict or lenient",
                "--host=logs                    | --host          | needs --tls-dir",
                "--host=127.0.0.1 --no-https    | --host          | no host name",
                "--client-secret=               | --client-secret | leave it out",
                "--dcr=DIR/none.json            | --dcr           | none.json does not exist",
                "--dcr=DIR                      | --dcr           | directory",
            })
    void aMistakeIsOneLine(String options, String option, String fix) {
        assertThat(refusal(options.replace("DIR", dir.toString()).split(" +")))
                .contains(option)
                .contains(fix);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "                                                           | holds no rule with streamDeclarations",
                "{'properties':                                             | is not JSON",
                "no rule                                                    | is not JSON",
                "[]                                                         | az monitor data-collection rule show",
                "{'resources':[]}                                           | az monitor data-collection rule show",
                "{'streamDeclarations':{}}                                  | declare no stream",
                "{'streamDeclarations':{'Custom-A':{}}}                     | stream Custom-A: it has no columns",
                "{'streamDeclarations':{'Custom-A':{'columns':[{'type':'int'}]}}}          | has no name",
                "{'streamDeclarations':{'Custom-A':{'columns':[{'name':'I'}]}}}            | column I: '' is no column type",
                "{'streamDeclarations':{'Custom-A':{'columns':[{'name':'I','type':'guid'}]}}} | is sent as string",
            })
    void aBadRuleIsOneLine(String rule, String fix) throws IOException {
        Path file = dir.resolve("rule.json");
        Files.writeString(file, rule == null ? "" : rule.replace('\'', '"'));

        assertThat(refusal("--dcr=" + file))
                .contains("--dcr")
                .contains("rule.json")
                .contains(fix);
    }

    @Test
    void rulesWithOneIdAreToldApartByTheirUser() throws IOException {
        Path file = dir.resolve("rule.json");
        Files.writeString(file, ONE_STREAM.replace("{\"properties\":{", "{\"properties\":{\"immutableId\":\"dcr-7\","));

        assertThat(refusal("--no-https", "--http-port=0", "--dcr=" + file, "--dcr=" + file))
                .contains("--dcr")
                .contains("two rules have the immutable id dcr-7");
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(other.getLocalPort());

            assertThat(refusal("--no-https", "--http-port=" + port))
                    .contains("--http-port " + port)
                    .contains("choose another port");
            assertThat(refusal("--http-port=0", "--https-port=" + port))
                    .contains("--https-port " + port)
                    .contains("choose another port");
        }
    }

    @Test
    void filesThatCannotBeWrittenAreNamedBeforeAnythingListens() throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "");
        for (String option : List.of("--env-file", "--container-env-file")) {
            assertThat(refusal(option + "=" + dir.resolve("none/emulator.env")))
                    .contains(option)
                    .contains("none")
                    .contains("does not exist");
            assertThat(refusal(option + "=" + file.resolve("emulator.env"))).contains(option);
            assertThat(refusal(option + "=" + dir)).contains(option).contains("is no regular file");
        }
        assertThat(refusal("--tls-dir=" + file))
                .contains("--tls-dir")
                .contains("is no directory")
                .contains("--no-https");
    }

    @Test
    void aSpoiledCertificateIsNamed() throws IOException {
        for (String name : List.of("key-store.p12", "trust-store.p12", "certificate.pem")) {
            Files.writeString(dir.resolve(name), "spoiled");
        }

        assertThat(refusal("--http-port=0", "--https-port=0", "--tls-dir=" + dir))
                .contains("--tls-dir")
                .contains("trust-store.p12")
                .contains("delete it");
    }

    @Test
    void anOldEnvironmentFileDoesNotTellThatAStartThatFailedIsReady() throws IOException {
        Path old = Files.writeString(dir.resolve("emulator.env"), "export AZURE_MONITOR_LOGS_ENDPOINT='http://old'\n");

        refusal("--env-file=" + old, "--dcr=" + dir.resolve("none.json"));

        assertThat(old).doesNotExist();
    }

    @Test
    void aHealthCheckTellsWhetherAnEmulatorIsReady() {
        LogsEmulator emulator = LogsEmulator.builder().start();
        String port = "--http-port=" + emulator.httpEndpoint().getPort();

        assertThat(Main.command().execute("--health", port)).isZero();
        emulator.close();
        assertThat(Main.command().execute("--health", port)).isEqualTo(1);
    }

    @Test
    void whatAnAddressForOthersOpensIsSaidAtTheStart() {
        String opened = "who reaches this address can read the rows, get tokens and arm faults";
        try (LogsEmulator local = LogsEmulator.builder().start();
                LogsEmulator open =
                        LogsEmulator.builder().bindAddress("0.0.0.0").start()) {
            assertThat(new Environment(local, false).description()).doesNotContain(opened);
            assertThat(new Environment(open, false).description()).contains(opened);
        }
    }

    @Test
    void helpNamesTheFaultsThatCanBeScripted() {
        StringWriter out = new StringWriter();
        CommandLine command = Main.command().setOut(new PrintWriter(out));

        assertThat(command.execute("--help")).isZero();

        for (FaultWord fault : FaultWord.values()) {
            assertThat(out.toString()).contains("  " + fault.word() + " ").contains(fault.description());
        }
    }

    @Test
    void thePageNamesTheFaultsThatCanBeScripted() throws IOException {
        String page = Files.readString(Path.of("README.md"), StandardCharsets.UTF_8);
        for (FaultWord fault : FaultWord.values()) {
            assertThat(page).contains("| `" + fault.word() + "` | " + fault.description() + " |");
        }
    }

    /** The one line that is said. */
    private static String refusal(String... options) {
        StringWriter said = new StringWriter();
        CommandLine command = Main.command().setErr(new PrintWriter(said)).setOut(new PrintWriter(new StringWriter()));

        int code = command.execute(options);

        List<String> lines = new ArrayList<>(said.toString().lines().toList());
        assertThat(lines).as("what is said to %s", String.join(" ", options)).hasSize(1);
        assertThat(lines.get(0))
                .startsWith("logs-emulator: ")
                .doesNotContain("Exception")
                .doesNotContain("@");
        assertThat(code).as(lines.get(0)).isEqualTo(2);
        return lines.get(0);
    }
}
