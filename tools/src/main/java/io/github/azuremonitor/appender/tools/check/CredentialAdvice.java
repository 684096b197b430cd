package io.github.azuremonitor.appender.tools.check;

import io.github.azuremonitor.appender.common.settings.CredentialKind;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which identity a configuration will use here, as far as settings and environment show before a token is requested.
 * Pure.
 */
final class CredentialAdvice {
    private static final String TOKEN_FILE = "AZURE_FEDERATED_TOKEN_FILE";
    private static final String LAPTOP =
            "; nothing here looks like a pod or an app in Azure: a laptop's identity is not the workload's, so run"
                    + " 'check --env' where the application runs";

    private final PipelineSettings.Credential credential;
    private final Function<String, @Nullable String> environment;
    private final Predicate<String> isReadable;

    /** @param isReadable whether a file can be read */
    CredentialAdvice(
            PipelineSettings.Credential credential,
            Function<String, @Nullable String> environment,
            Predicate<String> isReadable) {
        this.credential = credential;
        this.environment = environment;
        this.isReadable = isReadable;
    }

    /** One sentence. */
    String sentence() {
        return switch (credential.kind()) {
            case DEFAULT -> "default: " + first() + inAzureOrNot();
            case MANAGED_IDENTITY -> "managed-identity: " + managed() + inAzureOrNot();
            case WORKLOAD_IDENTITY -> "workload-identity: " + workload();
            case ENVIRONMENT -> "environment: " + application() + missing("AZURE_TENANT_ID", "AZURE_CLIENT_ID");
            case CLIENT_SECRET, CLIENT_CERTIFICATE ->
                credential.kind().word() + ": the application " + credential.clientId() + " of tenant "
                        + credential.tenantId();
            case AZURE_CLI -> "azure-cli: whoever is logged in here by 'az login', which no workload is";
            case APPLICATION -> "application: whatever the application's code hands over, which nobody else has";
            case NONE -> "none: no token is sent";
        };
    }

    /** The first credential of azure-identity's chain; the token itself shows which one it really was. */
    private String first() {
        if (has("AZURE_TENANT_ID")
                && has("AZURE_CLIENT_ID")
                && (has("AZURE_CLIENT_SECRET") || has("AZURE_CLIENT_CERTIFICATE_PATH"))) {
            return "first " + application();
        }
        if (has(TOKEN_FILE)) {
            return "first " + workload();
        }
        return has("IDENTITY_ENDPOINT")
                ? "first " + managed()
                : "no identity in the environment, so " + managed() + ", else whoever is logged in by developer tools";
    }

    private String application() {
        return "the application " + orNone("AZURE_CLIENT_ID") + " of tenant " + orNone("AZURE_TENANT_ID")
                + " from AZURE_CLIENT_ID and its kin";
    }

    private String workload() {
        String client = credential.clientId() == null ? orNone("AZURE_CLIENT_ID") : credential.clientId();
        String file = environment.apply(TOKEN_FILE);
        if (file == null || file.isBlank()) {
            return "the client " + client + ", but " + TOKEN_FILE + " is not set: the pod needs the label"
                    + " azure.workload.identity/use: \"true\" and a service account with a client id";
        }
        return "the client " + client + " by the service account's token in " + file
                + (isReadable.test(file) ? "" : ", which cannot be read");
    }

    private String managed() {
        String whose = credential.clientId() == null
                ? "the system-assigned identity"
                : "the user-assigned identity with client id " + credential.clientId();
        return whose + (has("IDENTITY_ENDPOINT") ? " of this app (IDENTITY_ENDPOINT)" : " of this machine (IMDS)");
    }

    private String inAzureOrNot() {
        boolean isSomewhere = Stream.of("KUBERNETES_SERVICE_HOST", "IDENTITY_ENDPOINT", TOKEN_FILE, "WEBSITE_SITE_NAME")
                .anyMatch(this::has);
        return isSomewhere ? "" : LAPTOP;
    }

    private String missing(String... names) {
        String missing = Stream.of(names).filter(name -> !has(name)).reduce("", (a, b) -> a + " " + b);
        return missing.isEmpty() ? "" : "; not set:" + missing;
    }

    private String orNone(String name) {
        String value = environment.apply(name);
        return value == null || value.isBlank() ? "(none)" : value;
    }

    private boolean has(String name) {
        String value = environment.apply(name);
        return value != null && !value.isBlank();
    }

    /** Whether there is anything to say. */
    static boolean isAsked(PipelineSettings.Credential credential) {
        return credential.kind() != CredentialKind.NONE;
    }
}
