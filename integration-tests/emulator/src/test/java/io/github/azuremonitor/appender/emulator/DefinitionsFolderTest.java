package io.github.azuremonitor.appender.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import io.github.azuremonitor.appender.emulator.kql.KqlException;
import io.github.azuremonitor.appender.emulator.problem.Problem;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules and tables in the files of a folder are in force as the files are now, without a restart. */
class DefinitionsFolderTest {
    private static final String TABLE = """
            {"name": "Orders_CL", "properties": {"schema": {"name": "Orders_CL", "columns": [
              {"name": "TimeGenerated", "type": "dateTime"}, {"name": "Text", "type": "string"}, {"name": "Key", "type": "guid"}]}}}
            """;

    @TempDir
    private Path dir;

    @Test
    void aColumnThatIsAddedLaterIsThereForRowsThatCameBefore() throws Exception {
        write("orders.json", rule("dcr-1", "Text"));
        try (LogsEmulator emulator = started()) {
            post(emulator, "dcr-1", "{\"Text\":\"a\",\"Late\":\"b\"}");
            assertThat(emulator.problems()).extracting(Problem::kind).containsExactly(Problem.Kind.IGNORED_PROPERTY);

            write("orders.json", rule("dcr-1", "Text", "Late"));
            await().atMost(Client.PATIENCE)
                    .until(() -> emulator.rules()
                            .get(0)
                            .streams()
                            .get("Custom-Orders_CL")
                            .containsKey("Late"));

            post(emulator, "dcr-1", "{\"Late\":\"c\"}");
            assertThat(emulator.query("Orders_CL | summarize make_list(Late)")
                            .get(0)
                            .at("/list_Late"))
                    .hasToString("[\"b\",\"c\"]");
        }
    }

    @Test
    void aFileOfParametersBesideATemplateGivesThemTheirValues() throws Exception {
        write("orders.json", """
                {"parameters": {"stream": {"type": "string"}}, "resources": [
                  {"type": "Microsoft.Insights/dataCollectionRules", "name": "r", "properties": {
                    "streamDeclarations": {"[parameters('stream')]": {"columns": [{"name": "Text", "type": "string"}]}}}}]}
                """);
        write("orders.parameters.json", parameters("Custom-First_CL"));
        assertThat(DcrDefinition.fromFile(dir.resolve("orders.json")).streams()).containsOnlyKeys("Custom-First_CL");
        try (LogsEmulator emulator = started()) {
            assertThat(emulator.rules().get(0).streams()).containsOnlyKeys("Custom-First_CL");

            write("orders.parameters.json", parameters("Custom-SecondOne_CL"));
            await().atMost(Client.PATIENCE)
                    .until(() -> emulator.rules().get(0).streams().containsKey("Custom-SecondOne_CL"));

            write("orders.parameters.json", "{");
            await().atMost(Client.PATIENCE).untilAsserted(() -> {
                assertThat(emulator.rules().get(0).streams()).containsOnlyKeys("Custom-SecondOne_CL");
                assertThat(emulator.problems())
                        .anyMatch(problem -> problem.cause().contains("orders.parameters.json is not JSON"));
            });
        }
        write("order.parameters.json", parameters("Custom-First_CL"));
        write("orders.parameters.json", parameters("Custom-First_CL"));
        assertThatThrownBy(this::started)
                .hasMessageContaining("order.parameters.json has parameters for the template order.json,")
                .hasMessageContaining("which is not beside it");
    }

    private static String parameters(String stream) {
        return "{\"parameters\":{\"stream\":{\"value\":\"" + stream + "\"},\"secret\":{\"reference\":{}}}}";
    }

    @Test
    void savedQueriesAreListedAsTheFilesAreNow() throws Exception {
        write("late.kql", "Orders_CL | take 1");
        try (LogsEmulator emulator = started()) {
            assertThat(savedQueries(emulator))
                    .isEqualTo(
                            "{\"total\":1,\"offset\":0,\"queries\":[{\"name\":\"late\",\"function\":\"late\",\"parameters\":\"\","
                                    + "\"query\":\"Orders_CL | take 1\"}]}");

            Files.delete(dir.resolve("late.kql"));
            await().atMost(Client.PATIENCE)
                    .untilAsserted(() ->
                            assertThat(savedQueries(emulator)).isEqualTo("{\"total\":0,\"offset\":0,\"queries\":[]}"));
        }
    }

