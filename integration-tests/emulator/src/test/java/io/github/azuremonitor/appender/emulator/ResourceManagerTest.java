package io.github.azuremonitor.appender.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules, endpoints and tables are created, read and deleted at the addresses of Azure Resource Manager. */
class ResourceManagerTest {
    private static final String GROUP =
            "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/shop/providers/";
    private static final String RULES = GROUP + "Microsoft.Insights/dataCollectionRules";
    private static final String TABLES = GROUP + "Microsoft.OperationalInsights/workspaces/logs/tables";
    private static final String RULE = """
            {"location": "westeurope", "kind": "Direct", "properties": {
              "streamDeclarations": {"Custom-Orders_CL": {"columns": [
                {"name": "TimeGenerated", "type": "datetime"}, {"name": "Text", "type": "string"}]}},
              "destinations": {"logAnalytics": [{"workspaceResourceId": "…/workspaces/logs", "name": "la"}]},
              "dataFlows": [{"streams": ["Custom-Orders_CL"], "destinations": ["la"],
                "transformKql": "source | extend Upper = toupper(Text)", "outputStream": "Custom-Orders_CL"}]}}
            """;

    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR = LogsEmulatorExtension.of(LogsEmulator.builder());

    @TempDir
    private Path dir;

    @Test
    void aRuleThatIsPutTakesRowsAndIsGoneWhenItIsDeleted(LogsEmulator emulator) throws Exception {
        HttpResponse<String> created = send(emulator, "PUT", RULES + "/orders", RULE);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        JsonNode rule = Client.json(created);
        String id = rule.at("/properties/immutableId").asText();
        assertThat(id).matches("dcr-[0-9a-f]{32}");
        assertThat(rule.at("/properties/endpoints/logsIngestion").asText())
                .isEqualTo(emulator.httpEndpoint().toString());
        assertThat(rule.at("/properties/provisioningState").asText()).isEqualTo("Succeeded");

        assertThat(upload(emulator, id).statusCode()).isEqualTo(204);
        assertThat(emulator.query("Orders_CL | project Upper")).hasToString("[{\"Upper\":\"A\"}]");
        assertThat(emulator.rules())
                .extracting(DcrDefinition::immutableId)
                .hasSize(2)
                .contains(id);

        assertThat(send(emulator, "PUT", RULES.toLowerCase(Locale.ROOT) + "/ORDERS", RULE)
                        .statusCode())
                .isEqualTo(200);
        assertThat(Client.json(send(emulator, "GET", RULES + "/orders", null))
                        .at("/properties/immutableId")
                        .asText())
                .isEqualTo(id);
        assertThat(Client.json(send(emulator, "GET", RULES, null)).path("value"))
                .hasSize(1);

        assertThat(send(emulator, "DELETE", RULES + "/orders", null).statusCode())
                .isEqualTo(200);
        assertThat(send(emulator, "DELETE", RULES + "/orders", null).statusCode())
                .isEqualTo(204);
        assertThat(Client.error(send(emulator, "GET", RULES + "/orders", null))
                        .path("code")
                        .asText())
                .isEqualTo("ResourceNotFound");
        assertThat(upload(emulator, id).statusCode()).isEqualTo(404);
    }

    @Test
    void aTableThatIsPutIsThereBeforeItsRows(LogsEmulator emulator) throws Exception {
        String table = "{\"properties\":{\"schema\":{\"columns\":[{\"name\":\"Text\",\"type\":\"string\"}]}}}";
        assertThat(send(emulator, "PUT", TABLES + "/Stock_CL", table).statusCode())
                .isEqualTo(201);

        assertThat(emulator.query("Stock_CL | getschema | project ColumnName"))
                .hasToString("[{\"ColumnName\":\"Text\"}, {\"ColumnName\":\"TimeGenerated\"}]");
        send(emulator, "DELETE", TABLES + "/Stock_CL", null);
    }

