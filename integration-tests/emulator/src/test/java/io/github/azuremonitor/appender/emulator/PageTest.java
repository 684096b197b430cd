package io.github.azuremonitor.appender.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A person in front of the page: Chromium, driven by the script browser/page.mjs; skipped where there is none. */
class PageTest {
    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR =
            LogsEmulatorExtension.of(LogsEmulator.builder().definitions(Path.of("src/test/resources/saved")));

    /** {@code -Dpicture.write=FILE} keeps a new one. */
    private static final Path PICTURE = Path.of("../../docs/images/emulator-page.svg");

    private final Map<String, JsonNode> seen = new LinkedHashMap<>();

    @Test
    void aPersonSeesRowsArriveAndWhyOthersAreMissing(LogsEmulator emulator) throws Exception {
        Path pictures = Files.createDirectories(Path.of("target", "page").toAbsolutePath());
        String said;
        try (LogsEmulator drawn = drawn()) {
            said = run(emulator, drawn, pictures);
        }

        assertThat(text("nothing sent yet")).as(said).contains("0 requests", "Spring Boot", emulator.dcrImmutableId());
        assertThat(seen("the next tab by keyboard").asBoolean()).isTrue();
        assertThat(seen("the lines to paste, later").asText()).contains("<AzureMonitor", emulator.dcrImmutableId());
        assertThat(seen("rows appear by themselves")).hasToString("[\"ERROR\",\"INFO\"]");
        assertThat(seen("a script tag is text").path("text").asText())
                .startsWith("<script>window.hacked = true</script>");
        assertThat(seen("a script tag is text").path("hacked").asBoolean(true)).isFalse();
        assertThat(seen("a row unfolds").asBoolean()).isTrue();
        assertThat(seen("filtered by level")).hasToString("[\"INFO\"]");
        assertThat(seen("filtered by text, by keyboard")).hasToString("[\"INFO\"]");
        JsonNode saved = seen("saved queries");
        assertThat(saved.path("listed").toString()).contains("Errors by logger", "LevelCounts", "Rows of a level");
        assertThat(saved.path("first")).as("the key s goes to the first").isEqualTo(saved.at("/listed/0"));
        assertThat(saved.path("byKey")).hasToString("[\"ERROR\",\"com.example.orders.OrderService\"]");
        assertThat(saved.path("byClick")).hasToString("[\"ERROR\",\"1\",\"INFO\",\"1\"]");
        assertThat(saved.path("asked").asText()).isEqualTo("RowsOf('INFO')");
        assertThat(saved.path("withParameter")).hasToString("[\"INFO\",\"order 1 shipped\"]");
        assertThat(seen("token expiry and reset").path("expired").asInt()).isEqualTo(401);
        assertThat(seen("token expiry and reset").path("reset").asText()).isEqualTo("no answer");
        assertThat(seen("token expiry and reset").path("problems").toString()).contains("expired");
        assertThat(seen("a fault is armed, told and met").path("armed").asText())
                .isEqualTo("next request: answers 429, Retry-After 5");
        assertThat(seen("a fault is armed, told and met").path("refused").asInt())
                .isEqualTo(429);
        assertThat(seen("faults ended").asInt()).isEqualTo(204);
        switched("503", 503, "next request: answers 503");
        switched("403, role missing", 403, "next request: answers 403, the role is missing");
        JsonNode hanging = seen("switched: no answer");
        assertThat(hanging.path("armed").asText()).isEqualTo("1 request hangs until the faults are ended");
        assertThat(hanging.path("over").asBoolean(true)).as("it has an answer").isFalse();
        assertThat(hanging.path("ended").asText()).isEqualTo("no answer");
        assertThat(hanging.path("after").asInt()).isEqualTo(204);
        assertThat(text("a query")).contains("ERROR").doesNotContain("INFO");
        assertThat(seen("a query with a mistake").asText())
                .contains("The name 'Levl' does not refer to any known column")
                .endsWith("JavaLogs_CL | where Levl == \"ERROR\"\n                    ^");
        assertThat(seen("a hundred thousand rows").path("found").asText()).isEqualTo("event 70001");
        assertThat(seen("a hundred thousand rows").path("bars").asInt()).isPositive();
        assertThat(text("what a query costs")).matches("\"100,0[0-9]{2} rows read in [0-9.]+ s\"");
        assertThat(text("bounds"))
                .contains("Listens at 127.0.0.1; keeps rows of ", " MB of bodies, ", " requests; takes ");
        for (String when : List.of("when empty", "in the light", "in the dark", "when narrow")) {
            assertThat(seen("accessible " + when)).as("what axe finds " + when).isEmpty();
        }
        assertThat(seen("dark").asText()).isNotEqualTo("rgb(255, 255, 255)");
        assertThat(seen("narrow").asBoolean())
                .as("no scrolling sideways at 360 pixels")
                .isTrue();
        assertThat(seen("loads nothing from elsewhere, and breaks nowhere")).isEmpty();
        try (Stream<Path> files = Files.list(pictures)) {
            assertThat(files).hasSize(3).allMatch(file -> file.toFile().length() > 10_000);
        }
        thePictureOfThePagesSaysWhatThePageSays();
        broken("wrong stream", 400, "no stream Custom-JavaLog_CL", "Did you mean Custom-JavaLogs_CL?");
        broken("wrong rule", 404, "no rule dcr-0000000000000000000000000000000f", "here there is");
        broken(
                "wrong audience",
                401,
                "audience is https://management.azure.com/,",
                "https://monitor.azure.com/.default");
        broken("misspelt column", 204, "\"level\"", "Level");
        broken("wrong type", 204, "\"Message\" is string and the value is not", "for example 42");
        broken("old time", 204, "more than two days old", "column of its own");
        broken("oversized row", 413, "1100120 bytes", "at most 1,048,576");
        broken("body as object", 400, "no JSON array", "answers 204 and loses the rows", "[{…},{…}]");
        broken("refused role", 403, "Monitoring Metrics Publisher");
    }

