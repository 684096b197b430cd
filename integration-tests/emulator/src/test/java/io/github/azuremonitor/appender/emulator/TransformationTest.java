package io.github.azuremonitor.appender.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import io.github.azuremonitor.appender.emulator.problem.Problem;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows stand in the table that the rule names, in the shape that its transformation gives them. */
class TransformationTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String ROWS = """
            [{"TimeGenerated":"2026-02-01T00:00:00Z","Level":"INFO","Text":"old","Count":1},
             {"TimeGenerated":"2026-03-01T11:00:00Z","Level":"TRACE","Text":"user=ann id=7"},
             {"Level":"ERROR","Text":"user=bob id=8","Bag":{"a":1}}]""";

    @TempDir
    private Path dir;

    @Test
    void theTimeThatWasSentOutlivesItsReplacement() throws Exception {
        try (LogsEmulator emulator = emulator("source | extend EventTime = TimeGenerated", "Custom-Other_CL")) {
            post(emulator);

            assertThat(emulator.query("Other_CL | project Text, TimeGenerated, EventTime | sort by Text asc"))
                    .hasToString(
                            "[{\"Text\":\"old\",\"TimeGenerated\":\"2026-03-01T12:00:00Z\",\"EventTime\":\"2026-02-01T00:00:00Z\"},"
                                    + " {\"Text\":\"user=ann id=7\",\"TimeGenerated\":\"2026-03-01T11:00:00Z\",\"EventTime\":\"2026-03-01T11:00:00Z\"},"
                                    + " {\"Text\":\"user=bob id=8\",\"TimeGenerated\":\"2026-03-01T12:00:00Z\",\"EventTime\":null}]");
        }
    }

    @Test
    void theTableHasTheColumnsThatComeOutAndTheRowsThatAreLeft() throws Exception {
        String kql = "source | where Level != 'TRACE' | parse Text with 'user=' User ' id=' Id:long"
                + " | extend Late = now() - TimeGenerated | project TimeGenerated, User, Id, A = toint(Bag.a), Late";
        try (LogsEmulator emulator = emulator(kql, "Microsoft-Syslog")) {
            post(emulator);

            assertThat(emulator.query("Syslog | getschema | summarize make_list(ColumnName)")
                            .get(0)
                            .at("/list_ColumnName"))
                    .hasToString("[\"TimeGenerated\",\"User\",\"Id\",\"A\",\"Late\"]");
            assertThat(emulator.query("Syslog | project User, Id, A, Late"))
                    .hasToString(
                            "[{\"User\":\"\",\"Id\":null,\"A\":null,\"Late\":\"28.12:00:00\"}, {\"User\":\"bob\",\"Id\":8,\"A\":1,\"Late\":null}]");
            assertThat(emulator.rows("Custom-Own")).hasSize(3);
        }
    }

    static Stream<String[]> failing() {
        return Stream.of(
                new String[] {
                    "source | summarize count() by Level",
                    "position 9: The operator summarize is not allowed in a transformation"
                },
                new String[] {"source | extend X = Levle", "The name 'Levle' does not refer to any known column"},
                new String[] {"source | where Level in~ ('a')", "in~ is not allowed in a transformation"},
                new String[] {"source | extend D = dynamic({'a':1})", "parse_json() is"},
                new String[] {"source | extend D = replace_string(Level, 'a', 'b')", "replace_string() is not allowed"},
                new String[] {"source | join kind=inner (source) on Level", "The operator join is not allowed"},
                new String[] {"source | mv-expand Bag", "The operator mv-expand is not allowed"},
                new String[] {"source | project-keep Level", "The operator project-keep is not allowed"},
                new String[] {"source | getschema", "The operator getschema is not allowed"},
                new String[] {"Own_CL | take 1", "named 'Own_CL'"},
                new String[] {"source | where", "an expression"});
    }

    @ParameterizedTest
    @MethodSource("failing")
    void aFailureIsARowOfDcrLogErrorsAndAProblem(String kql, String cause) throws Exception {
        try (LogsEmulator emulator = emulator(kql, "Custom-Own_CL")) {
            post(emulator);

            var errors = emulator.query("DCRLogErrors");
            assertThat(errors).hasSize(1);
            assertThat(errors.get(0).path("Message").asText()).contains(cause);
            assertThat(errors.get(0).path("OperationName").asText()).isEqualTo("Transformation");
            assertThat(errors.get(0).path("InputStreamId").asText()).isEqualTo("Custom-Own");
            assertThat(emulator.query("Own_CL")).isEmpty();
            assertThat(emulator.problems())
                    .filteredOn(problem -> problem.kind() == Problem.Kind.FAILED_TRANSFORMATION)
                    .hasSize(1)
                    .allSatisfy(problem -> assertThat(problem.count()).isEqualTo(3));
            assertThat(emulator.lostBodies()).isEmpty();
        }
    }

    private LogsEmulator emulator(String kql, String output) throws Exception {
        Path file = dir.resolve("rule.json");
        String columns = """
                [{"name":"TimeGenerated","type":"datetime"},{"name":"Level","type":"string"},{"name":"Text","type":"string"},
                 {"name":"Count","type":"int"},{"name":"Bag","type":"dynamic"}]""";
        Files.writeString(file, """
                {"properties":{"streamDeclarations":{"Custom-Own":{"columns":%s}},
                 "dataFlows":[{"streams":["Custom-Own"],"transformKql":%s,"outputStream":"%s"}]}}""".formatted(columns, Client.JSON.writeValueAsString(kql), output));
        return LogsEmulator.builder()
                .requireToken(false)
                .clock(() -> NOW)
                .dcr(DcrDefinition.fromFile(file))
                .start();
    }

    private static void post(LogsEmulator emulator) throws Exception {
        var answer = Client.send(
                HttpRequest.newBuilder(Client.uri(emulator.httpEndpoint(), emulator.dcrImmutableId(), "Custom-Own"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(ROWS)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    }
}
