package io.github.azuremonitor.appender.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.util.Context;
import com.azure.monitor.query.MetricsQueryClient;
import com.azure.monitor.query.MetricsQueryClientBuilder;
import com.azure.monitor.query.models.AggregationType;
import com.azure.monitor.query.models.MetricDefinition;
import com.azure.monitor.query.models.MetricResult;
import com.azure.monitor.query.models.MetricValue;
import com.azure.monitor.query.models.MetricsQueryOptions;
import com.azure.monitor.query.models.QueryTimeInterval;
import com.azure.monitor.query.models.TimeSeriesElement;
import io.github.azuremonitor.appender.emulator.ingest.Mode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Microsoft's client for metrics reads what became of a rule's rows. */
class RuleMetricsTest {
    private static final String RULE =
            "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/shop/providers/"
                    + "Microsoft.Insights/dataCollectionRules/orders";
    private static final String STREAM = "Custom-Orders_CL";

    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR =
            LogsEmulatorExtension.of(LogsEmulator.builder().withHttps());

    @TempDir
    private Path dir;

    @Test
    void whatAFilterLeavesOutIsDroppedAndWhatAStreamDoesNotDeclareIsAColumnLess(LogsEmulator emulator)
            throws Exception {
        String rule = put(emulator, "source | where Level != 'DEBUG'");
        upload(emulator, rule, "[{\"Level\":\"DEBUG\"},{\"Level\":\"INFO\",\"Till\":7},{\"Level\":\"ERROR\"}]");

        assertThat(sum(emulator, "RowsReceived_Count", AggregationType.TOTAL)).isEqualTo(3);
        assertThat(sum(emulator, "RowsDropped_Count", AggregationType.TOTAL)).isEqualTo(1);
        assertThat(sum(emulator, "TransformationErrors_Count", AggregationType.COUNT))
                .isZero();

        MetricDefinition columns = client(emulator).listMetricDefinitions(RULE).stream()
                .filter(definition -> definition.getDimensions().contains("ColumnsDroppedAt"))
                .findFirst()
                .orElseThrow();
        List<TimeSeriesElement> split = metric(emulator, columns.getName(), AggregationType.TOTAL, "ColumnsDroppedAt")
                .getTimeSeries();
        assertThat(split)
                .singleElement()
                .satisfies(series -> assertThat(series.getMetadata())
                        .containsEntry("inputstreamid", STREAM)
                        .containsEntry("columnsdroppedat", "InputStream"));
    }

    @Test
    void allRowsOfATransformationThatFailsAreDropped() throws Exception {
        Path file = Files.writeString(
                dir.resolve("rule.json"),
                rule("source | make-series count()").replaceFirst("\\{", "{\"id\":\"" + RULE + "\","));
        try (var emulator =
                LogsEmulator.builder().withHttps().mode(Mode.LENIENT).dcr(file).start()) {
            upload(emulator, emulator.dcrImmutableId(), "[{\"Level\":\"INFO\"},{\"Level\":\"WARN\"}]");

            assertThat(sum(emulator, "RowsDropped_Count", AggregationType.TOTAL))
                    .isEqualTo(2);
            assertThat(sum(emulator, "TransformationErrors_Count", AggregationType.COUNT))
                    .isEqualTo(1);
        }
    }

    @Test
    void aMetricThatTheRuleDoesNotHaveIsRefusedAsAzureDoes(LogsEmulator emulator) throws Exception {
        put(emulator, "source");
        assertThatExceptionOfType(HttpResponseException.class)
                .isThrownBy(() -> sum(emulator, "RowsLost_Count", AggregationType.TOTAL))
                .satisfies(e -> assertThat(e.getResponse().getStatusCode()).isEqualTo(400))
                .withMessageContaining("Failed to find metric configuration");
    }

    private static double sum(LogsEmulator emulator, String metric, AggregationType aggregation) {
        return metric(emulator, metric, aggregation, null).getTimeSeries().stream()
                .flatMap(series -> series.getValues().stream())
                .map(value -> aggregation == AggregationType.COUNT ? count(value) : value.getTotal())
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    private static Double count(MetricValue value) {
        return value.getCount() == null ? null : value.getCount().doubleValue();
    }

    private static MetricResult metric(LogsEmulator emulator, String name, AggregationType aggregation, String split) {
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        var options = new MetricsQueryOptions()
                .setTimeInterval(new QueryTimeInterval(now.minusMinutes(30), now.plusMinutes(1)))
                .setAggregations(aggregation);
        if (split != null) {
            options.setFilter("InputStreamId eq '*' and " + split + " eq '*'");
        }
        return client(emulator)
                .queryResourceWithResponse(RULE, List.of(name), options, Context.NONE)
                .getValue()
                .getMetricByName(name);
    }

    private static MetricsQueryClient client(LogsEmulator emulator) {
        return new MetricsQueryClientBuilder()
                .endpoint(emulator.httpsEndpoint().toString())
                .credential(SdkClients.credential(emulator))
                .httpClient(SdkClients.http(emulator))
                .buildClient();
    }

    private static String put(LogsEmulator emulator, String transformKql) throws Exception {
        String token = Client.json(Client.send(HttpRequest.newBuilder(URI.create(emulator.appServiceIdentityEndpoint()
                                + "?api-version=2019-08-01&resource=https://management.azure.com/"))
                        .timeout(Client.PATIENCE)
                        .header("X-IDENTITY-HEADER", emulator.identityHeader())))
                .path("access_token")
                .asText();
        return Client.json(Client.send(
                        HttpRequest.newBuilder(URI.create(emulator.httpEndpoint() + RULE + "?api-version=2023-03-11"))
                                .timeout(Client.PATIENCE)
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/json")
                                .PUT(BodyPublishers.ofString(rule(transformKql)))))
                .at("/properties/immutableId")
                .asText();
    }

    private static String rule(String transformKql) {
        return """
                {"location": "westeurope", "kind": "Direct", "properties": {
                  "streamDeclarations": {"Custom-Orders_CL": {"columns": [
                    {"name": "TimeGenerated", "type": "datetime"}, {"name": "Level", "type": "string"}]}},
                  "destinations": {"logAnalytics": [{"workspaceResourceId": "…/workspaces/logs", "name": "la"}]},
                  "dataFlows": [{"streams": ["Custom-Orders_CL"], "destinations": ["la"],
                    "transformKql": "%s", "outputStream": "Custom-Orders_CL"}]}}
                """.formatted(transformKql);
    }

    private static void upload(LogsEmulator emulator, String rule, String rows) throws Exception {
        assertThat(Client.send(HttpRequest.newBuilder(Client.uri(emulator.httpEndpoint(), rule, STREAM))
                                .timeout(Client.PATIENCE)
                                .header("Authorization", "Bearer " + emulator.token())
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(rows)))
                        .statusCode())
                .isEqualTo(204);
    }
}