    /** Where words stand differs by the fonts of a machine; which words does not. */
    private void thePictureOfThePagesSaysWhatThePageSays() throws IOException {
        String drawn = seen("picture").asText();
        String file = System.getProperty("picture.write");
        if (file != null) {
            Files.writeString(Path.of(file), drawn);
        }
        assertThat(words(drawn))
                .as("the page as it is now, against " + PICTURE + "; -Dpicture.write=FILE keeps this one")
                .isEqualTo(words(Files.readString(PICTURE)));
        String name = PICTURE.getFileName().toString();
        assertThat(Files.readAllLines(Path.of("../../README.md")))
                .anyMatch(line -> line.contains("(docs/images/" + name));
        assertThat(Files.readAllLines(Path.of("../../docs/emulator.md")))
                .anyMatch(line -> line.contains("(images/" + name));
    }

    private static String words(String svg) {
        return Pattern.compile("<text [^>]*>([^<]*)</text>")
                .matcher(svg)
                .results()
                .map(text -> text.group(1))
                .collect(Collectors.joining(" "))
                .replaceAll("\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?", "TIME");
    }

    /** What the picture shows: an application with a misspelt column, and another one with a misspelt stream. */
    private static LogsEmulator drawn() throws IOException, InterruptedException {
        var now = new AtomicReference<>(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(300).plusMillis(250));
        LogsEmulator emulator =
                LogsEmulator.builder().requireToken(false).clock(now::get).start();
        send(emulator, now, Client.STREAM, "INFO", "order 4711 shipped", "INFO", "order 4712 shipped");
        send(emulator, now, Client.STREAM, "INFO", "order 4713 shipped", "WARN", "stock of item 17 is low");
        send(emulator, now, "Custom-JavaLog_CL", "INFO", "user 12 signed in");
        send(
                emulator,
                now,
                Client.STREAM,
                "INFO",
                "order 4714 shipped",
                "ERROR",
                "no stock of item 17",
                "INFO",
                "waiting");
        return emulator;
    }

