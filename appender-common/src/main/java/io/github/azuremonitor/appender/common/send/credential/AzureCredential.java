package io.github.azuremonitor.appender.common.send.credential;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import java.time.OffsetDateTime;

/** One credential of azure-identity with the scope to request. */
final class AzureCredential implements Credential {
    private final TokenCredential credential;
    private final String scope;
    private final String name;
    private final long generation;
    private final TokenFailures failures;

    AzureCredential(TokenCredential credential, String scope, String name, long generation, TokenFailures failures) {
        this.credential = credential;
        this.scope = scope;
        this.name = name;
        this.generation = generation;
        this.failures = failures;
    }

    @Override
    public Token fetch() {
        // Not getToken: its operators would move the work to Reactor's threads when a request is retried.
        AccessToken token = credential.getTokenSync(new TokenRequestContext().addScopes(scope));
        OffsetDateTime refresh = token.getRefreshAt();
        String objectId = TokenClaims.objectId(token.getToken());
        return new Token(
                token.getToken(),
                objectId.isEmpty() ? name : name + ", object id " + objectId,
                generation,
                token.getExpiresAt().toInstant().toEpochMilli(),
                refresh == null ? 0 : refresh.toInstant().toEpochMilli());
    }

    @Override
    public TokenFailure explain(Throwable failure) {
        return failures.explain(failure);
    }
}
