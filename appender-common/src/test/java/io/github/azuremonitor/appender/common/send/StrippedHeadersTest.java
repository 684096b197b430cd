package io.github.azuremonitor.appender.common.send;

import static io.github.azuremonitor.appender.common.send.TestServer.answers;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.time.Time;
import io.github.azuremonitor.appender.emulator.tls.TlsFiles;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is believed when an answer lacks the service's own headers. */
class StrippedHeadersTest {
    @TempDir
    private Path directory;

    private TlsFiles files;
    private SSLContext trusted;

    @BeforeEach
    void trustTheTestServer() throws Exception {
        files = TlsFiles.in(directory);
        trusted = SSLContext.getDefault();
        SSLContext.setDefault(files.sslContext());
    }

    @AfterEach
    void trustAsBefore() {
        SSLContext.setDefault(trusted);
    }

    @Test
    void a204OfAHostThatHasProvedItsNameIsTheServices() throws Exception {
        try (var gateway = new TestServer(tlsSocket(), answers(204, ""))) {
            Outcome outcome = send(URI.create("https://localhost:" + gateway.port()), null);

            assertThat(outcome.status()).as(outcome.toString()).isEqualTo(204);
            assertThat(outcome.fromService()).isTrue();
            assertThat(outcome.requestId()).isEmpty();
        }
    }

    @Test
    void nothingElseIsTheServicesWithoutItsHeader() throws Exception {
        for (int status : new int[] {200, 202, 302, 400, 413}) {
            try (var gateway = new TestServer(tlsSocket(), answers(status, ""))) {
                Outcome outcome = send(URI.create("https://localhost:" + gateway.port()), null);

                assertThat(outcome.status()).as(outcome.toString()).isEqualTo(status);
                assertThat(outcome.fromService()).as("status " + status).isFalse();
            }
        }
    }

    @Test
    void overPlainHttpAnybodyCouldAnswer() throws Exception {
        try (var portal = new TestServer(answers(204, ""))) {
            assertThat(send(portal.uri(), null).fromService()).isFalse();
        }
    }

    @Test
    void aProxyThatAnswersInsteadOfTunnellingIsNotTheService() throws Exception {
        try (var proxy = new TestServer(answers(204, ""))) {
            Outcome outcome = send(
                    URI.create("https://dce.example.test"),
                    new PipelineSettings.Proxy("127.0.0.1", proxy.port(), null, null));

            assertThat(proxy.requests)
                    .isNotEmpty()
                    .allMatch(request -> request.line().startsWith("CONNECT "));
            assertThat(outcome.fromService()).as(outcome.toString()).isFalse();
        }
    }

    private static Outcome send(URI endpoint, PipelineSettings.@Nullable Proxy proxy) {
        var settings = SendFixture.settings(endpoint, SendFixture.noCredential(), proxy, Duration.ofSeconds(60));
        var route = proxy == null
                ? new ProxyRoute(ProxyRoute.Source.NOBODY, null, NoProxy.NOTHING, null)
                : new ProxyRoute(ProxyRoute.Source.SETTING, proxy, NoProxy.NOTHING, null);
        try (Sender sender = HttpSenders.create(
                settings, Time.SYSTEM, new SendFixture.Lines(), new Ledger(), route, new HttpClients())) {
            return SendFixture.send(sender);
        }
    }

    private ServerSocket tlsSocket() throws Exception {
        var keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(files.keyStore())) {
            keys.load(in, TlsFiles.PASSWORD.toCharArray());
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, TlsFiles.PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("localhost"));
    }
}
