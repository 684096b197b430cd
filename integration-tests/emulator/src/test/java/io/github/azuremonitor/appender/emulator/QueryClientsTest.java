package io.github.azuremonitor.appender.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.util.Context;
import com.azure.monitor.query.LogsQueryClient;
import com.azure.monitor.query.LogsQueryClientBuilder;
import com.azure.monitor.query.models.LogsBatchQuery;
import com.azure.monitor.query.models.LogsQueryOptions;
import com.azure.monitor.query.models.LogsQueryResult;
import com.azure.monitor.query.models.LogsTableRow;
import com.azure.monitor.query.models.QueryTimeInterval;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Microsoft's clients, as Maven Central and npm have them, read rows back, and are told what is wrong. */
class QueryClientsTest {
    private static final String WORKSPACE = "00000000-0000-0000-0000-000000000000";

    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR =
            LogsEmulatorExtension.of(LogsEmulator.builder().withHttps());

    private String time;

    @BeforeEach
    void upload(LogsEmulator emulator) throws Exception {
        time = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.MILLIS).toString();
        Client.post(emulator, """
                [{"TimeGenerated":"%s","Level":"INFO","Message":"one","Seq":1,"Properties":{"user":"ann"}},
                 {"TimeGenerated":"%s","Level":"ERROR","Message":"two","Seq":2}]""".formatted(time, time));
    }

    @Test
    void javaReadsRows(LogsEmulator emulator) {
        LogsQueryResult result = client(emulator)
                .queryWorkspaceWithResponse(
                        WORKSPACE,
                        "JavaLogs_CL | sort by Seq asc | extend Up = Seq > 1",
                        new QueryTimeInterval(Duration.ofHours(1)),
                        new LogsQueryOptions().setIncludeStatistics(true).setServerTimeout(Duration.ofSeconds(30)),
                        Context.NONE)
                .getValue();

        LogsTableRow first = result.getTable().getRows().get(0);
        assertThat(result.getTable().getRows()).hasSize(2);
        assertThat(first.getColumnValue("TimeGenerated").orElseThrow().getValueAsDateTime())
                .isEqualTo(OffsetDateTime.parse(time));
        assertThat(first.getColumnValue("Seq").orElseThrow().getValueAsLong()).isEqualTo(1);
        assertThat(first.getColumnValue("Level").orElseThrow().getValueAsString())
                .isEqualTo("INFO");
        assertThat(first.getColumnValue("Up").orElseThrow().getValueAsBoolean()).isFalse();
        assertThat(first.getColumnValue("Properties")
                        .orElseThrow()
                        .getValueAsDynamic()
                        .toString())
                .contains("ann");
        assertThat(result.getStatistics()).isNotNull();
    }

    @Test
    void javaReadsABatch(LogsEmulator emulator) {
        LogsBatchQuery batch = new LogsBatchQuery();
        String count = batch.addWorkspaceQuery(WORKSPACE, "JavaLogs_CL | count", null);
        String wrong = batch.addWorkspaceQuery(WORKSPACE, "JavaLogs_CL | whre", null);
        String errors = batch.addWorkspaceQuery(
                WORKSPACE, "JavaLogs_CL | where Level == 'ERROR'", new QueryTimeInterval(Duration.ofHours(1)));

        var results = client(emulator).queryBatch(batch);

        assertThat(results.getResult(count).getTable().getAllTableCells().get(0).getValueAsLong())
                .isEqualTo(2);
        assertThat(results.getResult(errors).getTable().getRows()).hasSize(1);
        assertThat(results.getResult(wrong).getError().getCode()).isEqualTo("BadArgumentError");
    }

    @Test
    void javaIsToldWhatIsWrong(LogsEmulator emulator) {
        assertThatExceptionOfType(HttpResponseException.class)
                .isThrownBy(() -> client(emulator).queryWorkspace(WORKSPACE, "JavaLogs_CL | where Levle == 'x'", null))
                .satisfies(e -> assertThat(e.getResponse().getStatusCode()).isEqualTo(400))
                .withMessageContaining("BadArgumentError");
    }

    @Test
    void javaScriptReadsRowsAndIsToldWhatIsWrong(LogsEmulator emulator) throws Exception {
        Npm.Said said = Npm.script(
                "query.mjs",
                Map.of(
                        "NODE_EXTRA_CA_CERTS",
                        emulator.tls().certificate().toAbsolutePath().toString(),
                        "EMULATOR_HTTPS_ENDPOINT",
                        emulator.httpsEndpoint().toString(),
                        "EMULATOR_AUTHORITY_HOST",
                        emulator.authorityHost().toString(),
                        "EMULATOR_TENANT_ID",
                        emulator.tenantId(),
                        "EMULATOR_CLIENT_ID",
                        emulator.clientId(),
                        "EMULATOR_CLIENT_SECRET",
                        emulator.clientSecret()));

        Map<String, JsonNode> steps = new LinkedHashMap<>();
        for (String line : said.text().split("\n", -1)) {
            if (line.startsWith("{")) {
                JsonNode step = Client.JSON.readTree(line);
                steps.put(step.path("step").asText(), step);
            }
        }
        assertThat(steps).as(said.text()).containsOnlyKeys("rows", "outside", "wrong", "audience");
        assertThat(steps.get("rows").path("outcome").asText()).as(said.text()).isEqualTo("Success");
        assertThat(steps.get("rows").path("columns"))
                .hasToString("[\"TimeGenerated:datetime\",\"Level:string\",\"Seq:long\",\"Properties:dynamic\"]");
        assertThat(steps.get("rows").at("/rows/0/0").asText()).isEqualTo(time);
        assertThat(steps.get("rows").at("/rows/0/3")).hasToString("{\"user\":\"ann\"}");
        assertThat(steps.get("rows").at("/rows/1/1").asText()).isEqualTo("ERROR");
        assertThat(steps.get("rows").path("counted").asBoolean()).isTrue();
        assertThat(steps.get("outside").path("rows")).hasToString("[[0]]");
        assertThat(steps.get("wrong").path("outcome").asInt()).isEqualTo(400);
        assertThat(steps.get("wrong").path("code").asText()).isEqualTo("BadArgumentError");
        assertThat(steps.get("audience").path("outcome").asInt()).isEqualTo(401);
    }

    private static LogsQueryClient client(LogsEmulator emulator) {
        return new LogsQueryClientBuilder()
                .endpoint(emulator.httpsEndpoint().toString())
                .credential(SdkClients.credential(emulator))
                .httpClient(SdkClients.http(emulator))
                .buildClient();
    }
}
