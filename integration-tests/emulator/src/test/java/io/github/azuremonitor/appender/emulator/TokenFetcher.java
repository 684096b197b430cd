package io.github.azuremonitor.appender.emulator;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;

/** A program of its own, as azure-identity finds its endpoints in the environment: prints a token. */
final class TokenFetcher {
    private TokenFetcher() {}

    public static void main(String[] args) {
        TokenCredential credential = args[0].equals("default")
                ? new DefaultAzureCredentialBuilder().build()
                : new ManagedIdentityCredentialBuilder().build();
        TokenRequestContext request = new TokenRequestContext().addScopes("https://monitor.azure.com//.default");
        System.out.println("token=" + credential.getTokenSync(request).getToken());
        System.exit(0); // azure-identity leaves threads behind
    }
}
