package io.github.azuremonitor.appender.common.send.credential;

import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import java.net.http.HttpClient;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps azure-identity out of the JVM until the first token is wanted: this class has no {@code com.azure} type in it.
 * A credential that is built while an application's logging starts makes SLF4J replay events from a wrong thread.
 */
final class AzureBuilder implements TokenFetch.Builder {
    private final PipelineSettings.Credential settings;
    private final String name;
    private final Supplier<HttpClient> clients;
    private @Nullable AzureCredentials credentials;

    /** @param clients gives the client to use now */
    AzureBuilder(PipelineSettings.Credential settings, String name, Supplier<HttpClient> clients) {
        this.settings = settings;
        this.name = name;
        this.clients = clients;
    }

    @Override
    public TokenFetch build() throws TokenFailure {
        return credentials().build();
    }

    private synchronized AzureCredentials credentials() {
        AzureCredentials known = credentials;
        if (known == null) {
            known = new AzureCredentials(settings, name, clients);
            credentials = known;
        }
        return known;
    }
}
