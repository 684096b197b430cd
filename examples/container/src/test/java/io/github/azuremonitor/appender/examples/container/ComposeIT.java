package io.github.azuremonitor.appender.examples.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code docker compose up}: the service of compose.yaml has rows in the emulator of compose.yaml. */
@NeedsDocker
class ComposeIT {
    /** Another build may run beside this one. */
    private static final String PROJECT =
            "azure-monitor-appender-test-" + ProcessHandle.current().pid();

    private static final List<List<String>> COMMANDS = List.of(List.of("docker", "compose"), List.of("docker-compose"));

    private List<String> compose = List.of();

    @BeforeEach
    void find() throws Exception {
        for (List<String> command : COMMANDS) {
            if (compose.isEmpty() && answers(command)) {
                compose = command;
            }
        }
        Assumptions.assumeFalse(compose.isEmpty(), "there is neither docker compose nor docker-compose");
    }

    @AfterEach
    void remove() throws Exception {
        if (!compose.isEmpty()) {
            run("down", "--volumes", "--rmi", "local");
        }
    }

    @Test
    void theServiceShipsIntoTheEmulatorBesideIt() throws Exception {
        run("up", "--build", "--detach");

        URI emulator =
                URI.create("http://" + run("port", "logs-emulator", "8088").strip());
        URI orders = URI.create("http://" + run("port", "orders", "8080").strip());
        await().atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(() -> send("POST", orders.resolve("/orders?count=3")).statusCode() == 200);
        await("rows; the containers said " + run("logs"))
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(send("GET", emulator.resolve("/rows?stream=Custom-JavaLogs_CL"))
                                .body())
                        .contains("\"Message\":\"order 3 created\"")
                        .contains("\"AppName\":\"orders\""));
    }

    private static HttpResponse<String> send(String method, URI address) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(30))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static boolean answers(List<String> command) throws InterruptedException {
        List<String> version = new ArrayList<>(command);
        version.add("version");
        try {
            return new ProcessBuilder(version)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private String run(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(compose);
        command.addAll(List.of("--project-name", PROJECT, "--file", "compose.yaml"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA", Images.java());
        builder.environment().put("EMULATOR_PORT", "0"); // any that is free
        builder.environment().put("ORDERS_PORT", "0");
        builder.environment().put("ORDERS_PER_SECOND", "0");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
        return said;
    }
}
