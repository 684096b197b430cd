package io.github.azuremonitor.appender.common.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.send.SendFixture.Lines;
import io.github.azuremonitor.appender.common.settings.CredentialKind;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.time.Time;
import io.github.azuremonitor.appender.emulator.tls.TlsFiles;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What authority and identity endpoints answer, read by the real azure-identity, and the setting that people are told. */
class RefusedCredentialTest {
    /** A Container App with only a user-assigned identity. */
    private static final String UNABLE =
            "{\"statusCode\":400,\"message\":\"Unable to load the proper Managed Identity.\"}";

    private static final String CLIENT = "11111111-1111-1111-1111-111111111111";

    @TempDir
    private Path directory;

    private SSLContext trusted;

    @BeforeEach
    void trust() throws Exception {
        trusted = SSLContext.getDefault();
        SSLContext.setDefault(TlsFiles.temporary().sslContext());
    }

    @AfterEach
    void distrust() {
        SSLContext.setDefault(trusted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7000215 | clientSecretFile",
                "7000222 | clientSecretFile",
                "7000216 | clientSecretFile",
                "7000218 | certificatePath",
                "700025  | clientId",
                "700027  | certificatePath",
                "700016  | clientId and tenantId",
                "90002   | tenantId and cloud",
                "900023  | tenantId",
                "90038   | AZURE_AUTHORITY_HOST",
                "50194   | set tenantId",
                "7000112 | disabled",
                "7000229 | tenantId",
                "700024  | AZURE_FEDERATED_TOKEN_FILE",
                "70021   | issuer, subject and audience",
                "700211  | issuer",
                "700212  | api://AzureADTokenExchange",
                "700213  | service account",
                "500011  | audience and cloud",
                "1002012 | audience, without /.default",
                "70011   | audience, without /.default",
                "65001   | consent",
                "50105   | assign it",
                "53003   | Conditional access",
                "50034   | tenantId",
                "50020   | tenantId",
                "50126   | setting credential",
                "50076   | az login",
                "700082  | az login",
                "999999  | https://login.microsoftonline.com/error"
            })
    void aCodeOfEntraNamesTheSetting(String code, String setting) throws Exception {
        String body = "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS" + code
                + ": what Entra says. Trace ID: 1 Correlation ID: 2\",\"error_codes\":[" + code + "]}";
        try (var authority =
                new TestServer(tlsSocket(), TestServer.answers(400, body, "Content-Type: application/json"))) {
            Outcome outcome = send(authority);

            assertThat(outcome.code()).as(outcome.toString()).isEqualTo("AADSTS" + code);
            assertThat(outcome.detail())
                    .startsWith("client-secret (client id " + CLIENT + "): ")
                    .contains(setting)
                    .contains("what Entra says")
                    .doesNotContain("hunter2");
            assertThat(sentence(outcome)).as("the advice itself").contains(setting);
        }
    }

    @Test
    void anAnswerThatIsNotEntrasIsNotTakenForARefusal() throws Exception {
        try (var authority = new TestServer(
                tlsSocket(), TestServer.answers(404, "<html>Not found</html>", "Content-Type: text/html"))) {
            Outcome outcome = send(authority);

            assertThat(outcome.code()).as(outcome.toString()).isEqualTo("Authority404");
            assertThat(sentence(outcome)).contains("is not Microsoft Entra ID", "AZURE_AUTHORITY_HOST", "proxy");
        }
    }

    @Test
    void anIdentityThatHasToBeNamedIsAskedForBySetting() throws Exception {
        try (var app = server(400, UNABLE)) {
            start("MANAGED_IDENTITY", "-", appService(app))
                    .says(
                            "IdentityEndpoint400",
                            "managed-identity: This app or machine has no identity",
                            "set clientId to");
        }
    }

