package io.github.azuremonitor.appender.common.send.credential;

import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import java.net.Authenticator;
import java.net.ProxySelector;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps azure-identity out of the JVM until the first token is wanted: this class has no {@code com.azure} type in it.
 * A credential that is built while an application's logging starts makes SLF4J replay events from a wrong thread.
 */
final class AzureBuilder implements TokenFetch.Builder {
    private final PipelineSettings.Credential settings;
    private final String name;
    private final ProxySelector proxies;
    private final @Nullable Authenticator proxyLogin;
    private final Duration connectTimeout;
    private @Nullable AzureCredentials credentials;

    AzureBuilder(
            PipelineSettings.Credential settings,
            String name,
            ProxySelector proxies,
            @Nullable Authenticator proxyLogin,
            Duration connectTimeout) {
        this.settings = settings;
        this.name = name;
        this.proxies = proxies;
        this.proxyLogin = proxyLogin;
        this.connectTimeout = connectTimeout;
    }

    @Override
    public TokenFetch build() throws TokenFailure {
        return credentials().build();
    }

    /** One for ever, because each HTTP client has a thread until it is garbage. */
    private synchronized AzureCredentials credentials() {
        AzureCredentials known = credentials;
        if (known == null) {
            known = new AzureCredentials(settings, name, AzureHttp.client(proxies, proxyLogin, connectTimeout));
            credentials = known;
        }
        return known;
    }
}
