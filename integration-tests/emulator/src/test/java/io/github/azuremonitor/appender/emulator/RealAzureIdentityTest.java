package io.github.azuremonitor.appender.emulator;

import static io.github.azuremonitor.appender.emulator.Client.PATIENCE;
import static io.github.azuremonitor.appender.emulator.Client.STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.wire.RecordedRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The token endpoints, asked by Microsoft's own code. */
class RealAzureIdentityTest {
    private static final TokenRequestContext MONITOR =
            new TokenRequestContext().addScopes("https://monitor.azure.com//.default");

    @TempDir
    static Path tlsDirectory;

    private static LogsEmulatorBuilder settings;

    @RegisterExtension
    final LogsEmulatorExtension extension = LogsEmulatorExtension.of(settings);

    @BeforeAll
    static void oneCertificateForAllTests() {
        settings = LogsEmulator.builder().withHttps(tlsDirectory);
    }

    @Test
    void aClientSecretGivesATokenThatTheIngestionRouteTakes(LogsEmulator emulator) throws Exception {
        AccessToken token =
                SdkClients.credential(emulator, emulator.clientSecret()).getTokenSync(MONITOR);

        assertThat(uploadWith(emulator, token.getToken()).statusCode()).isEqualTo(204);
        assertThat(emulator.rowCount(STREAM)).isEqualTo(1);
        assertThat(emulator.tokenRequests())
                .extracting(RecordedRequest::path)
                .containsExactly("/" + emulator.tenantId() + "/oauth2/v2.0/token");
    }

    @Test
    void aWrongClientSecretIsRefused(LogsEmulator emulator) {
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> SdkClients.credential(emulator, "wrong").getTokenSync(MONITOR))
                .withStackTraceContaining("AADSTS7000215");
    }

    @Test
    void anExpiredTokenIsFetchedAndRefused(LogsEmulator emulator) throws Exception {
        emulator.tokenFaults().next(Fault.expiredTokens());

        AccessToken token =
                SdkClients.credential(emulator, emulator.clientSecret()).getTokenSync(MONITOR);

        HttpResponse<String> response = uploadWith(emulator, token.getToken());
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
    }

    /** In the short form each application of the other modules shows it. */
    @Test
    @EnabledIfSystemProperty(named = "thorough", matches = "true")
    void managedIdentityOfAppServiceGivesAToken(LogsEmulator emulator) throws Exception {
        String token = fetch(
                "managed",
                Map.of(
                        "IDENTITY_ENDPOINT",
                                emulator.appServiceIdentityEndpoint().toString(),
                        "IDENTITY_HEADER", emulator.identityHeader()));

        assertThat(uploadWith(emulator, token).statusCode()).isEqualTo(204);
        assertThat(emulator.tokenRequests()).extracting(RecordedRequest::path).containsExactly("/msi/token");
    }

    /** In the short form the default credential below shows it. */
    @Test
    @EnabledIfSystemProperty(named = "thorough", matches = "true")
    void managedIdentityOfAVirtualMachineGivesAToken(LogsEmulator emulator) throws Exception {
        String token = fetch(
                "managed",
                Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", emulator.imdsHost().toString()));

        assertThat(uploadWith(emulator, token).statusCode()).isEqualTo(204);
    }

    @Test
    void theDefaultCredentialProbesTheVirtualMachineAndGetsAToken(LogsEmulator emulator) throws Exception {
        String token = fetch(
                "default",
                Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", emulator.imdsHost().toString()));

        assertThat(uploadWith(emulator, token).statusCode()).isEqualTo(204);
        assertThat(emulator.tokenRequests())
                .extracting(RecordedRequest::status)
                .as("the probe has no Metadata header")
                .containsExactly(400, 200);
    }

    private static HttpResponse<String> uploadWith(LogsEmulator emulator, String token) throws Exception {
        return Client.send(
                Client.upload(emulator, "[{\"Message\":\"one\"}]").setHeader("Authorization", "Bearer " + token));
    }

    private static String fetch(String kind, Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TokenFetcher.class.getName(),
                        kind)
                .redirectErrorStream(true);
        builder.command()
                .addAll(
                        1,
                        List.of(System.getProperty("child.jvm.arguments", "-XX:+UseSerialGC")
                                .split(" ", -1)));
        builder.environment().keySet().removeIf(name -> name.startsWith("AZURE_") || name.startsWith("IDENTITY_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return said.lines()
                .filter(line -> line.startsWith("token="))
                .map(line -> line.substring("token=".length()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(said));
    }
}