    /** Each place in a JVM of its own, because its variables decide; all of them at once, for a JVM takes its time. */
    @Test
    @EnabledIfSystemProperty(named = "identity.places", matches = "all")
    void theEndpointOfAManagedIdentityIsExplainedInEachPlace() throws Exception {
        try (var app = server(400, UNABLE);
                var machine =
                        server(400, "{\"error\":\"invalid_request\",\"error_description\":\"Identity not found\"}");
                var forbidden = server(403, "{\"error\":\"forbidden\"}");
                var portal = server(200, "<html>Sign in</html>");
                var arc = new TestServer(TestServer.answers(401, "{}", challenge()))) {
            var named = start("MANAGED_IDENTITY", CLIENT, appService(app));
            var chain = start("DEFAULT", "-", appService(app));
            var onMachine =
                    start("MANAGED_IDENTITY", "-", Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", "" + machine.uri()));
            var refused = start("MANAGED_IDENTITY", "-", appService(forbidden));
            var behindPortal = start("MANAGED_IDENTITY", "-", appService(portal));
            var onArc = start("MANAGED_IDENTITY", "-", arc(arc));

            named.says("IdentityEndpoint400", "clientId names is not assigned to this app", "not its object id");
            chain.says("IdentityEndpoint400", "default: This app or machine has no identity", "set clientId to");
            onMachine.says("IdentityEndpoint400", "set clientId to the client id of its user-assigned identity");
            refused.says("IdentityEndpoint403", "refuses this process", "the setting credential");
            behindPortal.says("CredentialUnavailable", "Something else answers", "IDENTITY_ENDPOINT");
            onArc.says("CredentialUnavailable", "group himds");
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "identity.places", matches = "all")
    void aPodOrShellWithoutItsTokenIsToldWhatIsMissing() throws Exception {
        var nothing = start("WORKLOAD_IDENTITY", "-", Map.of());
        var noFile = start("WORKLOAD_IDENTITY", "-", pod("/nowhere/token"));
        var empty = start("WORKLOAD_IDENTITY", "-", pod("" + Files.createFile(directory.resolve("empty"))));
        var noVariables = start("ENVIRONMENT", "-", Map.of());
        Path az = Files.writeString(directory.resolve("az"), "#!/bin/sh\necho \"Please run 'az login'\" >&2\nexit 1\n");
        assertThat(az.toFile().setExecutable(true)).isTrue();
        var loggedOut = start("AZURE_CLI", "-", Map.of("PATH", directory + ":/bin:/usr/bin"));

        nothing.says("CredentialUnavailable", "misses client id, tenant or token file", "azure.workload.identity/use");
        noFile.says("CredentialUnavailable", "AZURE_FEDERATED_TOKEN_FILE names is missing", "/nowhere/token");
        empty.says("CredentialUnavailable", "AZURE_FEDERATED_TOKEN_FILE names is empty");
        noVariables.says("CredentialUnavailable", "set AZURE_TENANT_ID, AZURE_CLIENT_ID");
        loggedOut.says("CredentialUnavailable", "run 'az login'");
    }

    private static Map<String, String> pod(String tokenFile) {
        return Map.of("AZURE_CLIENT_ID", CLIENT, "AZURE_TENANT_ID", "common", "AZURE_FEDERATED_TOKEN_FILE", tokenFile);
    }

    /** The file is missing, as it is for those who may not list the directory. */
    private static String challenge() {
        return "WWW-Authenticate: Basic realm=/var/opt/azcmagent/tokens/none-"
                + ProcessHandle.current().pid() + ".key";
    }

    private static Map<String, String> arc(TestServer server) {
        return Map.of(
                "IDENTITY_ENDPOINT",
                server.uri() + "/metadata/identity/oauth2/token",
                "IMDS_ENDPOINT",
                "" + server.uri());
    }

    private static Map<String, String> appService(TestServer server) {
        return Map.of("IDENTITY_ENDPOINT", server.uri() + "/msi/token", "IDENTITY_HEADER", "x");
    }

    private static TestServer server(int status, String body) throws Exception {
        return new TestServer(TestServer.answers(status, body, "Content-Type: application/json"));
    }

    /** Up to where azure-identity's own words begin. */
    private static String sentence(Outcome outcome) {
        return outcome.detail()
                .substring(
                        0, outcome.detail().lastIndexOf(". ", outcome.detail().length() - 2) + 1);
    }

    private Outcome send(TestServer authority) throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "hunter2");
        var credential = new PipelineSettings.Credential(
                CredentialKind.CLIENT_SECRET,
                "https://monitor.azure.com",
                URI.create("https://localhost:" + authority.port()),
                "72f988bf-86f1-41af-91ab-2d7cd011db47",
                CLIENT,
                secret,
                null);
        var settings = SendFixture.settings(URI.create("http://127.0.0.1:1"), credential, null, Duration.ofSeconds(10));
        try (Sender sender = HttpSenders.create(settings, Time.SYSTEM, new Lines(), new Ledger())) {
            return SendFixture.send(sender);
        }
    }

    private static ServerSocket tlsSocket() throws Exception {
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(TlsFiles.temporary().keyStore())) {
            keys.load(in, TlsFiles.PASSWORD.toCharArray());
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, TlsFiles.PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private Running start(String kind, String client, Map<String, String> environment) throws Exception {
        Path text = Files.createTempFile(directory, "output", ".txt");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        CredentialProbe.class.getName(),
                        kind,
                        "http://127.0.0.1:1",
                        "dcr-00000000000000000000000000000000",
                        "https://127.0.0.1:1",
                        "-",
                        client,
                        "-",
                        "1")
                .redirectErrorStream(true)
                .redirectOutput(text.toFile());
        process.command()
                .addAll(
                        1,
                        List.of(System.getProperty("child.jvm.arguments", "-XX:+UseSerialGC")
                                .split(" ", -1)));
        process.environment().keySet().removeIf(name -> name.startsWith("AZURE_") || name.startsWith("IDENTITY_"));
        process.environment().putAll(environment);
        return new Running(process.start(), text);
    }

    private record Running(Process process, Path text) {
        void says(String code, String... parts) throws Exception {
            assertThat(process.waitFor(100, TimeUnit.SECONDS))
                    .as("the JVM ended")
                    .isTrue();
            String said = Files.readString(text);
            var all = new ArrayList<>(List.of("kind=NO_TOKEN", "code=" + code));
            all.addAll(List.of(parts));
            assertThat(said).contains(all);
        }
    }
}
