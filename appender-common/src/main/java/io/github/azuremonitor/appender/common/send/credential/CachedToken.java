package io.github.azuremonitor.appender.common.send.credential;

import java.util.concurrent.TimeUnit;

/**
 * A token with its two dates.
 *
 * @param token to send with
 * @param expiresMillis when Azure stops taking it, milliseconds since 1970
 * @param refreshMillis from when on a new one is fetched in the background, milliseconds since 1970
 */
record CachedToken(Token token, long expiresMillis, long refreshMillis) {
    /** Time for the POST itself and for clocks that differ. */
    private static final long UNUSED_MILLIS = TimeUnit.SECONDS.toMillis(30);
    /** From here on azure-identity fetches; before, it would answer with the same token from its own cache. */
    private static final long AHEAD_MILLIS = TimeUnit.MINUTES.toMillis(5);

    /** @param nowMillis wall clock at the time of the fetch */
    static CachedToken of(Token token, TokenFetch.Fetched fetched, long nowMillis) {
        long asked = fetched.refreshMillis();
        // The first token of a managed identity says 1970 (msal4j leaves refresh_on at 0 for short lifetimes).
        boolean sane = asked > nowMillis && asked < fetched.expiresMillis();
        return new CachedToken(token, fetched.expiresMillis(), sane ? asked : fetched.expiresMillis() - AHEAD_MILLIS);
    }

    boolean usable(long nowMillis) {
        return nowMillis < expiresMillis - UNUSED_MILLIS;
    }

    boolean wantsRefresh(long nowMillis) {
        return nowMillis >= refreshMillis;
    }
}
