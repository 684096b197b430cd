package io.github.azuremonitor.appender.logback;

import static io.github.azuremonitor.appender.logback.Application.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.LogsEmulatorExtension;
import io.github.azuremonitor.appender.emulator.tls.TlsFiles;
import io.github.azuremonitor.appender.emulator.wire.RecordedRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs in JVMs of their own with real tokens of azure-identity: however they end, what they logged arrives. */
class AProgramThatEndsLosesNothingTest {
    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR =
            LogsEmulatorExtension.of(LogsEmulator.builder().withHttps());

    @TempDir
    private Path directory;

    /** In the short form the tests of the compatibility show it beside the newest Logback. */
    @Test
    @Tag("oldest")
    void aPlainMainThatReturns(LogsEmulator azure) throws Exception {
        try (var program = withManagedIdentity(azure, "log:500")) {
            program.await("returns");
            assertThat(program.ended()).as(program.text()).isZero();

            assertThat(Application.messages(azure)).containsExactlyInAnyOrderElementsOf(lines(500));
            assertThat(azure.tokensIssued()).isPositive();
        }
    }

    @Test
    @Tag("oldest")
    void anExitFromAnotherThread(LogsEmulator azure) throws Exception {
        try (var program = withManagedIdentity(azure, "log:200", "exitFromAnotherThread:3")) {
            assertThat(program.ended()).isEqualTo(3);
            assertThat(Application.messages(azure)).containsExactlyInAnyOrderElementsOf(lines(200));
        }
    }

    @Test
    @Tag("oldest")
    void aSignalWhileItLogs(LogsEmulator azure) throws Exception {
        try (var program = withManagedIdentity(azure, "logUntilKilled")) {
            program.await("logged: 300");
            int loggedBefore = Integer.parseInt(program.await("logged:"));
            program.terminate();
            program.ended();

            assertThat(Application.messages(azure))
                    .containsAll(lines(loggedBefore))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    @Tag("once")
    void tokensThatAreRevokedAreRenewed(LogsEmulator azure) throws Exception {
        try (var program = withClientSecret(azure, "AZURE", "log:10", "flush", "wait", "log:10", "flush")) {
            assertThat(program.await("flushed:")).as(program.text()).isEqualTo("true");
            azure.revokeTokens();
            program.await("waiting");
            program.say("go on");
            assertThat(program.await("flushed:")).as(program.text()).isEqualTo("true");
            assertThat(program.ended()).isZero();

            assertThat(azure.tokensIssued()).as("since the others were revoked").isEqualTo(1);
            assertThat(azure.requests()).extracting(RecordedRequest::status).containsExactly(204, 401, 204);
            assertThat(Application.messages(azure)).containsExactlyInAnyOrderElementsOf(lines(20));
        }
    }

    /** In the short form another thread hands the events over, which is harder. */
    static Stream<String> appenders() {
        return Boolean.getBoolean("thorough") ? Stream.of("AZURE", "ASYNC") : Stream.of("ASYNC");
    }

    /**
     * The application uses the Azure SDK, Reactor and Netty itself: its own lines are shipped; those that the appender's
     * threads cause while they fetch a token go to every other appender, but never into the table.
     */
    @ParameterizedTest
    @MethodSource("appenders")
    @Tag("once")
    void aClientSecretOverHttpsIsNeverShown(String appender, LogsEmulator azure) throws Exception {
        List<String> loggers = List.of(
                "com.azure.core.Application",
                "com.azure.identity.ClientSecretCredential",
                "reactor.core.Application",
                "io.netty.Application",
                "com.microsoft.aad.msal4j.Application");
        var commands = Stream.of(
                        loggers.stream().map(logger -> "logAs:" + logger),
                        Stream.of("flush"),
                        loggers.stream().map(logger -> "logAs:" + logger),
                        Stream.of("wait", "flush", "stats"))
                .flatMap(each -> each)
                .toArray(String[]::new);
        try (var program = withClientSecret(azure, appender, commands)) {
            azure.awaitRowCount(STREAM, 10, Application.LONG);
            program.say("go on");
            assertThat(program.ended()).as(program.text()).isZero();

            String console = program.text();
            assertThat(console).doesNotContain(azure.clientSecret()).doesNotContainPattern("eyJ[\\w-]+\\.");
            assertThat(console).containsPattern("\\[azure-monitor-[^]]*token[^]]*] com\\.(azure|microsoft)");
            assertThat(console).containsPattern("self: [1-9]\\d* balances: true");
            assertThat(Application.messages(azure)).containsExactlyInAnyOrderElementsOf(lines(10));
            assertThat(Application.column(azure, "Logger"))
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(loggers.stream(), loggers.stream()).toList());
            assertThat(Application.column(azure, "Thread")).containsOnly("main");
            assertThat(azure.rowCount(STREAM)).isEqualTo(10);
        }
    }

    private ChildJvm withManagedIdentity(LogsEmulator azure, String... commands) throws Exception {
        String xml = Application.configuration(Application.appender(
                "AZURE", azure, "credential=managed-identity", "linger=60s", "shutdownTimeout=60s"));
        Path logback = Files.writeString(directory.resolve("logback.xml"), xml);
        var environment = Map.of(
                "IDENTITY_ENDPOINT", azure.appServiceIdentityEndpoint().toString(),
                "IDENTITY_HEADER", azure.identityHeader());
        return ChildJvm.start(Program.class, logback, environment, List.of(), commands);
    }

    private ChildJvm withClientSecret(LogsEmulator azure, String appender, String... commands) throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), azure.clientSecret());
        String azureXml = Application.appender(
                "AZURE",
                azure,
                "endpoint=" + azure.httpsEndpoint(),
                "shutdownTimeout=60s",
                "credential=client-secret",
                "tenantId=" + azure.tenantId(),
                "clientId=" + azure.clientId(),
                "clientSecretFile=" + secret);
        Path logback = Files.writeString(directory.resolve("logback.xml"), """
                <configuration>
                %s
                <appender name='ASYNC' class='ch.qos.logback.classic.AsyncAppender'>
                  <discardingThreshold>0</discardingThreshold>
                  <appender-ref ref='AZURE'/>
                </appender>
                <appender name='CONSOLE' class='ch.qos.logback.core.ConsoleAppender'>
                  <encoder><pattern>[%%thread] %%logger %%msg %%ex%%n</pattern></encoder>
                </appender>
                <root level='TRACE'><appender-ref ref='CONSOLE'/><appender-ref ref='%s'/></root>
                </configuration>
                """.formatted(azureXml, appender));
        var options = List.of(
                "-Djavax.net.ssl.trustStore=" + azure.tls().trustStore(),
                "-Djavax.net.ssl.trustStorePassword=" + TlsFiles.PASSWORD);
        var environment = Map.of("AZURE_AUTHORITY_HOST", azure.authorityHost().toString());
        return ChildJvm.start(Program.class, logback, environment, options, commands);
    }

    private static List<String> lines(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "line " + i).toList();
    }
}
