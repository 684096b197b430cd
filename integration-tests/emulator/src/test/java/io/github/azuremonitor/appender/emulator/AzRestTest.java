package io.github.azuremonitor.appender.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The Azure CLI reads rows back; it takes seconds to start, so only in the thorough form, and skipped where there is none. */
class AzRestTest {
    private static final String WORKSPACE = "/v1/workspaces/00000000-0000-0000-0000-000000000000";
    private static final Duration LIMIT = Duration.ofMinutes(3); // az may take half a minute to start on a busy machine

    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR = LogsEmulatorExtension.of(LogsEmulator.builder());

    @TempDir
    Path directory;

    @Test
    void theAzureCliReadsRowsBackByPostGetAndSearch(LogsEmulator emulator) throws Exception {
        assumeTrue(Boolean.getBoolean("thorough"), "only in the thorough form");
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "az"))),
                "there is no az on the PATH");
        Client.post(emulator, "[{\"Level\":\"INFO\",\"Seq\":1},{\"Level\":\"ERROR\",\"Seq\":2}]");
        String token = Client.json(Client.send(HttpRequest.newBuilder(URI.create(emulator.appServiceIdentityEndpoint()
                                + "?api-version=2019-08-01&resource=https://api.loganalytics.io"))
                        .header("X-IDENTITY-HEADER", emulator.identityHeader())))
                .path("access_token")
                .asText();

        assertThat(rest(
                        emulator,
                        token,
                        "--method",
                        "post",
                        "--url",
                        "/query",
                        "--body",
                        "{\"query\":\"JavaLogs_CL"
                                + " | where Level == 'ERROR' | project Seq\",\"timespan\":\"PT1H\"}"))
                .hasToString("[[2]]");
        assertThat(rest(emulator, token, "--method", "get", "--url", "/query?query=JavaLogs_CL%20%7C%20count"))
                .hasToString("[[2]]");
        assertThat(rest(
                        emulator,
                        token,
                        "--method",
                        "get",
                        "--url",
                        "/search",
                        "--url-parameters",
                        "query=JavaLogs_CL" + " | where Level == 'INFO' | project Seq"))
                .hasToString("[[1]]");
    }

    private JsonNode rest(LogsEmulator emulator, String token, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("az", "rest", "--skip-authorization-header", "--headers", "Authorization=Bearer " + token));
        for (String argument : arguments) {
            command.add(argument.startsWith("/") ? emulator.httpEndpoint() + WORKSPACE + argument : argument);
        }
        Path said = Files.createTempFile(directory, "az", ".out");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment()
                .put("AZURE_CONFIG_DIR", directory.resolve("config").toString());
        builder.environment().put("AZURE_CORE_COLLECT_TELEMETRY", "false");
        Process az = builder.start();
        try {
            assertThat(az.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as("az ends")
                    .isTrue();
        } finally {
            az.destroyForcibly();
        }
        String text = Files.readString(said, UTF_8);
        assertThat(az.exitValue()).as(text).isZero();
        return Client.JSON.readTree(text).at("/tables/0/rows");
    }
}
