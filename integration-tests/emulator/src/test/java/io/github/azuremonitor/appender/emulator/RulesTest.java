package io.github.azuremonitor.appender.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules in the forms in which Azure and its tools write them, and several of them at once. */
class RulesTest {
    private static final String A =
            "{'streamDeclarations':{'Custom-A':{'columns':[{'name':'Text','type':'string'},{'name':'Number','type':'int'}]}}";
    private static final String B = "{'streamDeclarations':{'Custom-A':{'columns':[{'name':'Other','type':'string'}]}}";

    @TempDir
    private Path dir;

    @Test
    void everyRuleOfATemplateIsThereAndAStreamOfTheSameNameIsAnother() throws Exception {
        Path template = file("{'resources':["
                + "{'type':'Microsoft.Insights/dataCollectionRules','properties':" + A + "}},"
                + "{'type':'Microsoft.OperationalInsights/workspaces/tables','properties':{}},"
                + "{'type':'microsoft.insights/DataCollectionRules','properties':" + B + "}},"
                + "{'type':'Microsoft.Resources/deployments','properties':{'template':{'resources':{'byName':"
                + "{'type':'Microsoft.Insights/dataCollectionRules','properties':" + B + "}}}}}}]}");
        try (LogsEmulator emulator =
                LogsEmulator.builder().dcr(template).requireToken(false).start()) {
            assertThat(emulator.rules()).extracting(DcrDefinition::immutableId).containsExactly(id(1), id(2), id(3));

            post(emulator, id(1), "[{'Text':'of the first','Number':1}]");
            post(emulator, id(2), "[{'Other':'of the second'},{'Other':'and once more'}]");

            assertThat(emulator.rows(id(1), "Custom-A", 0, 9))
                    .extracting(row -> row.text("Text"))
                    .containsExactly("of the first");
            assertThat(emulator.rows(id(2), "Custom-A", 1, 9))
                    .extracting(row -> row.text("Other"))
                    .containsExactly("and once more");
            assertThat(emulator.rows("Custom-A")).hasSize(3);
            assertThat(emulator.rowCount(id(2), "Custom-A")).isEqualTo(2);
            JsonNode page = page(emulator, "/rows?stream=Custom-A&rule=" + id(1));
            assertThat(page.path("total").intValue()).isEqualTo(1);
            assertThat(page.path("rows")).hasToString("[{\"Text\":\"of the first\",\"Number\":1}]");
            assertThat(page(emulator, "/rows/count?stream=Custom-A&rule=" + id(2))
                            .path("rows")
                            .intValue())
                    .isEqualTo(2);
        }
    }

    @Test
    void whatAzShowsIsARule() throws Exception {
        Path shown =
                file(A.replaceFirst("\\{", "{'immutableId':'dcr-7','id':'/subscriptions/1/x',") + ",'dataFlows':[]}");
        try (LogsEmulator emulator = LogsEmulator.builder().dcr(shown).start()) {
            assertThat(emulator.dcrImmutableId()).isEqualTo("dcr-7");
            assertThat(emulator.rules().get(0).armId()).isEqualTo("/subscriptions/1/x");
        }
    }

    @Test
    void aStringThatIsMissingReadsBackEmptyAndEverythingElseAsNull() throws Exception {
        try (LogsEmulator emulator =
                LogsEmulator.builder().dcr(file(A + "}")).requireToken(false).start()) {
            post(emulator, emulator.dcrImmutableId(), "[{},{'Text':7,'Number':'x'},{'Text':null,'Number':null}]");

            assertThat(page(emulator, "/rows?stream=Custom-A").path("rows"))
                    .hasSize(3)
                    .allSatisfy(row -> assertThat(row).hasToString("{\"Text\":\"\",\"Number\":null}"));
        }
    }

    @Test
    void anEndpointWithASlashAtItsEndLeadsToTheSame() throws Exception {
        try (LogsEmulator emulator = LogsEmulator.builder().start()) {
            HttpRequest.Builder request = Client.upload(emulator, "[{\"Message\":\"one\"}]");
            String address = request.build().uri().toString().replace("/dataCollectionRules", "//dataCollectionRules");

            assertThat(Client.send(request.uri(URI.create(address))).statusCode())
                    .isEqualTo(204);
            assertThat(Client.send(HttpRequest.newBuilder(URI.create(emulator.httpEndpoint() + "//health")))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aTokenOutlivesARestartWithTheSameIdentityOnly() throws Exception {
        String token;
        String tenant;
        try (LogsEmulator emulator = LogsEmulator.builder().fixedIdentity().start()) {
            token = emulator.token();
            tenant = emulator.tenantId();
        }
        try (LogsEmulator again = LogsEmulator.builder().fixedIdentity().start();
                LogsEmulator other = LogsEmulator.builder().start()) {
            assertThat(again.tenantId()).isEqualTo(tenant);
            assertThat(statusWith(again, token)).isEqualTo(204);
            assertThat(statusWith(other, token)).isEqualTo(401);
            String[] parts = token.split("\\.", -1);
            assertThat(statusWith(again, parts[0] + "." + parts[1] + ".AAAA"))
                    .as("another signature")
                    .isEqualTo(401);
            again.revokeTokens();
            assertThat(statusWith(again, token)).as("revoked").isEqualTo(401);
            assertThat(statusWith(again, again.token())).as("a new one").isEqualTo(204);
        }
    }

    private static int statusWith(LogsEmulator emulator, String token) throws Exception {
        return Client.send(Client.upload(emulator, "[{}]").setHeader("Authorization", "Bearer " + token))
                .statusCode();
    }

    private static void post(LogsEmulator emulator, String rule, String rows) throws Exception {
        assertThat(Client.send(Client.upload(emulator, rows.replace('\'', '"'))
                                .uri(Client.uri(emulator.httpEndpoint(), rule, "Custom-A")))
                        .statusCode())
                .isEqualTo(204);
    }

    private static JsonNode page(LogsEmulator emulator, String path) throws Exception {
        return Client.json(Client.get(emulator.httpEndpoint(), path));
    }

    private Path file(String json) throws Exception {
        return Files.writeString(dir.resolve("rule.json"), json.replace('\'', '"'));
    }

    private static String id(int number) {
        return "dcr-%032d".formatted(number);
    }
}
