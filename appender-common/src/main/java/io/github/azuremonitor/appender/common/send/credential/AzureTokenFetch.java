package io.github.azuremonitor.appender.common.send.credential;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import java.time.OffsetDateTime;

/** One credential of azure-identity with the scope that it is asked for. */
final class AzureTokenFetch implements TokenFetch {
    private final TokenCredential credential;
    private final String scope;
    private final String name;
    private final TokenFailures failures;

    AzureTokenFetch(TokenCredential credential, String scope, String name, TokenFailures failures) {
        this.credential = credential;
        this.scope = scope;
        this.name = name;
        this.failures = failures;
    }

    @Override
    public Fetched fetch() {
        // Not getToken: its operators would move the work to Reactor's threads when a request is retried.
        AccessToken token = credential.getTokenSync(new TokenRequestContext().addScopes(scope));
        OffsetDateTime refresh = token.getRefreshAt();
        String objectId = TokenClaims.objectId(token.getToken());
        return new Fetched(
                token.getToken(),
                token.getExpiresAt().toInstant().toEpochMilli(),
                refresh == null ? 0 : refresh.toInstant().toEpochMilli(),
                objectId.isEmpty() ? name : name + ", object id " + objectId);
    }

    @Override
    public TokenFailure explain(Throwable failure) {
        return failures.explain(failure);
    }
}
