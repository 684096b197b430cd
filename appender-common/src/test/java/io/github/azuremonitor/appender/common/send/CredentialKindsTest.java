package io.github.azuremonitor.appender.common.send;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.azuremonitor.appender.common.settings.CredentialKind;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.tls.TlsFiles;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Credentials that look at the environment, each in a JVM of its own, against the emulator. */
class CredentialKindsTest {
    private static LogsEmulator emulator;

    private String password = TlsFiles.PASSWORD;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        ((Logger) LoggerFactory.getLogger("org.eclipse.jetty")).setLevel(Level.OFF);
        emulator = LogsEmulator.builder().withHttps().build().start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void noneLoadsNothingOfAzure() throws Exception {
        var output = run(CredentialKind.NONE, "-", Map.of(), 1, false);

        // The emulator wants a token: what matters is that it was asked without one.
        assertThat(output.text).contains("kind=ANSWERED, status=401").contains("afterRenewal=true");
        assertThat(output.loaded).isNotEmpty();
        assertThat(output.loaded.stream().filter(CredentialKindsTest::isAzure)).isEmpty();
    }

    @Test
    void aSenderThatNeverSendsLoadsNothingOfAzure() throws Exception {
        var output = run(CredentialKind.CLIENT_SECRET, secret(), Map.of(), 0, false);

        assertThat(output.loaded).isNotEmpty();
        assertThat(output.loaded.stream().filter(CredentialKindsTest::isAzure)).isEmpty();
    }

    /** In the short form each application of the other modules shows it. */
    @Test
    @EnabledIfSystemProperty(named = "thorough", matches = "true")
    void managedIdentityOfAppService() throws Exception {
        check(
                run(CredentialKind.MANAGED_IDENTITY, "-", appService(), 3, false),
                "managed-identity, object id " + emulator.managedIdentity().objectId());
    }

    /** In the short form the default chain shows it, which ends with the managed identity of App Service. */
    @Test
    @EnabledIfSystemProperty(named = "thorough", matches = "true")
    void managedIdentityOfAMachine() throws Exception {
        check(
                run(
                        CredentialKind.MANAGED_IDENTITY,
                        "-",
                        Map.of(
                                "AZURE_POD_IDENTITY_AUTHORITY_HOST",
                                emulator.imdsHost().toString()),
                        3,
                        false),
                "managed-identity, object id " + emulator.managedIdentity().objectId());
    }

    /** Without another HTTP client of the Azure SDK, as below. */
    @Test
    void theDefaultChainFindsTheManagedIdentity() throws Exception {
        check(
                run(CredentialKind.DEFAULT, "-", appService(), 3, true),
                "default, object id " + emulator.managedIdentity().objectId());
    }

    @Test
    void theEnvironmentHoldsTheSecret() throws Exception {
        var environment = Map.of(
                "AZURE_TENANT_ID", emulator.tenantId(),
                "AZURE_CLIENT_ID", emulator.clientId(),
                "AZURE_CLIENT_SECRET", emulator.clientSecret());
        var output = run(CredentialKind.ENVIRONMENT, "-", environment, 1, false);

        check(output, "environment, object id " + emulator.application().objectId());
        assertThat(output.text).doesNotContain(emulator.clientSecret());
    }

    @Test
    void aServiceAccountsTokenIsExchanged() throws Exception {
        Path federated = Files.writeString(directory.resolve("federated"), "eyJh.eyJz.c2ln");
        var output = run(
                CredentialKind.WORKLOAD_IDENTITY,
                "-",
                Map.of("AZURE_FEDERATED_TOKEN_FILE", federated.toString()),
                2,
                false);

        check(
                output,
                "workload-identity (client id " + emulator.clientId() + "), object id "
                        + emulator.application().objectId());
    }

    @Test
    void aCertificateInAPemFile() throws Exception {
        check(
                run(CredentialKind.CLIENT_CERTIFICATE, pem(), Map.of(), 2, false),
                "client-certificate (client id " + emulator.clientId() + "), object id "
                        + emulator.application().objectId());
    }

    @Test
    void theAzureCliThatIsMissingIsExplained() throws Exception {
        var output = run(CredentialKind.AZURE_CLI, "-", Map.of("PATH", "/nonexistent"), 1, false);

        assertThat(output.text)
                .contains("kind=NO_TOKEN")
                .contains("code=CredentialUnavailable")
                .contains("azure-cli");
        assertThat(output.text).contains("FOREIGN []");
    }

