package io.github.azuremonitor.appender.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.example.shop.ShopApplication;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The application in a process of its own. Its identity is the emulator's managed one. */
final class Shop implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Pattern PORT = Pattern.compile(".*Tomcat started on port (\\d+).*");

    private final HttpClient http =
            HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
    private final LogsEmulator azure;
    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();
    private final Thread reader;
    private int port;

    private Shop(LogsEmulator azure, Process process) {
        this.azure = azure;
        this.process = process;
        this.reader = new Thread(this::read, "output of the shop");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts it with the three properties that it takes, and these arguments.
     *
     * @param spool where batches wait
     */
    static Shop start(ClassPath classPath, LogsEmulator azure, Path spool, String... arguments) throws IOException {
        return start(classPath.text(), azure, spool, properties(azure), arguments);
    }

    /** The three properties that it takes. */
    static Map<String, String> properties(LogsEmulator azure) {
        return Map.of(
                "azure.monitor.logs.endpoint",
                azure.httpEndpoint().toString(),
                "azure.monitor.logs.dcr-immutable-id",
                azure.dcrImmutableId(),
                "azure.monitor.logs.stream-name",
                "Custom-JavaLogs_CL",
                // The default would be waited for in nearly every test.
                "azure.monitor.logs.linger",
                "500ms");
    }

    /** Starts it with another class path and other properties. */
    static Shop start(
            String classPath, LogsEmulator azure, Path spool, Map<String, String> properties, String... arguments)
            throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx192m");
        command.addAll(List.of(
                System.getProperty("child.jvm.arguments", "-XX:+UseSerialGC").split(" ", -1)));
        command.addAll(List.of("-cp", classPath, ShopApplication.class.getName()));
        command.addAll(List.of("--server.port=0", "--server.shutdown=graceful", "--spring.application.name=shop"));
        properties.forEach((name, value) -> command.add("--" + name + "=" + value));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("AZURE_") || name.startsWith("IDENTITY_"));
        environment.put("IDENTITY_ENDPOINT", azure.appServiceIdentityEndpoint().toString());
        environment.put("IDENTITY_HEADER", azure.identityHeader());
        environment.put("AZURE_MONITOR_LOGS_SPOOL_DIRECTORY", spool.toString());
        return new Shop(azure, builder.start());
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                unread.add(line);
            }
        } catch (IOException ended) {
            output.add("[output ended with " + ended + "]");
        }
    }

    /** Waits until it has started. */
    Shop open() throws InterruptedException {
        Matcher found = await(PORT);
        port = Integer.parseInt(found.group(1));
        await(Pattern.compile(".*Started ShopApplication.*"));
        return this;
    }

    Matcher await(Pattern pattern) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            String line = unread.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (line == null) {
                return fail("no line '" + pattern + "' in:\n" + text());
            }
            Matcher matcher = pattern.matcher(line);
            if (matcher.matches()) {
                return matcher;
            }
        }
    }

    /** Asks for a page. */
    String get(String path) throws IOException, InterruptedException {
        return http.send(request(path), BodyHandlers.ofString()).body();
    }

    /** Asks for a page without waiting for it. */
    CompletableFuture<String> later(String path) {
        return http.sendAsync(request(path), BodyHandlers.ofString()).thenApply(answer -> answer.body());
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .build();
    }

    /** As a service manager or Kubernetes does. The process itself would close its output, too. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** As the kernel does when memory is short. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        ended();
    }

    /** Waits for the end, and gives the exit code. */
    int ended() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("ended; it said:\n%s", text())
                .isTrue();
        reader.join(PATIENCE.toMillis());
        return process.exitValue();
    }

    /** All that it has written so far, to both streams. */
    String text() {
        return String.join("\n", output);
    }

    /** Waits until each of these has its row: requests may overtake each other. */
    void awaitMessages(String... wanted) {
        Awaitility.await(String.join(", ", wanted))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(messages()).as(text()).contains(wanted));
    }

    /** Of its rows, in the order of their times: requests may overtake each other. */
    List<String> messages() {
        return azure.rows("Custom-JavaLogs_CL").stream()
                .sorted(Comparator.comparing(row -> row.text("TimeGenerated")))
                .map(row -> row.text("Message"))
                .toList();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
