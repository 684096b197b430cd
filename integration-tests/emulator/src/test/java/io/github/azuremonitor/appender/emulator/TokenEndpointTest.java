package io.github.azuremonitor.appender.emulator;

import static io.github.azuremonitor.appender.emulator.Client.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenEndpointTest {
    private static final String IMDS = "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=";
    private static final String MONITOR = "https%3A%2F%2Fmonitor.azure.com%2F";
    private static final String ROW = "[{\"Message\":\"one\"}]";
    private static final AtomicReference<Instant> NOW = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR =
            LogsEmulatorExtension.of(LogsEmulator.builder().withHttps().clock(NOW::get));

    @Test
    void theTokenNamesItsAudienceItsOwnerAndItsEnd(LogsEmulator emulator) throws Exception {
        JsonNode answer = Client.json(Client.send(imds(emulator, MONITOR)));
        JsonNode claims = Client.JSON.readTree(Base64.getUrlDecoder()
                .decode(answer.path("access_token").asText().split("\\.", -1)[1]));

        long end = NOW.get().plus(LogsEmulatorBuilder.DEFAULT_TOKEN_LIFETIME).getEpochSecond();
        assertThat(answer.path("expires_on").asText()).isEqualTo(Long.toString(end));
        assertThat(answer.path("expires_in").asText()).isEqualTo("3600");
        assertThat(claims.path("aud").asText()).isEqualTo("https://monitor.azure.com/");
        assertThat(claims.path("oid").asText())
                .isEqualTo(emulator.managedIdentity().objectId());
        assertThat(claims.path("appid").asText())
                .isEqualTo(emulator.managedIdentity().clientId());
        assertThat(claims.path("tid").asText()).isEqualTo(emulator.tenantId());
        assertThat(claims.path("exp").longValue()).isEqualTo(end);
        assertThat(emulator.tokensIssued()).isPositive();
    }

    @Test
    void aTokenIsSignedWithTheKeyThatTheConfigurationLeadsTo(LogsEmulator emulator) throws Exception {
        URI configuration =
                emulator.authorityHost().resolve("/" + emulator.tenantId() + "/v2.0/.well-known/openid-configuration");
        String keys =
                Client.json(secure(emulator, configuration)).path("jwks_uri").asText();
        JsonNode key =
                Client.json(secure(emulator, URI.create(keys))).path("keys").path(0);
        String[] token = emulator.token().split("\\.", -1);

        Base64.Decoder base64 = Base64.getUrlDecoder();
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(
                        new BigInteger(1, base64.decode(key.path("n").asText())),
                        new BigInteger(1, base64.decode(key.path("e").asText())))));
        signature.update((token[0] + "." + token[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(base64.decode(token[2]))).isTrue();
        assertThat(Client.JSON.readTree(base64.decode(token[0])).path("kid")).isEqualTo(key.path("kid"));
    }

    private static HttpResponse<String> secure(LogsEmulator emulator, URI uri) throws Exception {
        return HttpClient.newBuilder()
                .sslContext(emulator.tls().sslContext())
                .build()
                .send(HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aTokenForAnotherServiceHasTheWrongAudience(LogsEmulator emulator) throws Exception {
        String token = token(Client.send(imds(emulator, "https%3A%2F%2Fmanagement.azure.com%2F")));

        HttpResponse<String> response = upload(emulator, token);

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(Client.error(response).path("code").asText()).isEqualTo("InvalidAudience");
    }

    @Test
    void aTokenRunsOutAndARevokedOneIsWorthless(LogsEmulator emulator) throws Exception {
        emulator.tokenFaults().next(Fault.shortLivedTokens(Duration.ofSeconds(30)));
        String brief = token(Client.send(imds(emulator, MONITOR)));
        String usual = token(Client.send(imds(emulator, MONITOR)));
        assertThat(upload(emulator, brief).statusCode()).isEqualTo(204);

        NOW.set(NOW.get().plusSeconds(30));
        assertThat(upload(emulator, brief).statusCode()).isEqualTo(401);
        assertThat(upload(emulator, usual).statusCode()).isEqualTo(204);

        emulator.revokeTokens();
        assertThat(upload(emulator, usual).statusCode()).isEqualTo(401);
    }

    @Test
    void aRequestWithoutTokenIsRefused(LogsEmulator emulator) throws Exception {
        HttpResponse<String> response = Client.send(Client.upload(emulator, ROW).setHeader("Authorization", "Basic x"));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(response.headers().firstValue("x-ms-error-code")).isPresent();
    }

    @Test
    void theMetadataServiceAnswersAProbeWithoutItsHeaderWith400(LogsEmulator emulator) throws Exception {
        HttpResponse<String> probe =
                Client.send(HttpRequest.newBuilder(emulator.imdsHost().resolve(IMDS + MONITOR)));

        assertThat(probe.statusCode()).isEqualTo(400);
        assertThat(Client.json(probe).path("error_description").asText())
                .isEqualTo("Required metadata header not specified");
    }

    @Test
    void anUnknownIdentityIsNotFound(LogsEmulator emulator) throws Exception {
        HttpResponse<String> unknown = Client.send(imds(emulator, MONITOR + "&client_id=somebody"));
        HttpResponse<String> known = Client.send(imds(
                emulator, MONITOR + "&client_id=" + emulator.managedIdentity().clientId()));

        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(Client.json(unknown).path("error_description").asText()).isEqualTo("Identity not found");
        assertThat(known.statusCode()).isEqualTo(200);
    }

    @Test
    void appServiceWantsItsHeader(LogsEmulator emulator) throws Exception {
        URI uri = URI.create(emulator.appServiceIdentityEndpoint() + "?api-version=2019-08-01&resource=" + MONITOR);

        assertThat(Client.send(HttpRequest.newBuilder(uri).header("X-IDENTITY-HEADER", "guessed"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(Client.send(HttpRequest.newBuilder(uri).header("X-IDENTITY-HEADER", emulator.identityHeader()))
                        .statusCode())
                .isEqualTo(200);
        assertThat(emulator.tokenRequests().toString()).doesNotContain(emulator.identityHeader());
    }

    @Test
    void tokenEndpointsHaveFaultsOfTheirOwn(LogsEmulator emulator) throws Exception {
        emulator.tokenFaults()
                .next(Fault.status(429).retryAfter("7"))
                .next(Fault.status(400).error("invalid_request", "Identity not found"))
                .next(Fault.hang());

        HttpResponse<String> throttled = Client.send(imds(emulator, MONITOR));
        HttpResponse<String> refused = Client.send(imds(emulator, MONITOR));

        assertThat(throttled.statusCode()).isEqualTo(429);
        assertThat(throttled.headers().firstValue("Retry-After")).hasValue("7");
        assertThat(Client.json(refused).path("error").asText()).isEqualTo("invalid_request");
        assertThatExceptionOfType(HttpTimeoutException.class)
                .isThrownBy(() -> Client.send(imds(emulator, MONITOR).timeout(Duration.ofMillis(200))));
        assertThat(Client.post(emulator, ROW).statusCode()).isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    TENANT | client_id=CLIENT&client_secret=SECRET&scope=SCOPE            | 200 |
                    TENANT | client_id=CLIENT&client_assertion=a.b.c&scope=SCOPE          | 200 |
                    TENANT | client_id=CLIENT&client_assertion=abc&scope=SCOPE            | 401 | invalid_client
                    TENANT | client_id=CLIENT&client_secret=wrong&scope=SCOPE             | 401 | invalid_client
                    TENANT | client_id=nobody&client_secret=SECRET&scope=SCOPE            | 400 | unauthorized_client
                    TENANT | client_id=CLIENT&client_secret=SECRET&scope=https://x        | 400 | invalid_scope
                    nobody | client_id=CLIENT&client_secret=SECRET&scope=SCOPE            | 400 | invalid_request
                    """)
    void entraChecksTenantClientSecretAndScope(String tenant, String form, int status, String error) throws Exception {
        LogsEmulator emulator = EMULATOR.emulator();
        HttpRequest request = entra(emulator, tenant.replace("TENANT", emulator.tenantId()))
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&"
                        + form.replace("CLIENT", emulator.clientId())
                                .replace("SECRET", emulator.clientSecret())
                                .replace("SCOPE", MONITOR + "%2F.default")))
                .build();

        HttpResponse<String> response = https(emulator).send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(Client.json(response).path("error").asText(null)).isEqualTo(error);
        if (status == 200) {
            assertThat(upload(emulator, token(response)).statusCode()).isEqualTo(204);
        }
    }

    @Test
    void entraTakesTheSecretAsBasicAndSpeaksTlsOnly(LogsEmulator emulator) throws Exception {
        String basic = Base64.getEncoder()
                .encodeToString((emulator.clientId() + ":" + emulator.clientSecret()).getBytes(StandardCharsets.UTF_8));
        HttpRequest.Builder request = entra(emulator, emulator.tenantId())
                .header("Authorization", "Basic " + basic)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "grant_type=client_credentials&scope=" + MONITOR + "%2F.default"));

        assertThat(https(emulator)
                        .send(request.build(), HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
        request.uri(emulator.httpEndpoint().resolve("/" + emulator.tenantId() + "/oauth2/v2.0/token"));
        assertThat(Client.send(request).statusCode()).isEqualTo(404);
    }

    private static HttpRequest.Builder entra(LogsEmulator emulator, String tenant) {
        return HttpRequest.newBuilder(emulator.authorityHost().resolve("/" + tenant + "/oauth2/v2.0/token"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded");
    }

    private static HttpClient https(LogsEmulator emulator) {
        return HttpClient.newBuilder().sslContext(emulator.tls().sslContext()).build();
    }

    private static HttpRequest.Builder imds(LogsEmulator emulator, String resource) {
        return HttpRequest.newBuilder(emulator.imdsHost().resolve(IMDS + resource))
                .timeout(PATIENCE)
                .header("Metadata", "true");
    }

    private static String token(HttpResponse<String> response) {
        return Client.json(response).path("access_token").asText();
    }

    private static HttpResponse<String> upload(LogsEmulator emulator, String token) throws Exception {
        return Client.send(Client.upload(emulator, ROW).setHeader("Authorization", "Bearer " + token));
    }
}
