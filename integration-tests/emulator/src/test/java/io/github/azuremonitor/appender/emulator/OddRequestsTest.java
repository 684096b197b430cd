package io.github.azuremonitor.appender.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that once were answered with the emulator's own failure, each by itself. */
class OddRequestsTest {
    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR =
            LogsEmulatorExtension.of(LogsEmulator.builder().withHttps());

    @Test
    void aBodyThatLooksLikeUtf32IsNoJson(LogsEmulator emulator) throws Exception {
        byte[] body = {0, 0, (byte) 0xFE, (byte) 0xFF, 0x7f, 0, 0, 0, 0, 0, 0, '['};

        HttpResponse<String> response = Client.send(Client.upload(emulator, body));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Client.error(response).path("code").asText()).isEqualTo("MalformedJson");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind=status&status=99999",
                "kind=status&status=-1",
                "kind=status&status=101",
                "count=2000000000",
                "count=0",
                "delay=PT999999999999H",
                "delay=PT-1S"
            })
    void aFaultThatNobodyCanWantIsRefused(String script) throws Exception {
        LogsEmulator emulator = EMULATOR.emulator();
        URI faults = emulator.httpEndpoint().resolve("/faults?" + script);

        HttpResponse<String> response = Client.send(
                HttpRequest.newBuilder(faults).timeout(Client.PATIENCE).POST(HttpRequest.BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isNotBlank();
        assertThat(emulator.faults().pending()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_id=%zz", "grant_type=%", ""})
    void aMalformedFormIsTheClientsMistake(String form) throws Exception {
        LogsEmulator emulator = EMULATOR.emulator();
        HttpResponse<String> response = entra("/" + emulator.tenantId() + "/oauth2/v2.0/token", form, "Bearer x");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Client.json(response).path("error_description").asText()).startsWith("AADSTS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic %%%", "Basic ", "Basic JTpi"})
    void malformedBasicIsTheClientsMistake(String authorization) throws Exception {
        LogsEmulator emulator = EMULATOR.emulator();
        HttpResponse<String> response =
                entra("/" + emulator.tenantId() + "/oauth2/v2.0/token", "grant_type=client_credentials", authorization);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Client.json(response).path("error_description").asText()).startsWith("AADSTS");
    }

    @Test
    void aTokenForNoTenantIsRefused() throws Exception {
        HttpResponse<String> response = entra("/oauth2/v2.0/token", "grant_type=client_credentials", "Bearer x");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Client.json(response).path("error").asText()).isEqualTo("invalid_request");
    }

    @Test
    void clearedTokensAreNotCountedButStayGood(LogsEmulator emulator) throws Exception {
        String token = emulator.token();
        assertThat(emulator.tokensIssued()).isPositive();
        emulator.clear();
        assertThat(emulator.tokensIssued()).isZero();
        HttpResponse<String> response = Client.send(
                Client.upload(emulator, "[{\"Message\":\"one\"}]").setHeader("Authorization", "Bearer " + token));
        assertThat(response.statusCode()).isEqualTo(204);
    }

    private static HttpResponse<String> entra(String path, String form, String authorization) throws Exception {
        LogsEmulator emulator = EMULATOR.emulator();
        HttpClient client =
                HttpClient.newBuilder().sslContext(emulator.tls().sslContext()).build();
        return client.send(
                HttpRequest.newBuilder(emulator.httpsEndpoint().resolve(path))
                        .timeout(Client.PATIENCE)
                        .header("Authorization", authorization)
                        .POST(HttpRequest.BodyPublishers.ofString(form, StandardCharsets.UTF_8))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