    private static String savedQueries(LogsEmulator emulator) throws Exception {
        return Client.get(emulator.httpEndpoint(), "/saved-queries").body();
    }

    @Test
    void aRuleThatIsAddedIsTakenAndOneThatIsGoneIsUnknown() throws Exception {
        write("one.json", rule("dcr-1", "Text"));
        try (LogsEmulator emulator = started()) {
            write("two.json", rule("dcr-2", "Text"));
            await().atMost(Client.PATIENCE).until(() -> post(emulator, "dcr-2", "{\"Text\":\"a\"}") == 204);

            Files.delete(dir.resolve("one.json"));
            await().atMost(Client.PATIENCE).until(() -> post(emulator, "dcr-1", "{\"Text\":\"a\"}") == 404);
            assertThat(emulator.rules()).extracting(DcrDefinition::immutableId).containsExactly("dcr-2");
        }
    }

    @Test
    void aRuleWithoutAnIdKeepsTheOneItGotAlthoughAnotherFileComesBeforeIt() throws Exception {
        write("b.json", rule("", "Text"));
        try (LogsEmulator emulator = started()) {
            String id = emulator.dcrImmutableId();
            write("a.json", rule("", "Other"));
            await().atMost(Client.PATIENCE).until(() -> emulator.rules().size() == 2);

            assertThat(post(emulator, id, "{\"Text\":\"a\"}")).isEqualTo(204);
            assertThat(emulator.problems()).isEmpty();
        }
    }

    @Test
    void aFileThatIsSpoiledLaterIsAProblemAndWhatItSaidStaysInForce() throws Exception {
        write("orders.json", rule("dcr-1", "Text"));
        try (LogsEmulator emulator = started()) {
            write("orders.json", "{\"properties\":");
            await().atMost(Client.PATIENCE).until(() -> {
                emulator.rules();
                return !emulator.problems().isEmpty();
            });

            assertThat(emulator.problems().get(0).kind()).isEqualTo(Problem.Kind.UNREADABLE_DEFINITION);
            assertThat(emulator.problems().get(0).cause()).contains("orders.json is not JSON");
            assertThat(post(emulator, "dcr-1", "{\"Text\":\"a\"}")).isEqualTo(204);
        }
    }

