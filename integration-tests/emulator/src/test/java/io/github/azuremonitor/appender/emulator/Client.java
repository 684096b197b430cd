package io.github.azuremonitor.appender.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;

/** What a test sends, over real HTTP. */
final class Client {
    static final String STREAM = DcrDefinition.STANDARD_STREAM;
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final ObjectMapper JSON = new ObjectMapper();

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    private Client() {}

    /** A well-formed request with a good token; tests change what they want to be wrong. */
    static HttpRequest.Builder upload(LogsEmulator emulator, byte[] body) {
        return HttpRequest.newBuilder(uri(emulator.httpEndpoint(), emulator.dcrImmutableId(), STREAM))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + emulator.token())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    static HttpRequest.Builder upload(LogsEmulator emulator, String body) {
        return upload(emulator, body.getBytes(StandardCharsets.UTF_8));
    }

    static URI uri(URI endpoint, String dcr, String stream) {
        return endpoint.resolve("/dataCollectionRules/" + dcr + "/streams/" + stream + "?api-version=2023-01-01");
    }

    static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static HttpResponse<String> post(LogsEmulator emulator, String body) throws IOException, InterruptedException {
        return send(upload(emulator, body));
    }

    static HttpResponse<String> get(URI endpoint, String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(endpoint.resolve(path)).timeout(PATIENCE));
    }

    static JsonNode error(HttpResponse<String> response) {
        return json(response).path("error");
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(response.body(), e);
        }
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    static byte[] gzip(String text) {
        return gzip(text.getBytes(StandardCharsets.UTF_8));
    }
}
