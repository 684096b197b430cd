package io.github.azuremonitor.appender.common.send.credential;

import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import java.util.Locale;

/** What a credential is called towards people: its setting and the ids that somebody could have mistaken. */
final class CredentialName {
    private CredentialName() {}

    static String of(PipelineSettings.Credential settings) {
        String kind = settings.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return switch (settings.kind()) {
            case CLIENT_SECRET, CLIENT_CERTIFICATE, MANAGED_IDENTITY, WORKLOAD_IDENTITY ->
                settings.clientId() == null ? kind : kind + " (client id " + settings.clientId() + ")";
            case DEFAULT, ENVIRONMENT, AZURE_CLI, APPLICATION, NONE -> kind;
        };
    }
}
