package io.github.azuremonitor.appender.emulator;

import static io.github.azuremonitor.appender.emulator.Client.STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Everything that grows has a bound, and says when it is met. */
@Timeout(180)
class BoundsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path dir;

    @Test
    void theOldestRowsMakeRoomAndAreCounted() throws Exception {
        try (LogsEmulator emulator =
                LogsEmulator.builder().mostRowBytes(64 << 10).start()) {
            for (int seq = 0; seq < 40; seq++) {
                Client.post(emulator, "[{\"Seq\":" + seq + ",\"Message\":\"" + "x".repeat(5_000) + "\"}]");
            }

            JsonNode count = Client.json(Client.get(emulator.httpEndpoint(), "/rows/count?stream=" + STREAM));
            int forgotten = count.path("forgottenRows").intValue();
            assertThat(count.path("rows").intValue()).isEqualTo(40);
            assertThat(forgotten).isBetween(20, 35);
            JsonNode page = Client.json(Client.get(emulator.httpEndpoint(), "/rows?columns=Seq&stream=" + STREAM));
            assertThat(page.path("total").intValue()).isEqualTo(40 - forgotten);
            assertThat(page.path("rows").path(0).path("Seq").intValue()).isEqualTo(forgotten);
            assertThat(emulator.rows(STREAM)).hasSize(40 - forgotten);
            assertThat(emulator.awaitRowCount(STREAM, 40, PATIENCE)).isEqualTo(40);
        }
    }

    @Test
    void onlyTheNewestRequestsAreRemembered() throws Exception {
        try (LogsEmulator emulator = LogsEmulator.builder().mostRequests(3).start()) {
            for (int size = 1; size <= 5; size++) {
                Client.post(emulator, "[" + "{},".repeat(size - 1) + "{}]");
            }

            assertThat(emulator.requests())
                    .extracting(request -> request.rows())
                    .containsExactly(3, 4, 5);
            assertThat(emulator.awaitRequests(5, PATIENCE)).hasSize(3);
        }
    }

    @Test
    void aPageSaysWhereTheNextOneBegins() throws Exception {
        try (LogsEmulator emulator = LogsEmulator.builder().start()) {
            Client.post(emulator, "[" + "{\"Seq\":1},".repeat(2_499) + "{\"Seq\":2}]");

            JsonNode first = Client.json(Client.get(emulator.httpEndpoint(), "/rows?stream=" + STREAM));
            JsonNode last = Client.json(Client.get(emulator.httpEndpoint(), "/rows?offset=2000&stream=" + STREAM));

            assertThat(first.path("rows")).hasSize(1_000);
            assertThat(first.path("next").intValue()).isEqualTo(1_000);
            assertThat(last.path("rows")).hasSize(500);
            assertThat(last.has("next")).isFalse();
        }
    }

    /** 192 MB as in the image; with every body whole in memory the first round ended in an OutOfMemoryError. */
    @Test
    void bodiesThatInflateToMuchAreTakenOrRefusedInASmallHeap() throws Exception {
        Path ready = dir.resolve("emulator.env");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "--http-port=0",
                        "--no-https",
                        "--no-token",
                        "--env-file=" + ready))
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("out.txt").toFile())
                .start();
        try {
            await().atMost(PATIENCE).until(() -> Files.exists(ready) || !process.isAlive());
            URI endpoint = URI.create(Files.readAllLines(ready).get(0).split("'", -1)[1]);
            String row = "{\"Level\":\"INFO\",\"Message\":\"" + "x".repeat(100_000) + "\"},\n";
            byte[] rows = Client.gzip("[" + row.repeat(450) + "{}]");
            byte[] bomb = Client.gzip("[" + row.repeat(650) + "{}]");
            byte[] oneRow = Client.gzip("[{\"Message\":\"" + "x".repeat(19_000_000) + "\"}]");

            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (byte[] body : List.of(rows, bomb, oneRow, rows, bomb, oneRow)) {
                answers.add(post(endpoint, body));
            }
            assertThat(answers)
                    .extracting(answer -> answer.get().statusCode())
                    .as(
                            "%s",
                            answers.stream().map(answer -> answer.join().body()).toList())
                    .containsExactly(204, 413, 204, 204, 413, 204);
            JsonNode error = Client.error(answers.get(1).get());
            assertThat(error.path("code").asText()).isEqualTo("PayloadSizeLimitExceeded");
            assertThat(error.path("message").asText()).contains("52428800 bytes");
            assertThat(Files.readString(dir.resolve("out.txt"))).contains("rows of 48 MB of bodies");
        } finally {
            process.destroyForcibly();
        }
    }

    private static CompletableFuture<HttpResponse<String>> post(URI endpoint, byte[] body) {
        return HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(Client.uri(endpoint, DcrDefinition.DEFAULT_IMMUTABLE_ID, STREAM))
                                .timeout(PATIENCE.multipliedBy(2))
                                .header("Content-Type", "application/json")
                                .header("Content-Encoding", "gzip")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