    private static void send(
            LogsEmulator emulator, AtomicReference<Instant> now, String stream, String... levelAndMessage)
            throws IOException, InterruptedException {
        ArrayNode rows = Client.JSON.createArrayNode();
        for (int i = 0; i < levelAndMessage.length; i += 2) {
            ObjectNode row = rows.addObject()
                    .put(
                            "TimeGenerated",
                            now.get().minusMillis(levelAndMessage.length - i).toString())
                    .put("Level", levelAndMessage[i])
                    .put("Logger", "com.example.orders.OrderService")
                    .put("Message", levelAndMessage[i + 1]);
            if (levelAndMessage[i].equals("ERROR")) {
                row.put("exeption", "java.lang.IllegalStateException: no stock");
            }
        }
        Client.send(Client.upload(emulator, rows.toString())
                .uri(Client.uri(emulator.httpEndpoint(), emulator.dcrImmutableId(), stream))
                .header("User-Agent", "azsdk-net-Monitor.Ingestion"));
        now.updateAndGet(time -> time.plusSeconds(97));
    }

    private void switched(String label, int status, String armed) {
        JsonNode shown = seen("switched: " + label);
        assertThat(shown.path("armed").asText()).isEqualTo(armed);
        assertThat(shown.path("status").asInt()).as("the client's answer").isEqualTo(status);
        assertThat(shown.path("request").asText())
                .as("what the page shows of it")
                .contains(Integer.toString(status), "A fault was scripted");
        assertThat(shown.path("after").asInt()).as("the answer after that").isEqualTo(204);
    }

    private void broken(String name, int status, String... causeAndFix) {
        JsonNode shown = seen("broken: " + name);
        assertThat(shown.path("status").asInt()).as(name).isEqualTo(status);
        assertThat(shown.path("problems").toString().replace("\\\"", "\"").replace("\\n", "\n"))
                .as("what the page says of " + name)
                .contains(causeAndFix);
    }

    private JsonNode seen(String step) {
        assertThat(seen).containsKey(step);
        return seen.get(step);
    }

    private String text(String step) {
        return seen(step).toString();
    }

    private String run(LogsEmulator emulator, LogsEmulator drawn, Path pictures)
            throws IOException, InterruptedException {
        emulator.roles().revoke(emulator.application().objectId());
        Map<String, String> environment = new HashMap<>();
        environment.put("CHROMIUM", chromium());
        environment.put("SCREENSHOTS", pictures.toString());
        environment.put("EMULATOR_OF_PICTURE", drawn.httpEndpoint().toString());
        environment.put("EMULATOR", emulator.httpEndpoint().toString());
        environment.put("EMULATOR_RULE", emulator.dcrImmutableId());
        environment.put("EMULATOR_STREAM", Client.STREAM);
        environment.put(
                "IDENTITY_ENDPOINT", emulator.appServiceIdentityEndpoint().toString());
        environment.put("IDENTITY_HEADER", emulator.identityHeader());
        environment.put("QUERIES", "true");
        environment.put("TOKEN_WITHOUT_ROLE", emulator.token());
        Npm.Said said = Npm.script("browser", "page.mjs", environment);
        for (String line : said.text().split("\n", -1)) {
            if (line.startsWith("{\"step\"")) {
                JsonNode step = Client.JSON.readTree(line);
                seen.put(step.path("step").asText(), step.path("seen"));
            }
        }
        assertThat(said.code()).as(said.text()).isZero();
        return said.text();
    }

    private static String chromium() {
        List<String> names = List.of("chromium", "chromium-browser", "google-chrome");
        for (String directory : String.valueOf(System.getenv("PATH")).split(":", -1)) {
            for (String name : names) {
                if (Files.isExecutable(Path.of(directory, name))) {
                    return Path.of(directory, name).toString();
                }
            }
        }
        return abort("there is no Chromium on the PATH");
    }
}
