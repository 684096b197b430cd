package io.github.azuremonitor.appender.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A person in front of the page: Chromium, driven by the script browser/page.mjs; skipped where there is none. */
class PageTest {
    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR = LogsEmulatorExtension.of(LogsEmulator.builder());

    private final Map<String, JsonNode> seen = new LinkedHashMap<>();

    @Test
    void aPersonSeesRowsArriveAndWhyOthersAreMissing(LogsEmulator emulator) throws Exception {
        Path pictures = Files.createDirectories(Path.of("target", "page").toAbsolutePath());
        String said = run(emulator, pictures);

        assertThat(text("nothing sent yet")).as(said).contains("0 requests", "Spring Boot", emulator.dcrImmutableId());
        assertThat(seen("the next tab by keyboard").asBoolean()).isTrue();
        assertThat(seen("rows appear by themselves")).hasToString("[\"ERROR\",\"INFO\"]");
        assertThat(seen("a script tag is text").path("text").asText())
                .startsWith("<script>window.hacked = true</script>");
        assertThat(seen("a script tag is text").path("hacked").asBoolean(true)).isFalse();
        assertThat(seen("a row unfolds").asBoolean()).isTrue();
        assertThat(seen("filtered by level")).hasToString("[\"INFO\"]");
        assertThat(seen("filtered by text, by keyboard")).hasToString("[\"INFO\"]");
        assertThat(seen("a fault is armed, told and met").path("armed").asText())
                .isEqualTo("next request: answers 429, Retry-After 5");
        assertThat(seen("a fault is armed, told and met").path("refused").asInt())
                .isEqualTo(429);
        assertThat(seen("faults ended").asInt()).isEqualTo(204);
        assertThat(text("a query")).contains("ERROR").doesNotContain("INFO");
        assertThat(seen("a query with a mistake").asText())
                .contains("The name 'Levl' does not refer to any known column")
                .endsWith("JavaLogs_CL | where Levl == \"ERROR\"\n                    ^");
        assertThat(seen("a hundred thousand rows").path("found").asText()).isEqualTo("event 70001");
        assertThat(seen("a hundred thousand rows").path("bars").asInt()).isPositive();
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
        broken("wrong stream", 400, "no stream Custom-JavaLog_CL", "Did you mean Custom-JavaLogs_CL?");
        broken("wrong rule", 404, "no rule dcr-0000000000000000000000000000000f", "here there is");
        broken("wrong audience", 401, "meant for another service", "https://monitor.azure.com/.default");
        broken("misspelt column", 204, "\"level\"", "Level");
        broken("wrong type", 204, "\"Message\" is string and the value is not", "for example 42");
        broken("old time", 204, "more than two days old", "column of its own");
        broken("oversized row", 413, "1100120 bytes", "at most 1,048,576");
        broken("body as object", 400, "no JSON array", "[{…},{…}]");
        broken("refused role", 403, "Monitoring Metrics Publisher");
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

    private String run(LogsEmulator emulator, Path pictures) throws IOException, InterruptedException {
        emulator.roles().revoke(emulator.application().objectId());
        Map<String, String> environment = new HashMap<>();
        environment.put("CHROMIUM", chromium());
        environment.put("SCREENSHOTS", pictures.toString());
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
