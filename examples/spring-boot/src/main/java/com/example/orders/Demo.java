package com.example.orders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Starts the emulator and the application as two processes, asks for some orders, ends the application as a service manager
 * would, and prints the rows of the table. The exit code is 1 if a row is missing.
 */
final class Demo {
    private static final int ORDERS = 6;
    private static final long PATIENCE_SECONDS = 240;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();

    private Demo() {}

    /** Takes the emulator's jar. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("spring-boot-example");
        var processes = new ArrayList<Process>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> cleanUp(processes, directory)));
        boolean complete = run(Path.of(arguments[0]), directory, processes);
        System.exit(complete ? 0 : 1);
    }

    private static boolean run(Path emulator, Path directory, List<Process> processes) throws Exception {
        Path variables = directory.resolve("emulator.env");
        var listening = java("-jar", emulator.toString(), "--http-port=0", "--no-https", "--env-file=" + variables)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("emulator.txt").toFile())
                .start();
        processes.add(listening);
        await(variables, listening);
        Map<String, String> environment = environment(variables);
        URI azure = URI.create(environment.getOrDefault("AZURE_MONITOR_LOGS_ENDPOINT", ""));
        System.out.println("Emulator of Azure Monitor Logs at " + azure);

        Path output = directory.resolve("application.txt");
        var builder = java(
                        "-cp",
                        System.getProperty("java.class.path"),
                        OrdersApplication.class.getName(),
                        "--server.port=0",
                        // It ends right after its start: on a busy machine the first token alone takes longer than the default
                        // leaves, and the rows would wait on disk for the next start.
                        "--azure.monitor.logs.shutdown-timeout=3m",
                        "--azure.monitor.logs.spool-directory=" + directory.resolve("spool"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AZURE_"));
        builder.environment().putAll(environment);
        Process application = builder.start();
        processes.add(application);
        String port = port(output, application);
        for (int id = 1; id <= ORDERS; id++) {
            get(URI.create("http://127.0.0.1:" + port + "/orders/" + id));
        }
        application.destroy();
        application.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);

        JsonNode rows = new ObjectMapper()
                .readTree(get(azure.resolve("/rows?stream=Custom-JavaLogs_CL")))
                .path("rows");
        var inOrder = new ArrayList<JsonNode>();
        rows.forEach(inOrder::add);
        inOrder.sort(Comparator.comparing(row -> row.path("TimeGenerated").asText()));
        inOrder.forEach(Demo::print);
        long orders = inOrder.stream()
                .filter(row -> row.path("Message").asText().startsWith("order "))
                .count();
        System.out.printf("%n%d rows in the table, %d of them of %d orders%n", inOrder.size(), orders, ORDERS);
        return orders == ORDERS;
    }

    private static void print(JsonNode row) {
        String logger = row.path("Logger").asText();
        System.out.printf(
                "%-12.12s %-5s %-28s %-60.60s %s%n",
                row.path("TimeGenerated").asText().replaceFirst(".*T", ""),
                row.path("Level").asText(),
                logger.substring(logger.lastIndexOf('.') + 1),
                row.path("Message").asText(),
                row.hasNonNull("Properties") ? row.get("Properties") : "");
    }

    private static ProcessBuilder java(String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                // Both live for seconds.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    private static void await(Path file, Process process) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.exists(file)) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                throw new IOException("the emulator did not start");
            }
        }
    }

    private static Map<String, String> environment(Path file) throws IOException {
        var variables = new HashMap<String, String>();
        for (String line : Files.readAllLines(file)) {
            String[] pair = line.replaceFirst("^export ", "").split("=", 2);
            variables.put(pair[0], pair[1].replace("'", ""));
        }
        return variables;
    }

    private static String port(Path output, Process process) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            String text = Files.readString(output);
            if (text.contains("Started OrdersApplication")) {
                return text.replaceFirst("(?s).*Tomcat started on port (\\d+).*", "$1");
            }
            if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                throw new IOException("the application did not start:\n" + text);
            }
        }
    }

    private static String get(URI uri) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }

    private static void cleanUp(List<Process> processes, Path directory) {
        processes.forEach(Process::destroyForcibly);
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException ignored) {
            // A temporary directory.
        }
    }
}
