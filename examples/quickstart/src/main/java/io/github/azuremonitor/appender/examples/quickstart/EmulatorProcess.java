package io.github.azuremonitor.appender.examples.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.azuremonitor.appender.emulator.Main;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The emulator in its own process, as it also runs in a container or on a build server. */
final class EmulatorProcess {
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
    private final Process process;
    private final Map<String, String> environment = new HashMap<>();

    private EmulatorProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param countOnly to check and count rows without keeping them
     */
    static EmulatorProcess start(Workplace workplace, boolean countOnly) throws IOException, InterruptedException {
        Path ready = workplace.file("emulator.env");
        Path output = workplace.file("emulator.txt");
        List<String> arguments =
                new ArrayList<>(List.of("--http-port=0", "--no-https", "--count-by=Seq", "--env-file=" + ready));
        if (countOnly) {
            arguments.add("--count-only");
        }
        EmulatorProcess emulator = new EmulatorProcess(workplace.start(
                JavaProcess.of(Main.class, List.of("-Dlogback.configurationFile=logback-emulator.xml"), arguments)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())));
        long start = System.nanoTime();
        while (!Files.exists(ready)) {
            boolean ended = emulator.process.waitFor(20, TimeUnit.MILLISECONDS);
            if (ended || System.nanoTime() - start > START_NANOS) {
                throw new IOException("the emulator did not start: " + Files.readString(output));
            }
        }
        for (String line : Files.readAllLines(ready)) {
            String[] pair = line.replaceFirst("^export ", "").split("=", 2);
            emulator.environment.put(pair[0], pair[1].replace("'", ""));
        }
        return emulator;
    }

    /** What a client has to have in its environment: endpoint, rule, stream, and where its managed identity is. */
    Map<String, String> environment() {
        return environment;
    }

    /** The endpoint. */
    URI endpoint() {
        return URI.create(variable("AZURE_MONITOR_LOGS_ENDPOINT"));
    }

    /** The stream. */
    String stream() {
        return variable("AZURE_MONITOR_LOGS_STREAM_NAME");
    }

    /** Operating system's number of the process. */
    long pid() {
        return process.pid();
    }

    /** Waits until it is ended from outside. */
    void awaitEnd() throws InterruptedException {
        process.waitFor();
    }

    /** All rows of the stream's table. */
    List<JsonNode> rows() throws IOException, InterruptedException {
        List<JsonNode> rows = new ArrayList<>();
        long total;
        do {
            JsonNode page = get("/rows?stream=" + stream() + "&offset=" + rows.size());
            total = page.path("total").longValue();
            page.path("rows").forEach(rows::add);
        } while (rows.size() < total);
        return rows;
    }

    /** How many rows the stream's table has, and how many different numbers. */
    JsonNode count() throws IOException, InterruptedException {
        return get("/rows/count?stream=" + stream());
    }

    private String variable(String name) {
        String value = environment.get(name);
        if (value == null) {
            throw new IllegalStateException("the emulator does not say what " + name + " is");
        }
        return value;
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(
                HttpRequest.newBuilder(endpoint().resolve(path)).build(), HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException("the emulator answers " + response.statusCode() + " to " + path);
        }
        return JSON.readTree(response.body());
    }
}
