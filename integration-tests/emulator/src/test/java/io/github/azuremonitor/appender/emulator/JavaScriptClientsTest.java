package io.github.azuremonitor.appender.emulator;

import static io.github.azuremonitor.appender.emulator.Client.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.azuremonitor.appender.emulator.wire.RecordedRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Microsoft's clients for Node.js, as npm has them, get tokens and upload; they meet the service's errors. */
class JavaScriptClientsTest {
    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR =
            LogsEmulatorExtension.of(LogsEmulator.builder().withHttps().countBy("Seq"));

    @Test
    void theyUploadWithEveryCredentialAndAreToldWhatIsWrong(LogsEmulator emulator) throws Exception {
        Npm.Said said = Npm.script(
                "clients.mjs",
                Map.ofEntries(
                        Map.entry(
                                "NODE_EXTRA_CA_CERTS",
                                emulator.tls().certificate().toAbsolutePath().toString()),
                        Map.entry(
                                "IDENTITY_ENDPOINT",
                                emulator.appServiceIdentityEndpoint().toString()),
                        Map.entry("IDENTITY_HEADER", emulator.identityHeader()),
                        Map.entry(
                                "EMULATOR_HTTPS_ENDPOINT",
                                emulator.httpsEndpoint().toString()),
                        Map.entry(
                                "EMULATOR_AUTHORITY_HOST",
                                emulator.authorityHost().toString()),
                        Map.entry("EMULATOR_TENANT_ID", emulator.tenantId()),
                        Map.entry("EMULATOR_CLIENT_ID", emulator.clientId()),
                        Map.entry("EMULATOR_CLIENT_SECRET", emulator.clientSecret()),
                        Map.entry("EMULATOR_RULE", emulator.dcrImmutableId()),
                        Map.entry("EMULATOR_STREAM", STREAM)));

        Map<String, String> outcomes = new LinkedHashMap<>();
        for (String line : said.text().split("\n", -1)) {
            if (line.startsWith("{")) {
                JsonNode step = Client.JSON.readTree(line);
                String code = step.path("code").asText();
                outcomes.put(step.path("step").asText(), (step.path("outcome").asText() + " " + code).strip());
            }
        }
        assertThat(outcomes.remove("wrong secret")).as(said.text()).contains("AADSTS7000215");
        assertThat(outcomes)
                .as(said.text())
                .containsExactly(
                        Map.entry("managed identity", "uploaded"),
                        Map.entry("client secret", "uploaded"),
                        Map.entry("default credential", "uploaded"),
                        Map.entry("more than 1 MB", "uploaded"),
                        Map.entry("wrong rule", "404 NotFound"),
                        Map.entry("wrong stream", "400 InvalidStream"),
                        Map.entry("wrong audience", "401 InvalidAudience"));
        assertThat(emulator.rows(STREAM, 0, 3))
                .extracting(row -> row.text("Message"))
                .containsExactly("managed identity", "client secret", "default credential");
        assertThat(emulator.stats(STREAM).distinctKeys()).isEqualTo(4000);
        assertThat(emulator.requests())
                .filteredOn(request -> request.rows() > 1)
                .hasSizeGreaterThan(1)
                .allMatch(RecordedRequest::gzip);
    }
}
