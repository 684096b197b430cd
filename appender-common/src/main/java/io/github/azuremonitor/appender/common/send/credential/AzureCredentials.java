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
 * Builds azure-identity's credentials from settings, on token threads. Every builder gets our executor and our HTTP
 * client, so that nothing runs on threads which the application's own use of the Azure SDK shares.
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

    /**
     * @param name what the credential is called towards people
     * @param client sends with the client to use now
     */
    AzureCredentials(PipelineSettings.Credential settings, String name, TokenClient client) {
        this.settings = settings;
        this.name = name;
        this.http = new AzureHttp(client);
    }

    /** A new credential; reads secret files again. */
    TokenFetch build() throws TokenFailure {
        Object given = HandedOver.HERE.choice().credential();
        if (settings.kind() == CredentialKind.APPLICATION && given instanceof TokenCredential credential) {
            String its = name + " (" + given.getClass().getSimpleName() + ")";
            return new AzureTokenFetch(credential, AzureScope.of(settings.audience()), its, failures(its, null));
        }
        String secret = switch (settings.kind()) {
            case CLIENT_SECRET ->
                new String(
                                SecretFile.read("clientSecretFile", settings.clientSecretFile(), name),
                                StandardCharsets.UTF_8)
                        .replace("\uFEFF", "")
                        .strip();
            default -> null;
        };
        http.forgetAnswer();
        TokenFailures failures = failures(name, secret);
        try {
            return new AzureTokenFetch(credential(secret), AzureScope.of(settings.audience()), name, failures);
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
                common(new ManagedIdentityCredentialBuilder().executorService(TokenFlight.POOL))
                        .clientId(settings.clientId())
                        .build();
            case WORKLOAD_IDENTITY ->
                entra(new WorkloadIdentityCredentialBuilder()).build();
            case ENVIRONMENT ->
                common(new EnvironmentCredentialBuilder().executorService(TokenFlight.POOL))
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
        var builder = common(new DefaultAzureCredentialBuilder().executorService(TokenFlight.POOL))
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
            // The variable's name is azure-identity's own.
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
        common(builder.executorService(TokenFlight.POOL).authorityHost(authority()));
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