    @Test
    void anEndpointTellsWhereRowsAreSent(LogsEmulator emulator) throws Exception {
        String address = GROUP + "Microsoft.Insights/dataCollectionEndpoints/ingest";
        JsonNode endpoint =
                Client.json(send(emulator, "PUT", address, "{\"location\":\"westeurope\",\"properties\":{}}"));

        assertThat(endpoint.at("/properties/logsIngestion/endpoint").asText())
                .isEqualTo(emulator.httpEndpoint().toString());
        send(emulator, "DELETE", address, null);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '\u0000',
            value = {
                "\"location\"       ! \"place\"      ! LocationRequired    !                        ! location property",
                "Orders_CL\": {     ! Other_CL\": {  ! InvalidPayload      ! InvalidStream          ! 'Custom-Orders_CL' must be",
                "toupper(Text)      ! toupper(Txt)   ! InvalidPayload      ! InvalidTransformQuery  ! Txt",
                "| extend Upper     ! summarize x    ! InvalidPayload      ! InvalidTransformQuery  ! transformKql",
                "\"string\"         ! \"guid\"       ! InvalidPayload      ! InvalidPayload         ! sent as string",
                "\"properties\": {  ! \"p\": {       ! InvalidRequestContent !                      ! properties",
                "{\"location\"      ! location       ! InvalidRequestContent !                      ! Unrecognized token",
            })
    void aWrongRuleIsRefusedAsResourceManagerDoesAndChangesNothing(
            String right, String wrong, String code, String detail, String words) throws Exception {
        LogsEmulator emulator = EMULATOR.emulator();
        HttpResponse<String> refused = send(emulator, "PUT", RULES + "/wrong", RULE.replace(right, wrong));

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        JsonNode error = Client.error(refused);
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.at("/details/0/code").asText()).isEqualTo(detail == null ? "" : detail);
        assertThat(error.toString()).contains(words);
        assertThat(emulator.rules()).hasSize(1);
    }

    @Test
    void aRequestNeedsAnApiVersionAndATokenForResourceManager(LogsEmulator emulator) throws Exception {
        URI address = URI.create(emulator.httpEndpoint() + RULES + "/orders");
        assertThat(Client.error(Client.send(HttpRequest.newBuilder(address).timeout(Client.PATIENCE)))
                        .path("code")
                        .asText())
                .isEqualTo("AuthenticationFailed");
        assertThat(Client.error(Client.send(HttpRequest.newBuilder(address)
                                .timeout(Client.PATIENCE)
                                .header("Authorization", "Bearer " + emulator.token())))
                        .path("code")
                        .asText())
                .isEqualTo("InvalidAuthenticationTokenAudience");
        assertThat(Client.error(Client.send(HttpRequest.newBuilder(address)
                                .timeout(Client.PATIENCE)
                                .header("Authorization", "Bearer " + token(emulator))))
                        .path("code")
                        .asText())
                .isEqualTo("MissingApiVersionParameter");
    }

    @Test
    void whatWasPutOutlivesARestartWithState() throws Exception {
        for (int start = 0; start < 2; start++) {
            try (LogsEmulator emulator = LogsEmulator.builder().state(dir).start()) {
                if (start == 0) {
                    send(emulator, "PUT", RULES + "/orders", RULE);
                }
                String id = emulator.rules().get(1).immutableId();
                assertThat(upload(emulator, id).statusCode()).isEqualTo(204);
            }
        }
        try (LogsEmulator emulator = LogsEmulator.builder().state(dir).start()) {
            assertThat(emulator.query("Orders_CL")).hasSize(2);
            send(emulator, "DELETE", RULES + "/orders", null);
        }
        try (LogsEmulator emulator = LogsEmulator.builder().state(dir).start()) {
            assertThat(emulator.rules()).hasSize(1);
        }
    }

    private static HttpResponse<String> upload(LogsEmulator emulator, String rule) throws Exception {
        return Client.send(HttpRequest.newBuilder(Client.uri(emulator.httpEndpoint(), rule, "Custom-Orders_CL"))
                .timeout(Client.PATIENCE)
                .header("Authorization", "Bearer " + emulator.token())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("[{\"Text\":\"a\"}]")));
    }

    private static HttpResponse<String> send(LogsEmulator emulator, String method, String path, String body)
            throws Exception {
        return Client.send(
                HttpRequest.newBuilder(URI.create(emulator.httpEndpoint() + path + "?api-version=2023-03-11"))
                        .timeout(Client.PATIENCE)
                        .header("Authorization", "Bearer " + token(emulator))
                        .header("Content-Type", "application/json")
                        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    private static String token(LogsEmulator emulator) throws Exception {
        return Client.json(Client.send(HttpRequest.newBuilder(URI.create(emulator.appServiceIdentityEndpoint()
                                + "?api-version=2019-08-01&resource=https://management.azure.com/"))
                        .header("X-IDENTITY-HEADER", emulator.identityHeader())))
                .path("access_token")
                .asText();
    }
}
