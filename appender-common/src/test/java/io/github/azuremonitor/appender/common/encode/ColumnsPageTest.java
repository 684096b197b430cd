package io.github.azuremonitor.appender.common.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.azuremonitor.appender.common.column.ColumnList;
import io.github.azuremonitor.appender.common.column.Source;
import io.github.azuremonitor.appender.common.event.LoggedEvent;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.event.Values;
import io.github.azuremonitor.appender.common.testing.Settings;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/columns.md to the code: runs its examples on the event that it describes. */
class ColumnsPageTest {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final String page = read();

    @Test
    void everySourceHasItsRowWithAnExampleThatIsTrue() throws Exception {
        List<List<String>> rows = cellsBelow("| Source | Type | Value | Example | Row |");
        assertThat(rows)
                .extracting(cells -> code(cells.get(0)) + " " + cells.get(1))
                .containsExactlyElementsOf(Stream.of(Source.Kind.values())
                        .map(kind -> kind.text() + " " + kind.type().text())
                        .toList());
        for (List<String> cells : rows) {
            if (!cells.get(3).isEmpty()) {
                assertThat(encoded(code(cells.get(3)))).as(cells.get(3)).isEqualTo(JSON.readTree(code(cells.get(4))));
            }
        }
        assertThat(rows)
                .filteredOn(cells -> cells.get(3).isEmpty())
                .singleElement()
                .satisfies(cells ->
                        assertThat(encoded("Ab = eventId").get("Ab").asText()).hasSize(36));
    }

    @Test
    void everyExampleGivesTheRowBelowIt() throws Exception {
        var examples = Pattern.compile("```columns\n(.*?)```\\s+```json\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .toList();
        assertThat(examples).hasSizeGreaterThan(7);
        assertThat(page.split("```columns", -1)).hasSize(examples.size() + 1);
        for (var example : examples) {
            assertThat(encoded(example.group(1))).as(example.group(1)).isEqualTo(JSON.readTree(example.group(2)));
        }
    }

    @Test
    void pythonMakesThePseudonymOfThePage() throws Exception {
        String program = page.substring(page.indexOf("```python") + 9);
        Process python;
        try {
            python = new ProcessBuilder(
                            "python3",
                            "-c",
                            program.substring(0, program.indexOf("```")).strip())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException absent) {
            assumeTrue(false, "there is no python3 on the PATH");
            return;
        }
        String printed = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(encoded("Tenant = mdc.tenant hash(\"env:PSEUDONYM_KEY\")")
                        .path("Tenant")
                        .asText())
                .isEqualTo(printed);
    }

    @Test
    void theFirstExampleHasNoFault() {
        var faults = new ArrayList<String>();
        ColumnList.parse(page.substring(page.indexOf("```") + 3, page.indexOf("```", page.indexOf("```") + 3)), faults);
        assertThat(faults).isEmpty();
    }

    @Test
    void everyFaultIsToldInTheWordsOfThePage() {
        List<List<String>> rows = cellsBelow("| You write | It says |");
        assertThat(rows).hasSizeGreaterThan(3).allSatisfy(cells -> {
            var faults = new ArrayList<String>();
            ColumnList.parse(code(cells.get(0)), faults);
            assertThat(faults).containsExactly(cells.get(1));
        });
    }

    @Test
    void thePresetsAreThoseOfThePage() {
        var presets = Pattern.compile("`([a-z-]+)` is [^`]*?:\n\n```\n(.*?)```", Pattern.DOTALL)
                .matcher(page.substring(page.indexOf("## Presets")))
                .results()
                .toList();
        assertThat(presets).isNotEmpty();
        for (var preset : presets) {
            var faults = new ArrayList<String>();
            assertThat(ColumnList.parse(preset.group(1), faults).columns())
                    .isEqualTo(ColumnList.parse(preset.group(2), faults).columns());
            assertThat(faults).isEmpty();
        }
        var faults = new ArrayList<String>();
        ColumnList.parse("nothing", faults);
        assertThat(faults)
                .containsExactly("at character 1: 'nothing' is not Name:type = source, nor a preset: "
                        + String.join(
                                ", ",
                                presets.stream().map(found -> found.group(1)).toList()));
    }

    private static JsonNode encoded(String columns) throws Exception {
        var settings = Settings.with(
                "columns", columns, "appName", "shop", "appVersion", "1.4.2", "environment", "production");
        // Read again, because numbers of the page and of the row are to be of the same kind.
        return JSON.readTree(
                new Rows().row(settings.table(), ColumnsPageTest::example).toString());
    }

    private static void example(LoggedEvent event) {
        event.origin(Severity.WARN, "WARN", "com.example.Orders", "main");
        event.message("order 42 placed with card 4111111111111111");
        event.template("order {} placed with card {}");
        event.markers("AUDIT,MONEY");
        event.contextStack("import nightly");
        // A front end's layout; what it gives is tested with the front ends.
        event.rendered(new String[] {"WARN  c.e.Orders"});
        event.caller(new StackTraceElement("com.example.Orders", "place", "Orders.java", 42));
        var cause = new SocketTimeoutException("read timed out");
        var thrown = new IllegalStateException("payment failed", cause);
        var main = new StackTraceElement("com.example.Main", "main", "Main.java", 7);
        thrown.setStackTrace(
                new StackTraceElement[] {new StackTraceElement("com.example.Orders", "place", "Orders.java", 40), main
                });
        cause.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("org.pay.Http", "read", "Http.java", 9),
            new StackTraceElement("com.example.Orders", "place", "Orders.java", 38),
            main
        });
        event.thrown(thrown);
        event.context().accept("traceId", "4bf92f35");
        event.context().accept("spanId", "00f067aa");
        event.context().accept("tenant", "acme");
        event.context().accept("http.method", "GET");
        event.context().accept("http.status", "503");
        event.keyValues().accept("orderId", 42);
        event.keyValues().accept("amount", new BigDecimal("42.50"));
        event.keyValues().accept("items", Values.settled(List.of("book", "pen")));
        event.keyValues().accept("apiToken", "t0ps3cret");
    }

    private List<List<String>> cellsBelow(String header) {
        return page.lines()
                .dropWhile(line -> !line.equals(header))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Stream.of(line.substring(1, line.length() - 1).split("\\|", -1))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    private static String code(String cell) {
        return cell.startsWith("`") && cell.endsWith("`") ? cell.substring(1, cell.length() - 1) : cell;
    }

    private static String read() {
        try {
            return Files.readString(Path.of(System.getProperty("basedir", "."), "..", "docs", "columns.md"));
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }
}
