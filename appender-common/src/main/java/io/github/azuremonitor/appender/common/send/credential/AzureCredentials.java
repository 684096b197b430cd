package io.github.azuremonitor.appender.common.send.credential;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.policy.HttpLogDetailLevel;
import com.azure.core.http.policy.HttpLogOptions;
import com.azure.identity.AadCredentialBuilderBase;
import com.azure.identity.AzureCliCredentialBuilder;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.CredentialBuilderBase;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.identity.EnvironmentCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import io.github.azuremonitor.appender.common.settings.CredentialKind;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds a credential of azure-identity from settings, on a token thread; the first use loads azure-identity. Every builder gets our executor and our HTTP
 * client, so that nothing runs on threads shared with the application's own use of the Azure SDK.
 */
final class AzureCredentials {
    /**
     * Authorities whose metadata Microsoft serves; any other (Azure Stack, an emulator) cannot be looked up there
     * (azure-identity, {@code disableInstanceDiscovery}).
     */
    private static final Set<String> KNOWN_AUTHORITIES = Set.of(
            "login.microsoftonline.com",
            "login.windows.net",
            "login.microsoft.com",
            "sts.windows.net",
            "login.microsoftonline.us",
            "login.microsoftonline.de",
            "login.chinacloudapi.cn",
            "login.partner.microsoftonline.cn");

    private final PipelineSettings.Credential settings;
    private final String name;
    private final AzureHttp http;

    private AzureCredentials(PipelineSettings.Credential settings, String name, TokenClient client) {
        this.settings = settings;
        this.name = name;
        this.http = new AzureHttp(client);
    }

    /**
     * A new credential; reads secret files again.
     *
     * @param name name of the credential, for people
     * @param client sends with the current HTTP client
     * @param generation which renewal of the credential this is
     */
    static Credential build(PipelineSettings.Credential settings, String name, TokenClient client, long generation)
            throws TokenFailure {
        return new AzureCredentials(settings, name, client).build(generation);
    }

    private Credential build(long generation) throws TokenFailure {
        Object given = HandedOverCredential.HERE.choice().credential();
        if (settings.kind() == CredentialKind.APPLICATION && given instanceof TokenCredential credential) {
            String its = name + " (" + given.getClass().getSimpleName() + ")";
            return new AzureCredential(
                    credential, AzureScope.of(settings.audience()), its, generation, failures(its, null));
        }
        String secret = switch (settings.kind()) {
            case CLIENT_SECRET -> SecretFile.text("clientSecretFile", settings.clientSecretFile(), name);
            default -> null;
        };
        TokenFailures failures = failures(name, secret);
        try {
            return new AzureCredential(
                    credential(secret), AzureScope.of(settings.audience()), name, generation, failures);
        } catch (IllegalArgumentException incomplete) {
            throw failures.explain(incomplete);
        }
    }

    private TokenFailures failures(String called, @Nullable String secret) {
        return new TokenFailures(settings, called, secret, http::lastAnswer);
    }

    private TokenCredential credential(@Nullable String secret) throws TokenFailure {
        return switch (settings.kind()) {
            case DEFAULT, APPLICATION -> defaultCredential();
            case MANAGED_IDENTITY ->
                common(new ManagedIdentityCredentialBuilder().executorService(TokenRequest.POOL))
                        .clientId(settings.clientId())
                        .build();
            case WORKLOAD_IDENTITY ->
                entra(new WorkloadIdentityCredentialBuilder()).build();
            case ENVIRONMENT ->
                common(new EnvironmentCredentialBuilder().executorService(TokenRequest.POOL))
                        .authorityHost(authority())
                        .build();
            case CLIENT_SECRET ->
                entra(new ClientSecretCredentialBuilder()).clientSecret(secret).build();
            case CLIENT_CERTIFICATE -> certificate();
            case AZURE_CLI -> azureCli();
            case NONE -> throw new IllegalStateException("none has no token");
        };
    }

    private TokenCredential defaultCredential() {
        var builder = common(new DefaultAzureCredentialBuilder().executorService(TokenRequest.POOL))
                .authorityHost(authority());
        if (settings.tenantId() != null) {
            builder.tenantId(settings.tenantId());
        }
        if (settings.clientId() != null) {
            builder.managedIdentityClientId(settings.clientId()).workloadIdentityClientId(settings.clientId());
        }
        if (isForeignAuthority()) {
            builder.disableInstanceDiscovery();
        }
        return builder.build();
    }

    private TokenCredential certificate() throws TokenFailure {
        byte[] file = SecretFile.read("certificatePath", settings.certificatePath(), name);
        var builder = entra(new ClientCertificateCredentialBuilder());
        var content = new ByteArrayInputStream(file);
        if (new String(file, StandardCharsets.ISO_8859_1).contains("-----BEGIN")) {
            builder.pemCertificate(content);
        } else {
            // The variable's name is defined by azure-identity.
            builder.pfxCertificate(content)
                    .clientCertificatePassword(System.getenv("AZURE_CLIENT_CERTIFICATE_PASSWORD"));
        }
        return builder.build();
    }

    private TokenCredential azureCli() {
        var builder = common(new AzureCliCredentialBuilder());
        if (settings.tenantId() != null) {
            builder.tenantId(settings.tenantId());
        }
        return builder.build();
    }

    private <B extends AadCredentialBuilderBase<B>> B entra(B builder) {
        common(builder.executorService(TokenRequest.POOL).authorityHost(authority()));
        if (settings.tenantId() != null) {
            builder.tenantId(settings.tenantId());
        }
        if (settings.clientId() != null) {
            builder.clientId(settings.clientId());
        }
        if (isForeignAuthority()) {
            builder.disableInstanceDiscovery();
        }
        return builder;
    }

    private <B extends CredentialBuilderBase<B>> B common(B builder) {
        // AZURE_HTTP_LOG_DETAIL_LEVEL=body, set for another client of this JVM, would log the client secret.
        return builder.httpClient(http).httpLogOptions(new HttpLogOptions().setLogLevel(HttpLogDetailLevel.NONE));
    }

    private String authority() {
        return settings.authorityHost().toString();
    }

    private boolean isForeignAuthority() {
        URI authority = settings.authorityHost();
        @Nullable String host = authority.getHost();
        return host == null || !KNOWN_AUTHORITIES.contains(host.toLowerCase(Locale.ROOT));
    }
}
