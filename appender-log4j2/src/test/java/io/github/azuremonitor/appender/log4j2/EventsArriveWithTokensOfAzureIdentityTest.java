package io.github.azuremonitor.appender.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.LogsEmulatorExtension;
import io.github.azuremonitor.appender.emulator.tls.TlsFiles;
import io.github.azuremonitor.appender.emulator.wire.RecordedRequest;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Applications in JVMs of their own that need real tokens, and first do so while they end. */
@Tag("once")
class EventsArriveWithTokensOfAzureIdentityTest {
    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR =
            LogsEmulatorExtension.of(LogsEmulator.builder().withHttps());

    @TempDir
    Path directory;

    /** Both in the thorough form; that a main which returns loses nothing, the tests of the exit show in the short one. */
    static Stream<String> endings() {
        return Boolean.getBoolean("thorough") ? Stream.of("return", "exit") : Stream.of("exit");
    }

    /** Log4j2 tells how it builds the appender, and azure-identity what it does, as loudly as they can. */
    @ParameterizedTest
    @MethodSource("endings")
    void withAClientSecretOverHttpsThatIsNeverShown(String ending, LogsEmulator azure) throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), azure.clientSecret());
        Path configuration = configuration(
                "TRACE",
                azure,
                azure.httpsEndpoint(),
                "credential='client-secret' tenantId='%s' clientId='%s' clientSecretFile='%s'"
                        .formatted(azure.tenantId(), azure.clientId(), secret));
        var environment =
                Map.of("AZURE_AUTHORITY_HOST", azure.authorityHost().toString(), "AZURE_LOG_LEVEL", "verbose");
        var options = List.of(
                "-Djavax.net.ssl.trustStore=" + azure.tls().trustStore(),
                "-Djavax.net.ssl.trustStorePassword=" + TlsFiles.PASSWORD);

        ChildJvm child = ChildJvm.run(ending, configuration, environment, options);

        assertAllArrived(child, azure);
        assertThat(child.output())
                .contains("AzureMonitorAppender", "clientSecretFile", "com.azure.identity")
                .doesNotContain(azure.clientSecret())
                .doesNotContainPattern("eyJ[\\w-]+\\.");
    }

    /** In the short form the tests of the compatibility show it. */
    @ParameterizedTest
    @MethodSource("endings")
    @EnabledIfSystemProperty(named = "thorough", matches = "true")
    void withAManagedIdentity(String ending, LogsEmulator azure) throws Exception {
        Path configuration = configuration("ERROR", azure, azure.httpEndpoint(), "credential='managed-identity'");
        var environment = Map.of(
                "IDENTITY_ENDPOINT", azure.appServiceIdentityEndpoint().toString(),
                "IDENTITY_HEADER", azure.identityHeader());

        ChildJvm child = ChildJvm.run(ending, configuration, environment, List.of());

        assertAllArrived(child, azure);
        assertThat(child.output()).isEmpty();
    }

    private Path configuration(String status, LogsEmulator azure, URI endpoint, String attributes) throws Exception {
        return Files.writeString(directory.resolve("log4j2.xml"), """
                <Configuration status='%s'>
                  <Appenders>
                    <AzureMonitor name='AZURE' endpoint='%s' dcrImmutableId='%s' streamName='%s' durability='memory'
                        linger='60s' shutdownTimeout='60s' %s/>
                  </Appenders>
                  <Loggers><Root level='ALL'><AppenderRef ref='AZURE'/></Root></Loggers>
                </Configuration>
                """.formatted(
                        status, endpoint, azure.dcrImmutableId(), Log4jRun.STREAM, attributes));
    }

    private static void assertAllArrived(ChildJvm child, LogsEmulator azure) {
        assertThat(child.exitCode()).as(child.output()).isZero();
        assertThat(azure.rows(Log4jRun.STREAM))
                .as(child.output())
                .extracting(row -> row.text("Message"))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, ExitingApplication.EVENTS)
                        .mapToObj(i -> "event " + i)
                        .toList());
        assertThat(azure.requests()).extracting(RecordedRequest::status).containsOnly(204);
        assertThat(azure.tokenRequests()).extracting(RecordedRequest::status).contains(200);
    }
}
