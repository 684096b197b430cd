package io.github.azuremonitor.appender.emulator;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.identity.ClientSecretCredential;
import com.azure.identity.ClientSecretCredentialBuilder;
import java.net.http.HttpClient;

/** What Microsoft's own clients need to trust the emulator, and to be known there. */
final class SdkClients {
    private SdkClients() {}

    /** An HTTP client of azure-core that trusts the emulator's certificate. */
    static com.azure.core.http.HttpClient http(LogsEmulator emulator) {
        return new JdkHttpClientBuilder(
                        HttpClient.newBuilder().sslContext(emulator.tls().sslContext()))
                .build();
    }

    /** The emulator's app registration. */
    static ClientSecretCredential credential(LogsEmulator emulator) {
        return credential(emulator, emulator.clientSecret());
    }

    /** The emulator's app registration with a secret that may be wrong. */
    static ClientSecretCredential credential(LogsEmulator emulator, String secret) {
        return new ClientSecretCredentialBuilder()
                .authorityHost(emulator.authorityHost().toString())
                .disableInstanceDiscovery()
                .tenantId(emulator.tenantId())
                .clientId(emulator.clientId())
                .clientSecret(secret)
                .httpClient(http(emulator))
                .build();
    }
}
