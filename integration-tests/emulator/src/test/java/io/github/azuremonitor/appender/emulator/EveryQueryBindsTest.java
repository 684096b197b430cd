package io.github.azuremonitor.appender.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * Microsoft's language service takes each query that this project shows or hands out: it knows the tables that the
 * appenders fill with the columns of {@code docs/queries.md}, and Azure's own as the pages about them list their columns.
 */
class EveryQueryBindsTest {
    private static final Path ROOT = Path.of("../..");
    /** What {@code template --extras} makes, as another test compares it. */
    private static final Path TEMPLATES = ROOT.resolve("tools/src/test/resources/template");

    private static final Pattern BLOCK = Pattern.compile("(?m)^ *```kusto\\n(.*?)^ *```", Pattern.DOTALL);
    /** What {@code check} prints. */
    private static final Pattern PRINTED = Pattern.compile("(?m)^(\\w+_CL) \\| where .*$");

    /** What the example prints. */
    private static final Pattern IN_AZURE = Pattern.compile("(?m)^In Azure +(\\w+_CL \\| .*)$");

    /** Of the tables to which its rows went. */
    private static final String PROBED = "['TimeGenerated']:datetime, ['Message']:string";

    /** A query and where it stands. */
    private record Found(String where, String query) {}

    @Test
    void everyQueryIsTakenAndAColumnThatATableDoesNotHaveIsNamed() throws Exception {
        List<Found> found = found();
        assertThat(found).as("queries of all pages").hasSizeGreaterThan(45);
        assertThat(found.stream().filter(each -> each.where().contains("queries.md")))
                .as("queries of docs/queries.md")
                .hasSizeGreaterThanOrEqualTo(30);
        assertThat(found.stream().filter(each -> each.where().startsWith("extras")))
                .as("queries of workbook, alerts, summary rule, saved searches and dashboard")
                .hasSize(29);
        assertThat(found.stream().filter(each -> each.where().endsWith("'s own")))
                .as("queries of the commands")
                .hasSize(8);
        assertThat(found.stream().filter(each -> each.where().contains("quickstart")))
                .hasSize(1);
        List<String> queries = found.stream().map(Found::query).collect(Collectors.toCollection(ArrayList::new));
        // What it would not take, so that its silence about the others means something.
        queries.add("SigninLogs | where UserPrincipal == ''");
        queries.add("JavaLogs_CL | where Levle == ''");
        List<Oracle.Opinion> opinions = Oracle.service(queries, tables());
        var all = new SoftAssertions();
        for (int i = 0; i < found.size(); i++) {
            all.assertThat(opinions.get(i).error())
                    .as("%s:%n%s", found.get(i).where(), found.get(i).query())
                    .isEmpty();
        }
        all.assertThat(opinions.get(found.size()).error()).contains("UserPrincipal");
        all.assertThat(opinions.get(found.size() + 1).error()).contains("Levle");
        all.assertAll();
    }

    private static List<Found> found() throws IOException {
        var found = new ArrayList<Found>();
        for (Path page : pages()) {
            String text = Files.readString(page);
            add(BLOCK.matcher(text).results(), 1, page, found);
            if (page.endsWith("tools.md")) {
                add(PRINTED.matcher(text).results(), 0, page, found);
            }
        }
        for (String file : List.of("extras.json", "extras-dashboard.json")) {
            inJson(Client.JSON.readTree(TEMPLATES.resolve(file).toFile()), file, found);
        }
        for (String command : List.of("check", "cost", "silence")) {
            Path file = ROOT.resolve("tools/src/test/resources/queries/" + command + "-queries.txt");
            Files.readAllLines(file).forEach(line -> found.add(new Found(command + "'s own", line)));
        }
        Path example = ROOT.resolve("examples/quickstart/README.md");
        add(IN_AZURE.matcher(Files.readString(example)).results(), 1, example, found);
        return found;
    }

    /** Whatever is called {@code query}, in JSON within JSON, too; a page's parameters are texts. */
    private static void inJson(JsonNode node, String file, List<Found> found) throws IOException {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String text = field.getValue().asText();
            if (field.getKey().equals("query") && text.contains(" | ")) {
                found.add(new Found(file, called(node.path("functionParameters").asText(), text)));
            } else if (field.getKey().equals("serializedData")) {
                inJson(Client.JSON.readTree(text), file, found);
            }
        }
        for (JsonNode child : node) {
            inJson(child, file, found);
        }
    }

    /** The body of a function, as a query calls it. */
    private static String called(String parameters, String query) {
        return parameters.isEmpty() ? query : "let saved = (" + parameters + ") { " + query + " }; saved('x')";
    }

    private static void add(Stream<MatchResult> matches, int group, Path page, List<Found> found) {
        matches.forEach(match -> found.add(new Found(page + " at " + match.start(), match.group(group))));
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            var pages = docs.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .collect(Collectors.toCollection(ArrayList::new));
            pages.add(ROOT.resolve("README.md"));
            pages.add(ROOT.resolve("emulator/README.md"));
            return pages;
        }
    }

    private static Map<String, String> tables() throws IOException {
        var tables = new TreeMap<String, String>();
        JsonNode azure = read("azure-tables.json");
        assertThat(azure.path("date").asText()).matches("\\d{4}-\\d\\d-\\d\\d");
        azure.path("tables").properties().forEach(table -> tables.put(table.getKey(), columns(table.getValue())));
        read("our-tables.json").properties().forEach(table -> tables.put(table.getKey(), columns(table.getValue())));
        PRINTED.matcher(Files.readString(ROOT.resolve("docs/tools.md")))
                .results()
                .forEach(probe -> tables.putIfAbsent(probe.group(1), PROBED));
        return tables;
    }

    private static JsonNode read(String name) throws IOException {
        return Client.JSON.readTree(Path.of("src/test/resources/kql", name).toFile());
    }

    private static String columns(JsonNode columns) {
        var types = new LinkedHashMap<String, String>();
        columns.properties()
                .forEach(column -> types.put(column.getKey(), column.getValue().asText()));
        return types.entrySet().stream()
                .map(column -> "['" + column.getKey() + "']:" + column.getValue())
                .collect(Collectors.joining(", "));
    }
}
