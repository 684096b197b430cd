package io.github.azuremonitor.appender.common.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.azuremonitor.appender.common.testing.Mutations;
import io.github.azuremonitor.appender.common.testing.Rounds;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeclaredRuleTest {
    private static final String ID = "dcr-00000000000000000000000000000001";
    private static final String STREAM = "Custom-Orders_CL";

    private static final String PROPERTIES = """
            "immutableId": "%s",
            "streamDeclarations": {
              "Custom-Orders_CL": {"columns": [
                {"name": "TimeGenerated", "type": "datetime"}, {"name": "Till", "type": "int"}]},
              "Custom-Microsoft-Syslog": {"columns": [{"name": "TimeGenerated", "type": "dateTime"}]}
            },
            "dataFlows": [
              {"streams": ["Microsoft-Event"], "destinations": ["a"]},
              {"streams": ["Custom-Microsoft-Syslog"], "outputStream": "Microsoft-Syslog"},
              {"streams": ["Custom-Orders_CL"], "transformKql": "source"}
            ]
            """;

    @TempDir
    private Path directory;

    @Test
    void aRuleIsReadHoweverItWasExported() throws Exception {
        String properties = PROPERTIES.formatted(ID);
        for (String json : new String[] {
            "{\"name\": \"rule\", \"properties\": {" + properties + "}}",
            "{\"name\": \"rule\", \"tags\": null, \"size\": 1.5, \"on\": true, " + properties + "}",
            "{\"resources\": [{\"type\": \"other\", \"properties\": {}}," + " {\"properties\": {" + properties
                    + "}, \"type\": \"Microsoft.Insights/dataCollectionRules\"}]}",
            "{\"resources\": {\"rule\": {\"properties\": {" + properties + "}}}}",
            "{\"resources\": [{\"properties\": {\"template\": {\"resources\": [{\"properties\": {" + properties
                    + "}}]}}}]}",
            "// shared by all\n{/* az */ " + properties + "}"
        }) {
            DeclaredRule rule = read(json, StandardCharsets.UTF_8);
            assertThat(rule.immutableId()).as(json).isEqualTo(ID);
            DeclaredStream orders = Objects.requireNonNull(rule.stream(STREAM));
            assertThat(orders.columns()).isEqualTo(Map.of("TimeGenerated", "datetime", "Till", "int"));
            assertThat(orders.outputStream()).isEqualTo(STREAM);
            assertThat(Objects.requireNonNull(rule.stream("Custom-Microsoft-Syslog"))
                            .outputStream())
                    .isEqualTo("Microsoft-Syslog");
            assertThat(rule.stream("Microsoft-Event")).isNull();
        }
    }

    /** PowerShell writes what a command prints as UTF-16 with a mark in front. */
    @Test
    void aRuleIsReadInTheEncodingsThatShellsWrite() throws Exception {
        String json = "{" + PROPERTIES.formatted(ID) + "}";
        assertThat(read(json, StandardCharsets.UTF_16).stream(STREAM)).isNotNull();
        assertThat(read("\uFEFF" + json, StandardCharsets.UTF_16LE).stream(STREAM))
                .isNotNull();
        assertThat(read("\uFEFF" + json, StandardCharsets.UTF_8).stream(STREAM)).isNotNull();
    }

    @Test
    void ofSeveralRulesTheOneThatIsMeantIsTaken() throws Exception {
        String other = "{" + PROPERTIES.formatted("dcr-00000000000000000000000000000002") + "}";
        String unknown = "{\"streamDeclarations\": {\"Custom-Other_CL\": {}}}";
        String template = "{" + PROPERTIES.formatted("[reference('rule').immutableId]") + "}";
        String wanted = "{" + PROPERTIES.formatted(ID) + "}";
        assertThat(readAll(other, unknown, template, wanted).immutableId()).isEqualTo(ID);
        DeclaredRule without = readAll(other, unknown, template);
        assertThat(without.immutableId()).as("a template does not know it").isEmpty();
        assertThat(without.stream(STREAM)).isNotNull();
        assertThat(without.mayBe(ID)).isTrue();
        assertThat(readAll(other).mayBe(ID)).isFalse();
    }

    @Test
    void columnsThatAnExpressionMakesAreNoColumns() throws Exception {
        DeclaredRule rule = read(
                "{\"streamDeclarations\": {\"Custom-Orders_CL\": {\"columns\": \"[variables('columns')]\"}}}",
                StandardCharsets.UTF_8);
        assertThat(Objects.requireNonNull(rule.stream(STREAM)).columns()).isEmpty();
    }

    @Test
    void whatIsNoRuleIsSaidWithTheWayOut() throws Exception {
        says("does not exist; write the path", directory.resolve("nowhere.json"));
        says("is not a file; write the path", directory);
        says("is empty; write the rule", file("", StandardCharsets.UTF_8));
        says("is not JSON from line 3 on; write the rule", file("{\n\"a\": 1,\n\"b\": oops}", StandardCharsets.UTF_8));
        says("is not JSON from line 1 on", file("{\"streamDeclarations\": {", StandardCharsets.UTF_8));
        says("is not JSON", file("resource rule 'Microsoft.Insights/…'", StandardCharsets.UTF_8));
        says("holds no data collection rule", file("{\"name\": \"table\"}", StandardCharsets.UTF_8));
        says("holds no data collection rule", file("[1, \"two\", null]", StandardCharsets.UTF_8));
        says("is nested too deep", file("[".repeat(900), StandardCharsets.UTF_8));
    }

    /** A hole of 4 GB: whoever reads it whole does not come back. */
    @Test
    void aHugeFileIsNotReadWhole() throws Exception {
        Path huge = directory.resolve("huge.json");
        try (var file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(1L << 32);
        }
        says("has more than 4 MB and is no rule", huge);
    }

    @Test
    void damageIsAnUnusableRuleAndNothingElse() throws Exception {
        byte[] sound = ("{" + PROPERTIES.formatted(ID) + "}").getBytes(StandardCharsets.UTF_8);
        var unusable = new AtomicInteger();
        Path file = directory.resolve("rule.json");
        Rounds.play(1_000, random -> {
            Files.write(file, Mutations.of(sound, random));
            try {
                DeclaredRule rule = DeclaredRule.read(file, List.of(ID), STREAM);
                rule.streams().values().forEach(stream -> stream.unused(List.of()));
            } catch (UnusableRuleException expected) {
                assertThat(expected.getMessage()).contains("; ").hasSizeLessThan(500);
                unusable.incrementAndGet();
            }
        });
        assertThat(unusable).hasPositiveValue();
    }

    private void says(String sentence, Path file) {
        assertThatThrownBy(() -> DeclaredRule.read(file, List.of(ID), STREAM))
                .isInstanceOf(UnusableRuleException.class)
                .hasMessageContaining(sentence);
    }

    private DeclaredRule readAll(String... rules) throws Exception {
        return read("[" + String.join(",", rules) + "]", StandardCharsets.UTF_8);
    }

    private DeclaredRule read(String json, Charset charset) throws Exception {
        return DeclaredRule.read(file(json, charset), List.of(ID), STREAM);
    }

    private Path file(String json, Charset charset) throws IOException {
        return Files.write(directory.resolve("rule.json"), json.getBytes(charset));
    }
}
