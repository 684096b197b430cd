package io.github.azuremonitor.appender.common.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.testing.RecordingReporter;
import io.github.azuremonitor.appender.common.testing.Settings;
import io.github.azuremonitor.appender.common.time.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The rule in a file and the list of Azure's own tables, as an appender that starts meets them. */
@Timeout(120)
class RuleCheckTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ID = "dcr-00000000000000000000000000000001";
    private static final String COLUMNS = "TimeGenerated = timestamp; Message = message; level = level; Pid = pid";
    private static final String UNCHECKED = "; until then all columns are sent unchecked";

    private final PlayedAzure azure = new PlayedAzure();
    private final RecordingReporter reporter = new RecordingReporter();
    private final Pipelines pipelines =
            new Pipelines(new Pipeline.Dependencies(Time.SYSTEM, new Random(5), UUID::randomUUID, azure));
    private final List<PipelineHandle> opened = new ArrayList<>();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        opened.forEach(handle -> handle.close(PATIENCE));
    }

    @Test
    void whatTheRuleDoesNotDeclareIsSaidAndNotSent() throws Exception {
        Path rule = rule(ID, Settings.STREAM, "TimeGenerated datetime", "Message string", "Level string", "Pid int");
        String row = logged("columns", COLUMNS, "dcr", rule.toString());
        assertThat(row).contains("\"Message\":\"one\"", "\"Pid\":").doesNotContain("level");
        assertThat(warnings())
                .containsExactly("WARN the rule in " + rule + " and the columns of Custom-JavaLogs_CL do not agree:"
                        + " level is not declared, so Azure drops it; Level is, and case counts."
                        + " Pid is declared as int, but sent as long; values that do not fit become null."
                        + " What is not declared is not sent; declared and not sent: Level;"
                        + " correct the columns or the rule, and write it into the file anew");
    }

    @Test
    void whatAgreesIsALineForThoseWhoLook() throws Exception {
        Path rule = rule(
                ID,
                Settings.STREAM,
                "TimeGenerated datetime",
                "Message string",
                "level string",
                "Pid long",
                "Till int");
        String row = logged("columns", COLUMNS, "dcr", rule.toString());
        assertThat(row).contains("\"level\":\"INFO\"");
        assertThat(warnings()).isEmpty();
        assertThat(reporter.lines())
                .contains("INFO the rule in " + rule
                        + " declares all 4 columns of Custom-JavaLogs_CL; declared and not sent: Till");
    }

    @Test
    void aFileThatIsOfNoUseCostsAWarningAndNoRow() throws Exception {
        Path nowhere = directory.resolve("nowhere.json");
        unchecked(nowhere, "does not exist; write the path of the rule's JSON");
        unchecked(directory, "is not a file");
        unchecked(Files.writeString(directory.resolve("cut.json"), "{\"streamDeclarations\": {"), "is not JSON");
        unchecked(Files.writeString(directory.resolve("table.json"), "{}"), "holds no data collection rule");
        unchecked(
                rule(ID, "Custom-Other_CL", "Message string"),
                "declares no stream Custom-JavaLogs_CL, but Custom-Other_CL; correct streamName or the rule");
        unchecked(
                rule("dcr-00000000000000000000000000000002", Settings.STREAM, "Message string"),
                "holds the rule dcr-00000000000000000000000000000002, but dcrImmutableId is " + ID
                        + "; correct the one that is wrong");
        unchecked(rule(ID, Settings.STREAM), "has no columns of Custom-JavaLogs_CL that can be read");
    }

    @Test
    void aRuleThatDeclaresNothingOfTheRowDoesNotEmptyIt() throws Exception {
        Path rule = rule(ID, Settings.STREAM, "Other string");
        assertThat(logged("columns", COLUMNS, "dcr", rule.toString())).contains("\"Message\":\"one\"");
        assertThat(warnings()).singleElement().asString().contains("None is declared, so all are sent");
    }

    @Test
    void aColumnThatAzuresTableCannotTakeIsAFaultOfTheConfiguration() {
        StartResult result = open("streamName", "Custom-Microsoft-Syslog", "columns", "syslog; Region = env.REGION");
        assertThat(result.handle()).isNull();
        assertThat(result.fault())
                .contains("columns = ", "column Region is none of Azure's table Syslog", "write Region_CF");
    }

    @Test
    void columnsThatNobodyHasFilledInAreNoFaultBesideAnother() {
        for (String columns : List.of("", " ")) {
            StartResult result = open("columns", columns, "routes", columns, "ringSize", "7");
            assertThat(result.fault()).contains("ringSize = ").doesNotContain("columns = ", "routes = ");
        }
        for (String columns : List.of("${COLUMNS}", "COLUMNS_IS_UNDEFINED")) {
            assertThat(open("columns", columns, "ringSize", "7").fault())
                    .contains("ringSize = ")
                    .containsOnlyOnce("columns = ");
        }
        StartResult result = open("columns", "Ab = thred", "routes", "levl INFO -> drop", "ringSize", "7");
        assertThat(result.fault()).contains("ringSize = ", "columns = ", "routes = ");
    }

    @Test
    void aRuleThatDeclaresTheColumnKnowsMoreThanTheList() throws Exception {
        Path rule = rule(ID, "Custom-Microsoft-Syslog", "TimeGenerated datetime", "Message string");
        String row = logged("streamName", "Custom-Microsoft-Syslog", "columns", COLUMNS, "dcr", rule.toString());
        assertThat(row).contains("\"Message\":\"one\"").doesNotContain("Pid");
    }

    @Test
    void aStreamOfARouteIsComparedByItself() throws Exception {
        Path rule = Files.writeString(directory.resolve("rule.json"), """
                {"streamDeclarations": {
                  "Custom-JavaLogs_CL": {"columns": [
                    {"name": "Short", "type": "string"}, {"name": "Long", "type": "string"}]},
                  "Custom-Debug_CL": {"columns": [{"name": "Long", "type": "string"}]}}}""");
        String row = logged(
                "columns",
                "Short = pattern(\"%m\"); Long = pattern(\"%c %m\")",
                "dcr",
                rule.toString(),
                "routes",
                "level INFO -> Custom-Debug_CL");
        assertThat(row).as("the second of the slot's texts").isEqualTo("{\"Long\":\"shop one\"}");
        assertThat(warnings())
                .singleElement()
                .asString()
                .contains("columns of Custom-Debug_CL do not agree: Short is not declared");
    }

    @Test
    void whatAnUndeclaredColumnNamesOrKeepsOutDoesNotComeBackByAWildcard() throws Exception {
        Path rule = rule(ID, Settings.STREAM, "Message string", "Context dynamic");
        String row = logged(
                "columns",
                "Message = message; Card = mdc.card redact(\"[0-9]+\"); User = mdc.user.* except user.mail; Context = mdc.*",
                "dcr",
                rule.toString());
        assertThat(row).isEqualTo("{\"Message\":\"one\",\"Context\":{\"till\":\"7\"}}");
    }

    @Test
    void aTableThatIsNotOnTheListCostsAWarningAndNoRow() throws Exception {
        assertThat(logged("streamName", "Microsoft-NewLogs", "columns", COLUMNS))
                .contains("\"Message\":\"one\"");
        assertThat(warnings())
                .singleElement()
                .asString()
                .startsWith("WARN streamName = \"Microsoft-NewLogs\": Azure's table NewLogs was not among those");
    }

    private void unchecked(Path file, String fault) throws Exception {
        reporter.lines().clear();
        azure.bodies.clear();
        assertThat(logged("columns", COLUMNS, "dcr", file.toString())).contains("\"level\":\"INFO\"");
        assertThat(warnings())
                .singleElement()
                .asString()
                .startsWith("WARN dcr = \"" + file + "\": ")
                .contains(fault)
                .endsWith(UNCHECKED);
    }

    private List<String> warnings() {
        return reporter.lines().stream()
                .filter(line -> line.startsWith("WARN ") || line.startsWith("ERROR "))
                .toList();
    }

    private StartResult open(String... namesAndValues) {
        StartResult result =
                TestAppender.start(Settings.map(namesAndValues), name -> null, reporter, () -> false, pipelines);
        PipelineHandle handle = result.handle();
        if (handle != null) {
            opened.add(handle);
        }
        return result;
    }

    /** The one row that arrives. */
    private String logged(String... namesAndValues) {
        azure.keepsBodies = true;
        PipelineHandle handle = open(namesAndValues).handle();
        assertThat(handle).isNotNull();
        LogCall call = handle.begin(Severity.INFO, handle.table(Severity.INFO, "shop", this, (any, marker) -> false));
        assertThat(call).isNotNull();
        call.event().time(1_795_161_801L, 0);
        call.event().origin(Severity.INFO, "INFO", "shop", "main");
        call.event().message("one");
        call.event().context().accept("card", "4111111111111111");
        call.event().context().accept("user.mail", "a@b.c");
        call.event().context().accept("till", "7");
        call.event().rendered(handle.patterns().isEmpty() ? null : new String[] {"one", "shop one"});
        handle.log(call);
        assertThat(handle.flush(PATIENCE)).isTrue();
        assertThat(azure.bodies).hasSize(1);
        return azure.bodies.element();
    }

    private Path rule(String id, String stream, String... columns) throws IOException {
        var declared = new ArrayList<String>();
        for (String column : columns) {
            String[] words = column.split(" ", -1);
            declared.add("{\"name\": \"" + words[0] + "\", \"type\": \"" + words[1] + "\"}");
        }
        String json = "{\"immutableId\": \"" + id + "\", \"streamDeclarations\": {\"" + stream + "\": {\"columns\": ["
                + String.join(", ", declared) + "]}}}";
        return Files.writeString(directory.resolve("rule.json"), json);
    }
}