    @Test
    void anEmptyMachineIsExplained() throws Exception {
        // A managed identity endpoint where nobody listens.
        var output = run(
                CredentialKind.MANAGED_IDENTITY,
                "-",
                Map.of("IDENTITY_ENDPOINT", "http://127.0.0.1:1/msi/token", "IDENTITY_HEADER", "x"),
                1,
                false);

        assertThat(output.text)
                .contains("kind=NO_TOKEN")
                .contains("code=AuthorityUnreachable")
                .contains("FOREIGN []");
    }

    @Test
    void aTrustStoreThatCannotBeReadIsExplained() throws Exception {
        password = "wrong";
        var output = run(CredentialKind.CLIENT_SECRET, secret(), Map.of(), 1, false);

        assertThat(output.text).contains("kind=NO_TOKEN").contains("javax.net.ssl.trustStore");
    }

    /** The default chain shows it in the short form. */
    @Test
    @EnabledIfSystemProperty(named = "thorough", matches = "true")
    void noOtherHttpClientOfTheAzureSdkIsNeeded() throws Exception {
        check(
                run(CredentialKind.CLIENT_SECRET, secret(), Map.of(), 2, true),
                "client-secret (client id " + emulator.clientId() + "), object id "
                        + emulator.application().objectId());
    }

    private static void check(Output output, String credential) {
        assertThat(output.text)
                .contains("kind=ANSWERED, status=204")
                .contains("name=" + credential + ",")
                .doesNotContain("A TOKEN")
                .contains("FOREIGN []");
        assertThat(output.text).containsPattern("LOGGED [1-9]");
    }

    private static Map<String, String> appService() {
        return Map.of(
                "IDENTITY_ENDPOINT", emulator.appServiceIdentityEndpoint().toString(),
                "IDENTITY_HEADER", emulator.identityHeader());
    }

    private String secret() throws Exception {
        return Files.writeString(directory.resolve("secret"), emulator.clientSecret())
                .toString();
    }

    /** A key, and the certificate of another one: nobody compares them, and the emulator only looks at the assertion's shape. */
    private String pem() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(TlsFiles.temporary().keyStore())) {
            keys.load(in, TlsFiles.PASSWORD.toCharArray());
        }
        byte[] certificate = keys.getCertificate(keys.aliases().nextElement()).getEncoded();
        byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
        return Files.writeString(
                        directory.resolve("client.pem"), block("PRIVATE KEY", key) + block("CERTIFICATE", certificate))
                .toString();
    }

    private static String block(String label, byte[] content) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
    }

    private Output run(
            CredentialKind kind, String file, Map<String, String> environment, int sends, boolean withoutProvider)
            throws Exception {
        Path classes = directory.resolve("classes.log");
        Path text = directory.resolve("output.txt");
        boolean managed = kind == CredentialKind.MANAGED_IDENTITY || kind == CredentialKind.DEFAULT;
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Xlog:class+load=info:file=" + classes,
                        "-Djavax.net.ssl.trustStore=" + emulator.tls().trustStore(),
                        "-Djavax.net.ssl.trustStorePassword=" + password,
                        "-cp",
                        classPath(withoutProvider),
                        CredentialProbe.class.getName(),
                        kind.name(),
                        emulator.httpEndpoint().toString(),
                        emulator.dcrImmutableId(),
                        emulator.authorityHost().toString(),
                        managed ? "-" : emulator.tenantId(),
                        managed ? "-" : emulator.clientId(),
                        file,
                        Integer.toString(sends))
                .redirectErrorStream(true)
                .redirectOutput(text.toFile());
        process.command()
                .addAll(
                        1,
                        List.of(System.getProperty("child.jvm.arguments", "-XX:+UseSerialGC")
                                .split(" ", -1)));
        process.environment().keySet().removeIf(name -> name.startsWith("AZURE_") || name.startsWith("IDENTITY_"));
        process.environment().putAll(environment);
        var started = process.start();
        boolean ended = started.waitFor(100, TimeUnit.SECONDS);
        assertThat(ended).as("it ended; it said:%n%s", Files.readString(text)).isTrue();
        return new Output(Files.readString(text), Files.readAllLines(classes));
    }

    private static String classPath(boolean withoutProvider) {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(all.split(File.pathSeparator))
                .filter(entry -> !withoutProvider || !entry.contains("azure-core-http-jdk-httpclient"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean isAzure(String line) {
        return line.contains(" com.azure.") || line.contains(" com.microsoft.") || line.contains(" reactor.");
    }

    private record Output(String text, List<String> loaded) {}
}
