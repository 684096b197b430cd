package io.github.azuremonitor.appender.common.send.credential;

import io.github.azuremonitor.appender.common.settings.PipelineSettings;

/** Name of a credential, for people: its setting and the ids that may be wrong. */
final class CredentialName {
    private CredentialName() {}

    static String of(PipelineSettings.Credential settings) {
        String kind = settings.kind().word();
        return switch (settings.kind()) {
            case CLIENT_SECRET, CLIENT_CERTIFICATE, MANAGED_IDENTITY, WORKLOAD_IDENTITY ->
                settings.clientId() == null ? kind : kind + " (client id " + settings.clientId() + ")";
            case DEFAULT, ENVIRONMENT, AZURE_CLI, APPLICATION, NONE -> kind;
        };
    }
}
