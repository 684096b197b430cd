package io.github.azuremonitor.appender.common.send.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import io.github.azuremonitor.appender.common.settings.CredentialKind;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import java.net.ConnectException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of answers whose status azure-identity swallows, or for which it waits too long for a test. */
class TokenFailuresTest {
    private static final String IMDS = "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01";
    private static final String ARC = "http://localhost:40342/metadata/identity/oauth2/token?api-version=2020-06-01";
    private static final String ENTRA = "https://login.microsoftonline.com/tenant/oauth2/v2.0/token";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | -   | set clientId to the client id of its user-assigned identity",
                "400 | abc | correct clientId (an identity's client id, not its object id)",
                "401 | -   | IDENTITY_ENDPOINT and IDENTITY_HEADER",
                "403 | -   | choose another with the setting credential",
                "404 | -   | set clientId if it is user-assigned",
                "404 | abc | correct clientId",
                "410 | -   | is being updated and is asked again",
                "429 | -   | too many requests and is asked again",
                "500 | -   | fails at the moment",
                "503 | abc | clientId names it",
                "418 | -   | check clientId"
            })
    void eachStatusOfAnIdentityEndpointHasAnAdvice(int status, String client, String advice) {
        for (String url : new String[] {IMDS, ARC}) {
            TokenFailure failure = failures(client.equals("-") ? null : client, url, status)
                    .explain(new ClientAuthenticationException("[Managed Identity] Error Code: null", null));

            assertThat(failure.code()).isEqualTo("IdentityEndpoint" + status);
            assertThat(failure.sentence())
                    .startsWith("managed: ")
                    .contains(advice)
                    .endsWith("Error Code: null");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "503 | Microsoft Entra ID fails at the moment and is asked again",
                "429 | Microsoft Entra ID fails at the moment and is asked again",
                "302 | What answers is not Microsoft Entra ID",
                "404 | What answers is not Microsoft Entra ID"
            })
    void anAuthorityWithoutACodeIsNotBlamedOnTheIdentity(int status, String advice) {
        TokenFailure failure = failures(null, ENTRA, status).explain(new IllegalStateException("no JSON"));

        assertThat(failure.code()).isEqualTo("Authority" + status);
        assertThat(failure.sentence()).contains(advice);
    }

    @Test
    void whoCannotBeReachedIsNamed() {
        var nobody = new IllegalStateException(new ConnectException());

        assertThat(failures(null, IMDS, 0).explain(nobody).sentence())
                .contains("The identity endpoint cannot be reached", "the setting credential");
        assertThat(failures(null, ENTRA, 0).explain(nobody).sentence()).contains("The authority", "firewall and proxy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Azure CLI not installed | There is no Azure CLI",
                "User assigned identity is not supported by the Azure Arc Managed Identity | remove clientId",
                "endpoint did not confirm the requested user-assigned managed identity | remove clientId",
                "ClientId or ResourceId is not configurable at runtime | remove clientId",
                "/var/opt/azcmagent/tokens/1.key: Permission denied | group himds",
                "Certificate file provided is not a valid PEM file. | no private key",
                "PEM certificate provided does not contain -----BEGIN | no certificate",
                "keystore password was incorrect | AZURE_CLIENT_CERTIFICATE_PASSWORD",
                "Failed to parse the certificate for the credential | certificatePath"
            })
    void whatAzureIdentitySaysItselfLeadsToASetting(String said, String advice) {
        assertThat(failures(null, ENTRA, 200)
                        .explain(new IllegalArgumentException(said))
                        .sentence())
                .contains(advice);
    }

    private static TokenFailures failures(String client, String url, int status) {
        var settings = new PipelineSettings.Credential(
                CredentialKind.MANAGED_IDENTITY,
                "https://monitor.azure.com",
                URI.create("https://login.microsoftonline.com"),
                null,
                client,
                null,
                null);
        var answer = IdentityAnswer.to(new HttpRequest(HttpMethod.GET, url), status);
        return new TokenFailures(settings, "managed", null, () -> answer);
    }
}
