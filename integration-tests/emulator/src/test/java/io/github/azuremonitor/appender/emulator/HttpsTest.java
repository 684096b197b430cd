package io.github.azuremonitor.appender.emulator;

import static io.github.azuremonitor.appender.emulator.Client.STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.azuremonitor.appender.emulator.fault.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class HttpsTest {
    private static final String ROW = "[{\"Message\":\"one\"}]";

    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR =
            LogsEmulatorExtension.of(LogsEmulator.builder().withHttps());

    @Test
    void takesRowsUnderEachOfItsNames(LogsEmulator emulator) throws Exception {
        assertThat(post(emulator, emulator.httpsEndpoint()).statusCode()).isEqualTo(204);
        assertThat(post(
                                emulator,
                                URI.create("https://127.0.0.1:"
                                        + emulator.httpsEndpoint().getPort()))
                        .statusCode())
                .isEqualTo(204);
        assertThat(emulator.rowCount(STREAM)).isEqualTo(2);
    }

    @Test
    void isNotTrustedByAClientThatDoesNotKnowTheCertificate(LogsEmulator emulator) {
        assertThatExceptionOfType(SSLHandshakeException.class)
                .isThrownBy(() -> Client.get(emulator.httpsEndpoint(), "/health"));
    }

    @Test
    void breaksConnectionsBelowTls(LogsEmulator emulator) throws Exception {
        emulator.faults().next(Fault.reset()).next(Fault.halfAnswer());

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> post(emulator, emulator.httpsEndpoint()))
                .withStackTraceContaining("Connection reset");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> post(emulator, emulator.httpsEndpoint()));
        assertThat(post(emulator, emulator.httpsEndpoint()).statusCode()).isEqualTo(204);
        assertThat(emulator.rowCount(STREAM)).isEqualTo(2);
    }

    @Test
    void makesTheCertificateOnceForADirectory(@TempDir Path dir) throws Exception {
        String first;
        try (LogsEmulator emulator = LogsEmulator.builder().withHttps(dir).start()) {
            first = Files.readString(emulator.tls().certificate());
        }
        try (LogsEmulator emulator = LogsEmulator.builder().withHttps(dir).start()) {
            assertThat(Files.readString(emulator.tls().certificate())).isEqualTo(first);
            assertThat(post(emulator, emulator.httpsEndpoint()).statusCode()).isEqualTo(204);
        }
    }

    @Test
    void aCertificateWithoutTheNameByWhichItIsCalledIsMadeAgain(@TempDir Path dir) throws Exception {
        LogsEmulator.builder().withHttps(dir).build();
        try (LogsEmulator emulator =
                LogsEmulator.builder().withHttps(dir).hostName("logs-emulator").start()) {
            assertThat(names(emulator)).contains("logs-emulator", "localhost", "127.0.0.1");
            assertThat(emulator.httpsEndpoint()).hasHost("logs-emulator");
            assertThat(emulator.appServiceIdentityEndpoint()).hasHost("logs-emulator");
        }
    }

    @Test
    void whatIsNoHostNameGetsIntoNoCertificate() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogsEmulator.builder().hostName("a,ip:10.0.0.1"))
                .withMessageContaining("is no host name");
    }

    @Test
    void saysSoIfHttpsWasNotAskedFor() {
        try (LogsEmulator plain = LogsEmulator.builder().start()) {
            assertThatIllegalStateException().isThrownBy(plain::httpsEndpoint).withMessageContaining("withHttps");
            assertThatIllegalStateException().isThrownBy(plain::authorityHost);
        }
    }

    private static List<Object> names(LogsEmulator emulator) throws Exception {
        try (InputStream in = Files.newInputStream(emulator.tls().certificate())) {
            var certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            return certificate.getSubjectAlternativeNames().stream()
                    .<Object>map(name -> name.get(1))
                    .toList();
        }
    }

    private static HttpResponse<String> post(LogsEmulator emulator, URI endpoint)
            throws IOException, InterruptedException {
        HttpRequest request = Client.upload(emulator, ROW)
                .uri(Client.uri(endpoint, emulator.dcrImmutableId(), STREAM))
                .build();
        return HttpClient.newBuilder()
                .sslContext(emulator.tls().sslContext())
                .build()
                .send(request, HttpResponse.BodyHandlers.ofString());
    }
}
