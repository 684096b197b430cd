package io.github.azuremonitor.appender.tools.queries;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.ingest.Mode;
import io.github.azuremonitor.appender.emulator.kql.KqlException;
import io.github.azuremonitor.appender.tools.Command;
import io.github.azuremonitor.appender.tools.Configs;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.event.KeyValuePair;

/**
 * A workspace with a day of a shop in it: the rows of two applications, shipped by the appender, and those of Azure's own
 * tables, which stand in a file. One row in {@code DCRLogErrors} tells of a body that was lost.
 */
final class Workspace implements AutoCloseable {
    static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path TABLES =
            Path.of("../integration-tests/emulator/src/test/resources/kql/azure-tables.json");
    private static final Path ROWS = Path.of("src/test/resources/queries/azure-rows.json");
    private static final Map<String, String> TYPES = Map.of("bool", "boolean");

    /** Has six decimals as text, whatever the clock says. */
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS).plusNanos(1000);

    private final Path directory;
    private final String columns;
    private final LogsEmulator emulator;
    private int shipped;

    Workspace(Path directory, String columns) throws IOException, InterruptedException {
        this.directory = directory;
        this.columns = columns;
        Path config = config("http://127.0.0.1:1", "dcr-00000000000000000000000000000001", "shop", "1.4.2");
        Path rule = Configs.write(directory.resolve("rule.json"), withTables(template(config)));
        emulator = LogsEmulator.builder()
                .requireToken(false)
                .mode(Mode.LENIENT)
                .dcr(rule)
                .start();
        ship();
        shipOnceMore();
        if (columns.contains("sampleRate")) {
            sample();
        }
        post();
        lose();
    }

    LogsEmulator emulator() {
        return emulator;
    }

    @Override
    public void close() {
        emulator.close();
    }

    private static String template(Path config) {
        Command template = Command.run("template", "--config", config, "--format", "arm");
        assertThat(template.code()).as(template.err()).isZero();
        return template.out();
    }

    /** The rule takes Azure's rows, too, which no rule of Azure's would. */
    private static String withTables(String arm) throws IOException {
        JsonNode template = JSON.readTree(arm);
        for (JsonNode resource : template.path("resources")) {
            if (resource.path("type").asText().endsWith("/dataCollectionRules")) {
                ObjectNode properties = (ObjectNode) resource.path("properties");
                ObjectNode streams = (ObjectNode) properties.path("streamDeclarations");
                ArrayNode flows = (ArrayNode) properties.path("dataFlows");
                String destination = flows.get(0).path("destinations").get(0).asText();
                columnsOfAzure().forEach((table, types) -> {
                    ArrayNode declared =
                            streams.putObject("Custom-" + table + "_CL").putArray("columns");
                    types.forEach((name, type) ->
                            declared.addObject().put("name", name).put("type", TYPES.getOrDefault(type, type)));
                    ObjectNode flow = flows.addObject();
                    flow.putArray("streams").add("Custom-" + table + "_CL");
                    flow.putArray("destinations").add(destination);
                    flow.put("transformKql", "source");
                    flow.put("outputStream", (table.endsWith("_CL") ? "Custom-" : "Microsoft-") + table);
                });
                properties.put("immutableId", "dcr-00000000000000000000000000000001");
            }
        }
        return template.toString();
    }

    /** Of the tables that have rows here, but for what Azure fills. */
    private static Map<String, Map<String, String>> columnsOfAzure() throws IOException {
        JsonNode known = JSON.readTree(TABLES.toFile()).path("tables");
        JsonNode ours = JSON.readTree(TABLES.resolveSibling("our-tables.json").toFile());
        var all = new TreeMap<String, Map<String, String>>();
        for (Map.Entry<String, JsonNode> table : JSON.readTree(ROWS.toFile()).properties()) {
            var types = new TreeMap<String, String>();
            types.put("TimeGenerated", "datetime");
            for (JsonNode row : table.getValue()) {
                for (Map.Entry<String, JsonNode> value : row.properties()) {
                    JsonNode columns = known.has(table.getKey()) ? known.get(table.getKey()) : ours.get(table.getKey());
                    if (!value.getKey().equals("minutesAgo")) {
                        assertThat(columns.has(value.getKey()))
                                .as("%s has a column %s", table.getKey(), value.getKey())
                                .isTrue();
                        types.put(value.getKey(), columns.get(value.getKey()).asText());
                    }
                }
            }
            all.put(table.getKey(), types);
        }
        return all;
    }

    private void ship() throws InterruptedException {
        try (var shop = new Shop("shop", "1.4.1")) {
            shop.log(600, Level.INFO, "com.example.Orders", "placing order {}", "1", Map.of("user", "ada@example.com"));
            shop.log(590, Level.ERROR, "com.example.Till", "payment {} failed", "1", Map.of("user", "bob@example.com"));
        }
        try (var pay = new Shop("pay", "2.0.0")) {
            pay.beat(33, "running");
            pay.beat(30, "stopping");
            pay.log(31, Level.INFO, "com.example.pay.Desk", "charging {}", "42", Map.of("traceId", TRACE));
            pay.log(31, Level.WARN, "com.example.pay.Desk", "bank is slow", "", Map.of("traceId", TRACE));
            for (int i = 0; i < 8; i++) {
                pay.log(200 + i, Level.DEBUG, "com.example.pay.Poller", "polled {}", "" + i, Map.of());
            }
        }
        try (var shop = new Shop("shop", "1.4.2")) {
            var user = Map.of("user", "ada@example.com", "traceId", TRACE);
            shop.log(32, Level.INFO, "com.example.Orders", "placing order {}", "42", user);
            shop.log(30, Level.ERROR, "com.example.Orders", "order {} failed", "42", user);
            shop.log(28, Level.INFO, "com.example.Orders", "placing order {}", "43", Map.of("traceId", "t-43"));
            shop.log(27, Level.INFO, "com.example.Orders", "order placed {}", "43", Map.of("traceId", "t-43"), 812);
            shop.log(26, Level.INFO, "com.example.Orders", "order placed {}", "44", Map.of("traceId", "t-44"), 95);
            var refused = Map.of("user", "Ada@example.com", "clientIp", "203.0.113.7");
            shop.log(40, Level.WARN, "com.example.security.Door", "{} may not enter", "Ada", refused);
            shop.log(20, Level.INFO, "com.example.Import", "{}", "x".repeat(70_000), Map.of());
            shop.dropped(10);
            shop.beat(8, "running");
        }
        emulator.awaitRows(Configs.STREAM, shipped, Duration.ofMinutes(1));
    }

    /** As a sender does that did not see the answer. */
    private void shipOnceMore() throws IOException, InterruptedException {
        ObjectNode row;
        try {
            row = emulator.query("JavaLogs_CL | where Message == 'polled 0'").get(0);
        } catch (KqlException e) {
            throw new IllegalStateException(e);
        }
        ObjectNode again = JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> value : row.properties()) {
            if (!value.getKey().startsWith("_") && !value.getValue().isNull()) {
                again.set(value.getKey(), value.getValue());
            }
        }
        assertThat(post(Configs.STREAM, "[" + again + "]")).isEqualTo(204);
    }

    /** Two rows of which each stands for ten events. */
    private void sample() throws IOException, InterruptedException {
        String row = JSON.createObjectNode()
                .put("TimeGenerated", ago(10))
                .put("AppName", "shop")
                .put("Level", "INFO")
                .put("Logger", "com.example.Sampled")
                .put("Message", "looked")
                .put("SampleRate", 0.1)
                .toString();
        assertThat(post(Configs.STREAM, "[" + row + "," + row + "]")).isEqualTo(204);
    }

    private void post() throws IOException, InterruptedException {
        for (Map.Entry<String, JsonNode> table : JSON.readTree(ROWS.toFile()).properties()) {
            for (JsonNode row : table.getValue()) {
                ObjectNode filled = (ObjectNode) row;
                filled.put("TimeGenerated", ago(filled.remove("minutesAgo").asInt()));
                for (Map.Entry<String, JsonNode> value : List.copyOf(filled.properties())) {
                    if (value.getValue().has("minutesAgo")) {
                        filled.put(
                                value.getKey(),
                                ago(value.getValue().path("minutesAgo").asInt()));
                    }
                }
            }
            assertThat(post("Custom-" + table.getKey() + "_CL", table.getValue().toString()))
                    .as(table.getKey())
                    .isEqualTo(204);
        }
        assertThat(emulator.complaints()).isEmpty();
    }

    /** A body that is answered with success, and no JSON. */
    private void lose() throws IOException, InterruptedException {
        post(Configs.STREAM, "[{\"Message\": \"half");
    }

    private String ago(int minutes) {
        return now.minus(Duration.ofMinutes(minutes)).toString();
    }

    private int post(String stream, String rows) throws IOException, InterruptedException {
        URI uri = URI.create(emulator.httpEndpoint() + "/dataCollectionRules/" + emulator.dcrImmutableId() + "/streams/"
                + stream + "?api-version=2023-01-01");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(rows))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        return answer.statusCode();
    }

    private Path config(String endpoint, String rule, String name, String version) {
        return Configs.write(directory.resolve("logback-" + name + ".xml"), """
                <configuration>
                  <appender name="AZURE" class="io.github.azuremonitor.appender.logback.AzureMonitorAppender">
                    <endpoint>%s</endpoint>
                    <dcrImmutableId>%s</dcrImmutableId>
                    <streamName>%s</streamName>
                    <credential>none</credential>
                    <durability>memory</durability>
                    <appName>%s</appName>
                    <appVersion>%s</appVersion>
                    <columns>%s</columns>
                  </appender>
                  <root level="TRACE"><appender-ref ref="AZURE"/></root>
                </configuration>
                """.formatted(
                        endpoint, rule, Configs.STREAM, name, version, columns));
    }

    /** An application whose events have the times that a test gives them. */
    private final class Shop implements AutoCloseable {
        private final LoggerContext context = new LoggerContext();

        Shop(String name, String version) {
            var joran = new JoranConfigurator();
            joran.setContext(context);
            try {
                joran.doConfigure(config(emulator.httpEndpoint().toString(), emulator.dcrImmutableId(), name, version)
                        .toFile());
            } catch (JoranException e) {
                throw new IllegalStateException(e);
            }
        }

        void log(int minutesAgo, Level level, String logger, String message, String argument, Map<String, String> mdc) {
            log(minutesAgo, level, logger, message, argument, mdc, -1);
        }

        void log(
                int minutesAgo,
                Level level,
                String logger,
                String message,
                String argument,
                Map<String, String> mdc,
                int durationMs) {
            LoggingEvent event = event(minutesAgo, level, logger, message, new Object[] {argument});
            event.setMDCPropertyMap(mdc);
            if (durationMs >= 0) {
                event.addKeyValuePair(new KeyValuePair("durationMs", durationMs));
            }
            context.getLogger(logger).callAppenders(event);
            shipped++;
        }

        /** As the pipeline's own row. */
        void beat(int minutesAgo, String state) {
            String logger = "io.github.azuremonitor.appender.heartbeat";
            String message = state + ": 0 events, 1 accepted, 0 lost";
            context.getLogger(logger).callAppenders(event(minutesAgo, Level.INFO, logger, message, new Object[0]));
            shipped++;
        }

        /** As the pipeline's own row. */
        void dropped(int minutesAgo) {
            String logger = "io.github.azuremonitor.appender";
            LoggingEvent event = event(minutesAgo, Level.WARN, logger, "12 events dropped", new Object[0]);
            event.addKeyValuePair(new KeyValuePair("dropped", 12));
            event.addKeyValuePair(new KeyValuePair("reason", "RING_FULL"));
            context.getLogger(logger).callAppenders(event);
            shipped++;
        }

        private LoggingEvent event(int minutesAgo, Level level, String logger, String message, Object[] arguments) {
            Exception thrown = level == Level.ERROR ? failure() : null;
            var event = new LoggingEvent("", context.getLogger(logger), level, message, thrown, arguments);
            event.setInstant(now.minus(Duration.ofMinutes(minutesAgo)));
            return event;
        }

        private Exception failure() {
            var cause = new SocketTimeoutException("read timed out");
            var thrown = shipped < 5
                    ? new IllegalArgumentException("no till", cause)
                    : new IllegalStateException("payment failed", cause);
            var frame = new StackTraceElement("com.example.Orders", "place", "Orders.java", 40);
            thrown.setStackTrace(new StackTraceElement[] {frame});
            cause.setStackTrace(new StackTraceElement[] {frame});
            return thrown;
        }

        @Override
        public void close() {
            context.stop();
        }
    }

    static String page() throws IOException {
        return Files.readString(Path.of("../docs/queries.md"));
    }
}