    @Test
    void aFileThatIsSpoiledAtTheStartIsToldAtOnce() throws Exception {
        write("orders.json", "[]");

        assertThatThrownBy(() -> LogsEmulator.builder().definitions(dir))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("orders.json holds no rule");
        assertThatThrownBy(() -> LogsEmulator.builder().definitions(dir.resolve("none")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none does not exist");
    }

    @Test
    void aDeclaredTableHasItsColumnsAndDropsOthersWithAReason() throws Exception {
        write("rule.json", rule("dcr-1", "Text", "Extra"));
        write("table.json", TABLE);
        try (LogsEmulator emulator = started()) {
            assertThat(emulator.query("Orders_CL | getschema | summarize make_list(ColumnName)")
                            .get(0)
                            .at("/list_ColumnName"))
                    .hasToString("[\"TimeGenerated\",\"Text\",\"Key\"]");

            post(emulator, "dcr-1", "{\"Text\":\"a\",\"Extra\":\"b\"}");

            assertThat(emulator.query("Orders_CL | project Text, Key")).hasToString("[{\"Text\":\"a\",\"Key\":\"\"}]");
            assertThat(emulator.problems()).singleElement().satisfies(problem -> {
                assertThat(problem.kind()).isEqualTo(Problem.Kind.DROPPED_COLUMN);
                assertThat(problem.cause()).contains("Orders_CL has no column \"Extra\"");
            });
        }
    }

    @Test
    void aColumnOfAnotherTypeThanTheTablesLosesTheRowsInDcrLogErrors() throws Exception {
        write("rule.json", rule("dcr-1", "Text"));
        write(
                "table.json",
                TABLE.replace(
                        "{\"name\": \"Text\", \"type\": \"string\"}", "{\"name\": \"Text\", \"type\": \"long\"}"));
        try (LogsEmulator emulator = started()) {
            post(emulator, "dcr-1", "{\"Text\":\"a\"}");

            assertThat(emulator.query("Orders_CL")).isEmpty();
            assertThat(emulator.query("DCRLogErrors | project Message")
                            .get(0)
                            .path("Message")
                            .asText())
                    .contains("Text [produced:'string', output:'long']");
        }
    }

    @Test
    void aFileWithKqlIsAFunctionAndASavedQueryMayHaveParameters() throws Exception {
        write("rule.json", rule("dcr-1", "Text"));
        write("Long.kql", "Orders_CL\n| where strlen(Text) > 1");
        write("saved.json", """
                {"properties": {"displayName": "Orders like", "functionAlias": "OrdersLike",
                  "functionParameters": "text:string, most:long = 1",
                  "query": "let limit = most; Orders_CL | where Text has text | take limit"}}""");
        write("deep.kql", "deep() | take 1");
        try (LogsEmulator emulator = started()) {
            post(emulator, "dcr-1", "{\"Text\":\"a\"},{\"Text\":\"bb\"},{\"Text\":\"bb\"}");

            assertThat(emulator.query("Long | count")).hasToString("[{\"Count\":2}]");
            assertThat(emulator.query("union Long(), (OrdersLike('a')) | count"))
                    .hasToString("[{\"Count\":3}]");
            assertThat(emulator.query("OrdersLike('bb') | count")).hasToString("[{\"Count\":1}]");
            assertThat(emulator.query("let limit = 7; OrdersLike('bb', 1 + 1) | take limit | count"))
                    .hasToString("[{\"Count\":2}]");
            assertThat(wrong(emulator, "OrdersLike()")).contains("misses the argument text");
            assertThat(wrong(emulator, "OrdersLike(7)")).contains("text is a constant string");
            assertThat(wrong(emulator, "OrdersLike('a', 1, 2)")).contains("takes 2 arguments");
            assertThat(wrong(emulator, "deep()")).contains("more than 16 deep");
            assertThat(wrong(emulator, "Nobody() | take 1")).contains("Nobody()");

            write("Long.kql", "Orders_CL\n| whre Text");
            await().atMost(Client.PATIENCE)
                    .untilAsserted(() -> assertThat(wrong(emulator, "Long | count"))
                            .contains("In the function Long, line 2, position 2: 'whre' is no operator"));
        }
    }

    private static String wrong(LogsEmulator emulator, String kql) {
        try {
            return "none, but " + emulator.query(kql);
        } catch (KqlException e) {
            return e.getMessage();
        }
    }

    private LogsEmulator started() {
        return LogsEmulator.builder().requireToken(false).definitions(dir).start();
    }

    private void write(String name, String text) throws Exception {
        Files.writeString(dir.resolve(name), text);
    }

    private static String rule(String id, String... columns) {
        String declared = String.join(
                ",",
                List.of(columns).stream()
                        .map(name -> "{\"name\":\"" + name + "\",\"type\":\"string\"}")
                        .toList());
        String named = id.isEmpty() ? "" : "\"immutableId\":\"" + id + "\",";
        return "{\"properties\":{" + named + "\"streamDeclarations\":{\"Custom-Orders_CL\":{\"columns\":[" + declared
                + "]}}}}";
    }

    private static int post(LogsEmulator emulator, String rule, String row) throws Exception {
        return Client.send(HttpRequest.newBuilder(Client.uri(emulator.httpEndpoint(), rule, "Custom-Orders_CL"))
                        .timeout(Client.PATIENCE)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("[" + row + "]")))
                .statusCode();
    }
}
