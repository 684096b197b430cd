package io.github.azuremonitor.appender.common.send.credential;

import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import org.jspecify.annotations.Nullable;

/**
 * Keeps azure-identity out of the JVM until the first token is wanted: this class has no {@code com.azure} type in it.
 * A credential that is built while an application's logging starts makes SLF4J replay events from a wrong thread.
 */
final class AzureBuilder implements TokenFetch.Builder {
    private final PipelineSettings.Credential settings;
    private final String name;
    private final TokenClient client;
    private @Nullable AzureCredentials credentials;

    /** @param client sends with the client to use now */
    AzureBuilder(PipelineSettings.Credential settings, String name, TokenClient client) {
        this.settings = settings;
        this.name = name;
        this.client = client;
    }

    @Override
    public TokenFetch build() throws TokenFailure {
        return credentials().build();
    }

    private synchronized AzureCredentials credentials() {
        AzureCredentials known = credentials;
        if (known == null) {
            known = new AzureCredentials(settings, name, client);
            credentials = known;
        }
        return known;
    }
}
