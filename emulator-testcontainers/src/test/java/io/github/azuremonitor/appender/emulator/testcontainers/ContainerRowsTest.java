package io.github.azuremonitor.appender.emulator.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.azuremonitor.appender.emulator.LogsEmulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Rows are counted as the emulator itself counts them; it runs in this process, as a container needs an engine. */
class ContainerRowsTest {
    private static final String STREAM = "Custom-JavaLogs_CL";

    @Test
    void rowsAreNarrowedDownAndCounted() throws Exception {
        try (LogsEmulator emulator = LogsEmulator.builder().requireToken(false).start()) {
            post(
                    emulator,
                    "[{\"Level\":\"ERROR\",\"Seq\":1},{\"Level\":\"INFO\",\"Message\":\"\\\"found\\\":99\"},{\"Level\":\"ERROR\"}]");
            var rows = new ContainerRows(path -> get(emulator, path), STREAM);

            assertThat(rows.count()).isEqualTo(3);
            assertThat(rows.where("Level", "ERROR").count()).isEqualTo(2);
            assertThat(rows.where("Level", "ERROR").where("Seq", 1).count()).isEqualTo(1);
            assertThat(rows.where("Level", "INFO").json()).contains("\"found\":1");
            assertThat(rows.where("Level", "WARN").count()).isZero();
        }
    }

    @Test
    void moreThanAPageIsCountedToo() throws Exception {
        try (LogsEmulator emulator = LogsEmulator.builder().requireToken(false).start()) {
            post(emulator, "[" + "{\"Level\":\"INFO\"},".repeat(15_000) + "{\"Level\":\"ERROR\"}]");

            assertThat(new ContainerRows(path -> get(emulator, path), STREAM).count())
                    .isEqualTo(15_001);
        }
    }

    @Test
    void aSemicolonIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ContainerRows(path -> "", STREAM).where("Message", "a;b"))
                .withMessageContaining("query(…)");
    }

    private static void post(LogsEmulator emulator, String body) throws Exception {
        URI address = emulator.httpEndpoint()
                .resolve("/dataCollectionRules/" + emulator.dcrImmutableId() + "/streams/" + STREAM
                        + "?api-version=2023-01-01");
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    }

    private static String get(LogsEmulator emulator, String path) {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(emulator.httpEndpoint().resolve(path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
