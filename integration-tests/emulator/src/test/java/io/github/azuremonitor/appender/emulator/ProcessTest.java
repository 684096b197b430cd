package io.github.azuremonitor.appender.emulator;

import static io.github.azuremonitor.appender.emulator.Client.STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The emulator as a process of its own, as the command line starts it. */
class ProcessTest {
    private static final Duration START = Duration.ofSeconds(60);
    private static final String QUIET = "quiet";

    @TempDir
    private Path dir;

    private Process process;
    private Map<String, String> environment;

    @BeforeEach
    void start(TestInfo test) throws Exception {
        Path ready = dir.resolve("emulator.env");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--http-port=0",
                "--https-port=0",
                "--tls-dir=" + dir.resolve("tls"),
                "--count-by=Seq",
                "--container-env-file=" + dir.resolve("container.env"),
                "--env-file=" + ready));
        command.addAll(
                1,
                List.of(System.getProperty("child.jvm.arguments", "-XX:+UseSerialGC")
                        .split(" ", -1)));
        if (test.getTags().contains(QUIET)) {
            command.add("--quiet");
        }
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("out.txt").toFile())
                .start();
        await().atMost(START).until(() -> Files.exists(ready) || !process.isAlive());
        environment = new HashMap<>();
        for (String line : Files.readAllLines(ready)) {
            String[] pair = line.substring("export ".length()).split("=", 2);
            environment.put(pair[0], pair[1].replace("'", ""));
        }
    }

    @AfterEach
    void kill() {
        process.destroyForcibly();
    }

    @Test
    void takesRowsWithATokenFromItsManagedIdentityAndMeetsScriptedFaults() throws Exception {
        URI endpoint = URI.create(environment.get("AZURE_MONITOR_LOGS_ENDPOINT"));
        HttpResponse<String> token = Client.send(HttpRequest.newBuilder(URI.create(environment.get("IDENTITY_ENDPOINT")
                        + "?api-version=2019-08-01&resource=https://monitor.azure.com/"))
                .header("X-IDENTITY-HEADER", environment.get("IDENTITY_HEADER")));
        HttpRequest.Builder upload = HttpRequest.newBuilder(Client.uri(
                        endpoint,
                        environment.get("AZURE_MONITOR_LOGS_DCR_IMMUTABLE_ID"),
                        environment.get("AZURE_MONITOR_LOGS_STREAM_NAME")))
                .header(
                        "Authorization",
                        "Bearer " + Client.json(token).path("access_token").asText())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("[{\"Seq\":1},{\"Seq\":1}]"));
        HttpRequest.Builder script = HttpRequest.newBuilder(endpoint.resolve("/faults?status=503&retryAfter=2"))
                .POST(HttpRequest.BodyPublishers.noBody());

        assertThat(Client.send(script).statusCode()).isEqualTo(204);
        HttpResponse<String> failed = Client.send(upload);
        assertThat(failed.statusCode()).isEqualTo(503);
        assertThat(failed.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(Client.send(upload).statusCode()).isEqualTo(204);

        assertThat(Files.readAllLines(dir.resolve("out.txt")))
                .as("a line for each request")
                .anyMatch(line -> line.matches(".* 503 .*" + STREAM + " 0 rows 21 bytes .*\\| A fault was scripted.*"))
                .anyMatch(line -> line.matches(".* 204 " + STREAM + " 2 rows 21 bytes .*"));
        JsonNode count = Client.json(Client.get(endpoint, "/rows/count?stream=" + STREAM));
        assertThat(count.path("rows").longValue()).isEqualTo(2);
        assertThat(count.path("duplicateKeys").longValue()).isEqualTo(1);
        assertThat(Client.send(script.uri(endpoint.resolve("/faults?kind=typo")))
                        .body())
                .contains("kind 'typo' is unknown");
    }

    @Test
    void makesItsCertificateForItsOwnerOnlyAndIsQuiet() throws Exception {
        assertThat(dir.resolve("tls/key-store.p12")).exists();
        assertThat(Path.of(environment.get("LOGS_EMULATOR_TRUST_STORE"))).exists();
        assertThat(Files.readString(Path.of(environment.get("LOGS_EMULATOR_CA_CERTIFICATE"))))
                .startsWith("-----BEGIN CERTIFICATE-----");
        if (Files.getFileStore(dir).supportsFileAttributeView("posix")) {
            assertThat(Files.getPosixFilePermissions(dir.resolve("tls/key-store.p12")))
                    .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        }
        assertThat(Files.readString(dir.resolve("out.txt")))
                .startsWith("Azure Monitor Logs emulator")
                .doesNotContain("SLF4J")
                .doesNotContain("jetty");
    }

    @Test
    void tellsAnotherContainerWhereItIsInAFormThatDockerReads() throws Exception {
        assertThat(Files.readString(dir.resolve("container.env")))
                .contains("AZURE_MONITOR_LOGS_ENDPOINT=" + environment.get("LOGS_EMULATOR_HTTPS_ENDPOINT") + "\n")
                .contains("AZURE_MONITOR_LOGS_TRUSTED_HOSTS=localhost\n")
                .contains("IDENTITY_HEADER=" + environment.get("IDENTITY_HEADER") + "\n")
                .doesNotContain("export")
                .doesNotContain("'");
    }

    @Test
    @Tag(QUIET)
    void endsWhenItIsAskedToAndHasSaidNothingOfRequestsIfItIsToBeQuiet() throws Exception {
        HttpResponse<String> refused = Client.send(HttpRequest.newBuilder(
                        Client.uri(URI.create(environment.get("AZURE_MONITOR_LOGS_ENDPOINT")), "dcr-none", STREAM))
                .timeout(Client.PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString("[{}]")));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(Files.readString(dir.resolve("out.txt")))
                .startsWith("Azure Monitor Logs emulator")
                .doesNotContain("MissingToken");
        process.destroy();

        assertThat(process.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(dir.resolve("emulator.env"))
                .as("it tells that the emulator is ready")
                .doesNotExist();
    }
}
