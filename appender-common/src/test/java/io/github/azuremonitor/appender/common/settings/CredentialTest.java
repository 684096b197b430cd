package io.github.azuremonitor.appender.common.settings;

import static io.github.azuremonitor.appender.common.settings.Given.essentials;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialTest {

    @ParameterizedTest
    @CsvSource({
        "public, https://monitor.azure.com, https://login.microsoftonline.com",
        "us-government, https://monitor.azure.us, https://login.microsoftonline.us",
        "China, https://monitor.azure.cn, https://login.chinacloudapi.cn",
    })
    void theCloudSaysWhereTokensComeFromAndWhatTheyAreFor(String cloud, String audience, URI authority) {
        PipelineSettings.Credential credential = essentials()
                .set("endpoint", "http://localhost:8080")
                .set("cloud", cloud)
                .pipeline()
                .credential();

        assertThat(credential.audience()).isEqualTo(audience);
        assertThat(credential.authorityHost()).isEqualTo(authority);
    }

    @ParameterizedTest
    @CsvSource({
        "https://login.microsoftonline.us/, https://login.microsoftonline.us",
        "http://localhost:8080, http://localhost:8080",
        "'', https://login.microsoftonline.com",
        "${AUTHORITY}, https://login.microsoftonline.com",
    })
    void theAuthorityOfAzureIdentitysOwnVariableWins(String value, URI authority) {
        assertThat(essentials()
                        .variable("AZURE_AUTHORITY_HOST", value)
                        .pipeline()
                        .credential()
                        .authorityHost())
                .isEqualTo(authority);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "login.microsoftonline.us",
                "http://login.microsoftonline.com",
                "https://u:p@login.microsoftonline.com",
                "https://x y",
                "https://"
            })
    void aClientSecretGoesToNoAuthorityInClearText(String value) {
        assertThat(essentials().variable("AZURE_AUTHORITY_HOST", value).fault())
                .startsWith("AZURE_AUTHORITY_HOST = ")
                .contains("is not an https URL")
                .doesNotContain("u:p");
        essentials()
                .variable("AZURE_AUTHORITY_HOST", value)
                .set("credential", "none")
                .pipeline();
    }

    @ParameterizedTest
    @CsvSource({
        "default, DEFAULT",
        "managed-identity, MANAGED_IDENTITY",
        "workload-identity, WORKLOAD_IDENTITY",
        "environment, ENVIRONMENT",
        "azure-cli, AZURE_CLI",
        "application, APPLICATION",
        "NONE, NONE",
    })
    void aCredentialIsAWord(String text, CredentialKind kind) {
        assertThat(essentials().set("credential", text).pipeline().credential().kind())
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"managedidentity, managed-identity", "manged-identity, managed-identity", "azurecli, azure-cli"})
    void aMistypedCredentialGetsTheNearestOne(String text, String proposal) {
        assertThat(essentials().set("credential", text).fault()).endsWith("; write " + proposal);
    }

    @Test
    void whatACredentialNeedsIsToldAtOnce() {
        assertThat(essentials().set("credential", "client-secret").faults())
                .containsExactly(
                        "tenantId: is not given, but credential=client-secret needs it",
                        "clientId: is not given, but credential=client-secret needs it",
                        "clientSecretFile: is not given, but credential=client-secret needs it");
        assertThat(essentials()
                        .set("credential", "client-certificate")
                        .set("tenantId", "t")
                        .faults())
                .containsExactly(
                        "clientId: is not given, but credential=client-certificate needs it",
                        "certificatePath: is not given, but credential=client-certificate needs it");
    }

    @Test
    void aSecretThatNoCredentialReadsIsDoubted() {
        assertThat(essentials()
                        .set("clientSecretFile", "/run/secrets/x")
                        .set("certificatePath", "/run/secrets/y")
                        .warnings())
                .containsExactly(
                        "clientSecretFile = \"***\": has no effect; write credential=client-secret to use it",
                        "certificatePath = \"/run/secrets/y\": has no effect; write credential=client-certificate to use"
                                + " it");
    }

    @Test
    void aSecretInPlaceOfItsFileIsRefusedAndNotShown() {
        String secret = "abc8Q~" + "x".repeat(34);

        assertThat(essentials().set("clientSecretFile", secret).fault())
                .startsWith("clientSecretFile = \"***\": looks like the secret itself")
                .doesNotContain("Q~");
    }
}
