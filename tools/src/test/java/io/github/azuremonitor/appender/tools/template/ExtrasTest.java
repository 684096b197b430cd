package io.github.azuremonitor.appender.tools.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.tools.Command;
import io.github.azuremonitor.appender.tools.Configs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code template --extras} makes, word for word; that its queries are sound is tested where Microsoft's parser is. */
class ExtrasTest {
    private static final Path GIVEN = Path.of("src/test/resources/template");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"bicep,bicep", "arm,json", "terraform,tf"})
    void theyAreWordForWordThoseThatWereReviewed(String format, String ending) throws IOException {
        Path dashboard = directory.resolve("dashboard.json");
        Command template = Command.run(
                "template",
                "--config",
                GIVEN.resolve("extras.xml"),
                "--extras",
                "workbook,alerts,dashboard,summary,searches",
                "--dashboard-to",
                dashboard,
                "--format",
                format);
        assertThat(template.code()).as(template.err()).isZero();
        keep("extras." + ending, template.out());
        keep("extras-dashboard.json", Files.readString(dashboard));
        assertThat(template.out()).isEqualTo(Files.readString(GIVEN.resolve("extras." + ending)));
        assertThat(Files.readString(dashboard)).isEqualTo(Files.readString(GIVEN.resolve("extras-dashboard.json")));
    }

    @Test
    void theEmulatorReadsTheRuleAmongThem() {
        Command template = Command.run(
                "template",
                "--config",
                GIVEN.resolve("extras.xml"),
                "--extras",
                "workbook,alerts,summary,searches",
                "--format",
                "arm");
        Path arm = Configs.write(directory.resolve("arm.json"), template.out());
        try (var emulator = LogsEmulator.builder().dcr(arm).start()) {
            assertThat(emulator.query("Shop_CL | getschema | project ColumnName | take 3"))
                    .hasSize(3);
        }
    }

    /** Azure gives a rule's query the rows whose TimeGenerated lies in the rule's window, and no others. */
    @Test
    void aRowThatComesHoursLateIsInWhatTheAlertOnDelayReads() throws Exception {
        Command template = Command.run(
                "template", "--config", GIVEN.resolve("extras.xml"), "--extras", "alerts", "--format", "arm");
        JsonNode arm = new ObjectMapper().readTree(template.out());
        JsonNode delay = resource(arm, "Shop_CL-delay").path("properties");
        String window = delay.path("overrideQueryTimeRange")
                .asText(delay.path("windowSize").asText());
        long minutes = Duration.parse(window).toMinutes();
        String kql = delay.at("/criteria/allOf/0/query")
                .asText()
                .replaceFirst("\\|", "| where TimeGenerated > ago(" + minutes + "m) |");
        Path rule = Configs.write(directory.resolve("arm.json"), template.out());
        try (var emulator = LogsEmulator.builder().requireToken(false).dcr(rule).start()) {
            String late = Instant.now().minus(Duration.ofHours(3)).toString();
            URI uri = URI.create(emulator.httpEndpoint() + "/dataCollectionRules/" + emulator.dcrImmutableId()
                    + "/streams/Custom-Shop_CL?api-version=2023-01-01");
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("[{\"TimeGenerated\":\"" + late + "\"}]"))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(204);
            assertThat(emulator.query(kql + " | where seconds > 600")).as(kql).hasSize(1);
        }
    }

    @Test
    void theAlertOnRefusedRowsHasATableToRead() throws IOException {
        JsonNode arm = new ObjectMapper()
                .readTree(Command.run(
                                "template",
                                "--config",
                                GIVEN.resolve("extras.xml"),
                                "--extras",
                                "alerts",
                                "--format",
                                "arm")
                        .out());
        JsonNode log = resource(arm, "errors");
        assertThat(log.path("type").asText()).isEqualTo("Microsoft.Insights/diagnosticSettings");
        assertThat(log.path("scope").asText()).contains("Microsoft.Insights/dataCollectionRules");
        assertThat(log.at("/properties/logs/0/category").asText()).isEqualTo("LogErrors");
    }

    private static JsonNode resource(JsonNode arm, String name) {
        for (JsonNode resource : arm.path("resources")) {
            if (resource.path("name").asText().equals(name)) {
                return resource;
            }
        }
        throw new AssertionError("no resource " + name);
    }

    @Test
    void theWorkbookIsJsonWithAPictureForEachOfItsQueries() throws IOException {
        JsonNode arm = new ObjectMapper().readTree(GIVEN.resolve("extras.json").toFile());
        List<String> titles = new ArrayList<>();
        for (JsonNode resource : arm.path("resources")) {
            if (resource.path("type").asText().endsWith("/workbooks")) {
                JsonNode book = new ObjectMapper()
                        .readTree(resource.path("properties")
                                .path("serializedData")
                                .asText());
                book.path("items")
                        .forEach(item ->
                                titles.add(item.path("content").path("title").asText()));
            }
        }
        assertThat(titles)
                .contains(
                        "Events by level",
                        "Errors",
                        "One request",
                        "Volume and cost",
                        "Instances",
                        "Delay in seconds",
                        "Dropped events");
    }

    @ParameterizedTest
    @CsvSource({
        "60s, '', 'JavaLogs_CL | where Logger == ', ago(5m)",
        "5m, Custom-Beats, 'Beats_CL | where Logger == ', ago(15m)",
        "off, '', JavaLogs_CL | summarize lastSeen, ago(30m)"
    })
    void silenceIsMeasuredByHeartbeatsWhereThereAreSome(String period, String stream, String from, String since) {
        Path config = Configs.write(
                directory.resolve("logback.xml"),
                "<configuration><appender name='A' class='io.github.azuremonitor.appender.logback.AzureMonitorAppender'>"
                        + "<streamName>Custom-JavaLogs_CL</streamName><heartbeat>" + period
                        + "</heartbeat><heartbeatStream>"
                        + stream + "</heartbeatStream></appender></configuration>");
        Command template = Command.run("template", "--config", config, "--extras", "alerts");
        assertThat(template.code()).as(template.err()).isZero();
        assertThat(template.out().lines().filter(line -> line.contains("query:")))
                .anyMatch(line -> line.contains("'" + from) && line.contains(since));
        assertThat(template.out().contains("Custom-Beats"))
                .as("the rule declares their stream")
                .isEqualTo(!stream.isEmpty());
    }

    @Test
    void silenceWithoutHeartbeatsIsTheQueryThatIsTestedByTheParser() throws IOException {
        Path config = Configs.write(
                directory.resolve("logback.xml"),
                "<configuration><appender name='A' class='io.github.azuremonitor.appender.logback.AzureMonitorAppender'>"
                        + "<streamName>Custom-JavaLogs_CL</streamName></appender></configuration>");
        Command template = Command.run("template", "--config", config, "--extras", "alerts");
        assertThat(template.out())
                .contains(Files.readString(Path.of("src/test/resources/queries/silence-queries.txt"))
                        .strip());
    }

    @Test
    void aSearchForEachPictureIsSavedAndAFunctionTakesTheTrace() {
        Command template = Command.run(
                "template", "--config", GIVEN.resolve("extras.xml"), "--extras", "searches", "--format", "arm");
        assertThat(template.code()).as(template.err()).isZero();
        assertThat(template.out())
                .contains(
                        "\"displayName\": \"Shop_CL: Volume and cost\"",
                        "\"functionAlias\": \"ShopErrors\"",
                        "\"functionAlias\": \"ShopTrace\"",
                        "\"functionParameters\": \"traceId:string\"",
                        "where Trace == traceId")
                .doesNotContain("{TraceId}", "workbooks");
    }

    @Test
    void whatHasNoColumnIsLeftOut() {
        Path config = Configs.write(
                directory.resolve("logback.xml"),
                "<configuration><appender name='A' class='io.github.azuremonitor.appender.logback.AzureMonitorAppender'>"
                        + "<streamName>Custom-Bare_CL</streamName><columns>TimeGenerated = timestamp; Who = mdc.who</columns>"
                        + "</appender></configuration>");
        Command template = Command.run("template", "--config", config, "--extras", "workbook,alerts,summary");
        assertThat(template.code()).as(template.err()).isZero();
        assertThat(template.out())
                .contains("Bare_CL-silence", "Bare_CL-volume")
                .doesNotContain("Bare_CL-errors", "Bare_CL-dropped", "One request");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--extras workbok | workbok",
                "--extras dashboard | --dashboard-to FILE",
                "--dashboard-to x.json | --dashboard-to FILE",
                "--extras alerts --plan Basic | Shop_CL has the plan Basic",
                "--extras dashboard --dashboard-to no/such/folder/x.json | cannot be written"
            })
    void whatCannotBeUsedIsOneLine(String options, String said) {
        var command = new ArrayList<Object>(List.of("template", "--config", GIVEN.resolve("extras.xml")));
        command.addAll(List.of(options.split(" ")));
        Command template = Command.run(command.toArray());
        assertThat(template.code()).as(template.toString()).isEqualTo(2);
        assertThat(template.out()).isEmpty();
        assertThat(template.err().lines()).singleElement().asString().contains(said);
    }

    /** For a person who reviews: {@code -Dextras.write=FOLDER}. */
    private static void keep(String name, String text) throws IOException {
        String folder = System.getProperty("extras.write");
        if (folder != null) {
            Files.writeString(Path.of(folder, name), text);
        }
    }
}
