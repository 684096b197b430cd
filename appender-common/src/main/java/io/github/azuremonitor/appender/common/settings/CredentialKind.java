package io.github.azuremonitor.appender.common.settings;

/** Values of the setting {@code credential}. */
public enum CredentialKind {
    /** azure-identity's DefaultAzureCredential. */
    DEFAULT,
    /** The identity that Azure gave to the machine, app or container. */
    MANAGED_IDENTITY,
    /** Federated token of a Kubernetes service account. */
    WORKLOAD_IDENTITY,
    /** AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH. */
    ENVIRONMENT,
    /** Tenant, client and a file with the secret. */
    CLIENT_SECRET,
    /** Tenant, client and a file with certificate and key. */
    CLIENT_CERTIFICATE,
    /** The login of the Azure CLI. */
    AZURE_CLI,
    /** The credential that the application hands over while it runs, such as a bean. */
    APPLICATION,
    /** No token at all, for an endpoint that needs none. */
    NONE;

    /** As a user writes it, such as {@code managed-identity}. */
    public String word() {
        return EnumParser.word(this);
    }
}
