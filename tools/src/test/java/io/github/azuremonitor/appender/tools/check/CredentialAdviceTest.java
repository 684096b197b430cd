package io.github.azuremonitor.appender.tools.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.settings.SettingsReader;
import io.github.azuremonitor.appender.common.settings.SettingsResult;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CredentialAdviceTest {
    private static final String TENANT = "11111111-2222-3333-4444-555555555555";
    private static final String CLIENT = "66666666-7777-8888-9999-000000000000";

    @Test
    void aLaptopIsToldThatItsIdentityIsNotTheWorkloads() {
        assertThat(who(Map.of(), Map.of()))
                .startsWith("default: no identity in the environment, so the system-assigned identity of this machine"
                        + " (IMDS), else whoever is logged in")
                .contains("a laptop's identity is not the workload's", "check --env");
        assertThat(who(Map.of("credential", "azure-cli"), Map.of())).contains("which no workload is");
    }

    @Test
    void aPodWithAServiceAccountIsKnownByItsTokenFile() {
        Map<String, String> pod = Map.of(
                "KUBERNETES_SERVICE_HOST",
                "10.0.0.1",
                "AZURE_FEDERATED_TOKEN_FILE",
                "/readable/token",
                "AZURE_CLIENT_ID",
                CLIENT,
                "AZURE_TENANT_ID",
                TENANT);
        assertThat(who(Map.of(), pod))
                .isEqualTo(
                        "default: first the client " + CLIENT + " by the service account's token in /readable/token");
        var broken = new HashMap<>(pod);
        broken.put("AZURE_FEDERATED_TOKEN_FILE", "/gone/token");
        assertThat(who(Map.of("credential", "workload-identity"), broken)).endsWith("which cannot be read");
    }

    @Test
    void aPodWithoutItsLabelIsToldWhatIsMissing() {
        assertThat(who(Map.of("credential", "workload-identity"), Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1")))
                .contains("AZURE_FEDERATED_TOKEN_FILE is not set", "azure.workload.identity/use");
    }

    @Test
    void aSecretInTheEnvironmentComesBeforeEverythingElse() {
        Map<String, String> environment = Map.of(
                "AZURE_TENANT_ID",
                TENANT,
                "AZURE_CLIENT_ID",
                CLIENT,
                "AZURE_CLIENT_SECRET",
                "s3cret",
                "IDENTITY_ENDPOINT",
                "http://127.0.0.1:42356/msi/token");
        assertThat(who(Map.of(), environment))
                .startsWith("default: first the application " + CLIENT + " of tenant " + TENANT)
                .doesNotContain("s3cret");
        assertThat(who(Map.of("credential", "environment"), Map.of("AZURE_CLIENT_ID", CLIENT)))
                .endsWith("; not set: AZURE_TENANT_ID");
    }

    @Test
    void aUserAssignedIdentityIsNamedByItsClientId() {
        assertThat(who(
                        Map.of("credential", "managed-identity", "clientId", CLIENT),
                        Map.of("IDENTITY_ENDPOINT", "http://127.0.0.1:42356/msi/token")))
                .isEqualTo("managed-identity: the user-assigned identity with client id " + CLIENT
                        + " of this app (IDENTITY_ENDPOINT)");
    }

    private static String who(Map<String, String> settings, Map<String, String> environment) {
        var all = new HashMap<>(Map.of(
                "endpoint", "https://x.ingest.monitor.azure.com",
                "dcrImmutableId", "dcr-00000000000000000000000000000001",
                "streamName", "Custom-JavaLogs_CL"));
        all.putAll(settings);
        var ready = (SettingsResult.Ready) SettingsReader.read(all, name -> null);
        return new CredentialAdvice(
                        ready.settings().pipeline().credential(),
                        environment::get,
                        file -> file.startsWith("/readable/"))
                .sentence();
    }
}
