package io.github.azuremonitor.appender.emulator.http;

import io.github.azuremonitor.appender.emulator.tls.TlsFiles;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the server listens, on the loopback address unless said otherwise.
 *
 * @param bindAddress the address to bind
 * @param hostName by which clients call it, null for this machine's loopback
 * @param httpPort 0 for any free port
 * @param httpsPort 0 for any free port; without effect without TLS files
 * @param tls the certificate, null for no HTTPS
 * @param mostBodyBytes what the bodies of all requests under way may take together
 * @param bodyPatience how long a request's body may take to come
 */
public record HttpSettings(
        String bindAddress,
        @Nullable String hostName,
        int httpPort,
        int httpsPort,
        @Nullable TlsFiles tls,
        long mostBodyBytes,
        Duration bodyPatience) {

    /** The same on these ports. */
    public HttpSettings on(int boundHttpPort, int boundHttpsPort) {
        return new HttpSettings(bindAddress, hostName, boundHttpPort, boundHttpsPort, tls, mostBodyBytes, bodyPatience);
    }
}
