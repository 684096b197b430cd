package io.github.azuremonitor.appender.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import io.github.azuremonitor.appender.emulator.kql.KqlException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rows weigh on the bill: columns that Azure fills, and the table that adds them up. */
class BilledSizeTest {
    private static final String RULE = """
            {"properties":{"streamDeclarations":{"Custom-Own":{"columns":[
               {"name":"TimeGenerated","type":"datetime"},{"name":"Text","type":"string"},{"name":"Count","type":"int"},
               {"name":"Bag","type":"dynamic"},{"name":"Secret","type":"string"}]}},
             "dataFlows":[{"streams":["Custom-Own"],"transformKql":"source | project-away Secret",
               "outputStream":"Custom-Own_CL"}]}}""";

    @TempDir
    private Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T12:59:59Z"));
    private LogsEmulator emulator;

    @BeforeEach
    void start() throws IOException {
        Path rule = Files.writeString(directory.resolve("rule.json"), RULE);
        emulator = LogsEmulator.builder()
                .requireToken(false)
                .dcr(DcrDefinition.fromFile(rule))
                .clock(now::get)
                .start();
    }

    @AfterEach
    void end() {
        emulator.close();
    }

    @Test
    void aRowIsBilledForTheTextOfItsColumnsAsTheyAreStored() throws Exception {
        // 28 for the time, 7 bytes of UTF-8, 2 digits and 7 of JSON; the secret is not stored.
        post(
                "{\"TimeGenerated\":\"2026-03-01T12:00:00Z\",\"Text\":\"für ☂\",\"Count\":42,\"Bag\":{\"a\":1},\"Secret\":\"xyz\"}");

        assertThat(emulator.query("Own_CL | project _BilledSize, _IsBillable"))
                .hasToString("[{\"_BilledSize\":45.0,\"_IsBillable\":\"True\"}]");
        assertThat(emulator.query("Own_CL | where _IsBillable == true | summarize bytes = sum(_BilledSize) by Text"))
                .hasToString("[{\"Text\":\"für ☂\",\"bytes\":45.0}]");
        assertThat(emulator.query("union Own_CL, DCRLogErrors | summarize sum(_BilledSize), rows = count()"))
                .hasToString("[{\"sum__BilledSize\":45.0,\"rows\":1}]");
    }

    @Test
    void whoDoesNotNameTheseColumnsDoesNotSeeThem() throws Exception {
        post("{\"Text\":\"a\"}");

        assertThat(emulator.query("Own_CL").get(0).fieldNames())
                .toIterable()
                .doesNotContain("_BilledSize", "_IsBillable");
        assertThat(emulator.query("union Own_CL, Own_CL").get(0).fieldNames())
                .toIterable()
                .doesNotContain("_BilledSize");
        assertThat(emulator.query("Own_CL | getschema | where ColumnName startswith '_'"))
                .isEmpty();
        assertThatThrownBy(() -> emulator.query("Own_CL | project Text | project _BilledSize"))
                .isInstanceOf(KqlException.class)
                .hasMessageContaining("_BilledSize");
    }

    @Test
    void usageHasTheMegabytesOfEachTableAndHour() throws Exception {
        post("{\"TimeGenerated\":\"2026-03-01T12:00:00Z\",\"Text\":\"" + "x".repeat(1972) + "\"}");
        now.set(Instant.parse("2026-03-01T13:00:00Z"));
        post("{\"TimeGenerated\":\"2026-03-01T12:00:00Z\",\"Text\":\"" + "x".repeat(972) + "\"}");
        post("{\"TimeGenerated\":\"2026-03-01T12:00:00Z\",\"Text\":\"" + "x".repeat(972) + "\"}");

        assertThat(emulator.query(
                        "Usage | sort by StartTime asc | project StartTime, EndTime, DataType, Quantity, QuantityUnit"))
                .hasToString(
                        "[{\"StartTime\":\"2026-03-01T12:00:00Z\",\"EndTime\":\"2026-03-01T13:00:00Z\",\"DataType\":\"Own_CL\",\"Quantity\":0.002,\"QuantityUnit\":\"MBytes\"},"
                                + " {\"StartTime\":\"2026-03-01T13:00:00Z\",\"EndTime\":\"2026-03-01T14:00:00Z\",\"DataType\":\"Own_CL\",\"Quantity\":0.002,\"QuantityUnit\":\"MBytes\"}]");
        assertThat(emulator.query(
                        "Usage | where IsBillable and TimeGenerated > ago(1d) | summarize sum(Quantity) by DataType"))
                .hasToString("[{\"DataType\":\"Own_CL\",\"sum_Quantity\":0.004}]");
    }

    private void post(String row) throws Exception {
        var answer = Client.send(
                HttpRequest.newBuilder(Client.uri(emulator.httpEndpoint(), emulator.dcrImmutableId(), "Custom-Own"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("[" + row + "]")));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    }
}
