package io.github.azuremonitor.appender.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.rows.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds docs/azure-tables.md to what happens: each example goes through the rule that the template makes of it. */
class AzureTablesPageTest {
    private static final Pattern EXAMPLE =
            Pattern.compile("```xml\\n(.*?<streamName>(.*?)</streamName>.*?)```.*?```json\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern BICEP = Pattern.compile("```bicep\\n(.*?)```", Pattern.DOTALL);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where and when the test runs. */
    private static final Set<String> OF_THE_MACHINE =
            Set.of("TimeGenerated", "EventTime", "HostName", "Computer", "ProcessID", "ServiceInstanceId");

    @TempDir
    private Path directory;

    @Test
    void everyExampleGivesTheRowBelowIt() throws Exception {
        String page = Files.readString(Path.of("../docs/azure-tables.md"));
        var examples = EXAMPLE.matcher(page).results().toList();
        assertThat(examples)
                .extracting(example -> example.group(2))
                .containsExactly("Custom-Microsoft-Syslog", "Custom-Microsoft-OTelLogs");
        for (var example : examples) {
            Row row = logged(example.group(1), example.group(2));
            JsonNode shown = JSON.readTree(example.group(3));
            row.columns().forEach((name, value) -> {
                JsonNode wanted = shown.path(name);
                if (name.startsWith("K8s")) {
                    return; // Only where the test itself runs in a pod.
                } else if (OF_THE_MACHINE.contains(name)) {
                    assertThat(value.getNodeType()).as(name).isEqualTo(wanted.getNodeType());
                } else {
                    assertThat(value).as(name).isEqualTo(value(wanted));
                }
            });
            assertThat(row.columns().keySet()).containsAll(fields(shown));
        }
    }

    @Test
    void theTemplateOfTheFirstExampleIsTheOneThatThePageShows() throws IOException {
        String page = Files.readString(Path.of("../docs/azure-tables.md"));
        var example = EXAMPLE.matcher(page);
        var bicep = BICEP.matcher(page);
        assertThat(example.find() && bicep.find()).isTrue();
        Path config = Configs.write(directory.resolve("logback.xml"), example.group(1));
        Command template = Command.run("template", "--config", config);
        List<String> pieces = Arrays.asList(bicep.group(1).split("(?m)^…\\n", -1));
        assertThat(template.out()).containsSubsequence(pieces);
        assertThat(template.err()).contains("give it with --existing");
        assertThat(template.code()).isEqualTo(1);
    }

    private Row logged(String xml, String stream) throws Exception {
        Path config = Configs.write(directory.resolve("logback.xml"), xml);
        Command template = Command.run("template", "--config", config, "--format", "arm");
        Path arm = Configs.write(directory.resolve("arm.json"), template.out());
        try (var emulator = LogsEmulator.builder().requireToken(false).dcr(arm).start()) {
            Configs.write(
                    config,
                    xml.replace("http://127.0.0.1:8088", emulator.httpEndpoint().toString())
                            .replace("</credential>", "</credential><durability>memory</durability>"));
            var exception = new IllegalStateException("no till");
            exception.setStackTrace(new StackTraceElement[0]);
            try (var app = new App(config)) {
                app.logger().error("payment failed", exception);
            }
            Row row = emulator.awaitRows(stream, 1, Duration.ofMinutes(1)).get(0);
            assertThat(emulator.stats(stream).ignoredProperties()).isZero();
            assertThat(emulator.stats(stream).wrongTypes()).isZero();
            return row;
        }
    }

    private static List<String> fields(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    /** A column that is not in the row is null in the table. */
    private static JsonNode value(JsonNode value) {
        return value.isMissingNode() ? NullNode.getInstance() : value;
    }
}
