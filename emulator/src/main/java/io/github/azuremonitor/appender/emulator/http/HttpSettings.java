package io.github.azuremonitor.appender.emulator.http;

import io.github.azuremonitor.appender.emulator.tls.TlsFiles;
import org.jspecify.annotations.Nullable;

/**
 * Where the server listens, on the loopback address unless said otherwise.
 *
 * @param bindAddress the address to bind
 * @param hostName by which clients call it, null for this machine's loopback
 * @param httpPort 0 for any free port
 * @param httpsPort 0 for any free port; without effect without TLS files
 * @param tls the certificate, null for no HTTPS
 */
public record HttpSettings(
        String bindAddress,
        @Nullable String hostName,
        int httpPort,
        int httpsPort,
        @Nullable TlsFiles tls) {}
