package io.github.azuremonitor.appender.tools.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.azuremonitor.appender.tools.App;
import io.github.azuremonitor.appender.tools.Command;
import io.github.azuremonitor.appender.tools.Configs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the queries of the workbook, the alerts, the dashboard, the saved searches, the summary rule and the pages on a day of a
 * shop that gives each of them something to find, and compares that with the reviewed answers.
 */
class ExtrasAndPagesTest {
    private static final Path ANSWERS = Path.of("src/test/resources/queries/extras-and-pages-answers.txt");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int EVENTS = 30;
    private static final String COLUMNS =
            "standard\nAppVersion = app.version\nEventId = eventId\nSampleRate = sampleRate";
    private static final Pattern BLOCK = Pattern.compile("(?m)^ *```kusto\\n(.*?)^ *```", Pattern.DOTALL);

    /** What docs/columns.md shows of a key and a user. */
    private static final String PSEUDONYM = "a43cace772901f139ea39d26fc45d9ca";

    @TempDir
    private Path directory;

    private final Map<String, String> queries = new LinkedHashMap<>();

    @Test
    void everyQueryFindsWhatIsThere() throws Exception {
        String found;
        try (var workspace = new Workspace(directory, COLUMNS)) {
            Path config = directory.resolve("logback-shop.xml");
            try (var app = new App(config)) {
                for (int i = 0; i < EVENTS; i++) {
                    if (i % 10 == 0) {
                        app.logger("com.example.Till").error("till {} is broken", i);
                    } else {
                        app.logger("com.example.Till")
                                .atInfo()
                                .addKeyValue("user", PSEUDONYM)
                                .log("till is open");
                    }
                }
            }
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(
                                    workspace.emulator().query("JavaLogs_CL | where Message startswith 'till' | count"))
                            .hasToString("[{\"Count\":" + EVENTS + "}]"));
            read(config, "workbook,alerts,dashboard,summary,searches", "");
            String beating = Files.readString(config).replace("<columns>", "<heartbeat>60s</heartbeat><columns>");
            read(Configs.write(directory.resolve("beating.xml"), beating), "alerts", " by heartbeats");
            readPages();
            found = queries.entrySet().stream()
                    .map(each -> "# " + each.getKey() + "\n" + answer(workspace, each.getValue()))
                    .collect(Collectors.joining("\n\n"));
        }
        assertThat(found)
                .as("two rows that stand for ten events each")
                .contains("{Logger=com.example.Sampled, events=20.0}");
        if (System.getProperty("answers.write") != null) {
            Files.writeString(Path.of(System.getProperty("answers.write")), found + "\n");
        }
        var all = new SoftAssertions();
        List<String> reviewed = List.of(Files.readString(ANSWERS).strip().split("\\n\\n"));
        all.assertThat(found.split("\\n\\n")).containsExactlyElementsOf(reviewed);
        all.assertThat(found.lines())
                .as("a query that finds nothing proves nothing")
                .doesNotContain("nothing")
                .noneMatch(line -> line.startsWith("not run"));
        all.assertAll();
    }

    /** Equal rows once, and of whole rows some columns. */
    private static String answer(Workspace workspace, String query) {
        boolean isWhole = query.contains("take_any(*)") || (!query.contains("project") && !query.contains("summarize"));
        String columns = query.startsWith("JavaLogs_CL") ? "Level, Logger, Message" : "OperationName, InputStreamId";
        String answer = Answer.of(workspace, isWhole ? query + " | project " + columns : query);
        // Which five minutes an event falls into depends on the minute in which the test runs.
        return Arrays.stream((query.contains("bin(") ? answer.replaceAll("=\\d+\\b", "=N") : answer).split("\n"))
                .distinct()
                .collect(Collectors.joining("\n"));
    }

    private void read(Path config, String extras, String suffix) throws IOException {
        Path dashboard = directory.resolve("dashboard.json");
        Command template = extras.contains("dashboard")
                ? Command.run(
                        "template",
                        "--config",
                        config,
                        "--extras",
                        extras,
                        "--dashboard-to",
                        dashboard,
                        "--format",
                        "arm")
                : Command.run("template", "--config", config, "--extras", extras, "--format", "arm");
        assertThat(template.code()).as(template.err()).isZero();
        for (JsonNode resource : JSON.readTree(template.out()).path("resources")) {
            String type = resource.path("type").asText();
            JsonNode properties = resource.path("properties");
            String name = properties.path("displayName").asText();
            switch (type.substring(type.lastIndexOf('/') + 1)) {
                case "workbooks" -> {
                    for (JsonNode item : JSON.readTree(
                                    properties.path("serializedData").asText())
                            .path("items")) {
                        JsonNode content = item.path("content");
                        add(
                                "workbook, " + content.path("title").asText(),
                                content.path("query").asText());
                    }
                }
                case "scheduledQueryRules" -> add("alert" + suffix + ", " + name, inItsWindow(properties));
                case "summaryLogs" ->
                    add("summary rule", properties.at("/ruleDefinition/query").asText());
                case "savedSearches" ->
                    add(
                            "search, " + name,
                            properties.path("query").asText().replace("== traceId", "== \"" + Workspace.TRACE + "\""));
                default -> assertThat(resource.toString()).doesNotContain("JavaLogs_CL |");
            }
        }
        if (extras.contains("dashboard")) {
            for (JsonNode panel : JSON.readTree(dashboard.toFile()).path("panels")) {
                add(
                        "dashboard, " + panel.path("title").asText(),
                        panel.at("/targets/0/azureLogAnalytics/query").asText());
            }
        }
    }

    /** Azure gives a rule's query what the window of the rule has by TimeGenerated. */
    private static String inItsWindow(JsonNode rule) {
        String window = rule.path("overrideQueryTimeRange")
                .asText(rule.path("windowSize").asText())
                .replaceFirst("^PT?", "")
                .toLowerCase(Locale.ROOT);
        return rule.at("/criteria/allOf/0/query")
                .asText()
                .replaceFirst("\\|", "| where TimeGenerated > ago(" + window + ") |");
    }

    /** But for the page of queries, which has a test of its own. */
    private void readPages() throws IOException {
        List<Path> pages;
        try (Stream<Path> docs = Files.list(Path.of("../docs"))) {
            pages = Stream.concat(docs, Stream.of(Path.of("../README.md"), Path.of("../emulator/README.md")))
                    .filter(page -> page.toString().endsWith(".md") && !page.endsWith("queries.md"))
                    .sorted()
                    .toList();
        }
        for (Path page : pages) {
            List<MatchResult> blocks =
                    BLOCK.matcher(Files.readString(page)).results().toList();
            for (int i = 0; i < blocks.size(); i++) {
                add(page.getFileName() + ", " + (i + 1), blocks.get(i).group(1));
            }
        }
    }

    private void add(String name, String query) {
        if (query.contains("| ")) {
            queries.put(name, query.replaceAll("\\$?\\{TraceId}", Workspace.TRACE));
        }
    }
}
