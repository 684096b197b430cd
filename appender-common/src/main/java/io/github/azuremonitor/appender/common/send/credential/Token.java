package io.github.azuremonitor.appender.common.send.credential;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A bearer token with its dates; no {@code toString} shows its text. Immutable. */
public final class Token {
    /** Allows for the POST itself and for clock differences. */
    private static final long UNUSED_MILLIS = TimeUnit.SECONDS.toMillis(30);
    /** From then on azure-identity fetches; earlier it would answer with the same token from its own cache. */
    private static final long AHEAD_MILLIS = TimeUnit.MINUTES.toMillis(5);

    private final @Nullable String text;
    private final String credential;
    private final long generation;

    /** When Azure stops accepting it, milliseconds since 1970. */
    private final long expiresMillis;

    /** When its issuer wants it refreshed, milliseconds since 1970; may be nonsense. */
    private final long issuerRefreshMillis;

    /**
     * A token as azure-identity returns it.
     *
     * @param text the token itself, null for a credential of kind none
     * @param credential which credential it came from, for people
     * @param generation which renewal of the credential it came from
     * @param expiresMillis wall clock, milliseconds since 1970
     * @param issuerRefreshMillis when its issuer wants it refreshed, milliseconds since 1970; may be nonsense, 0 for
     *     unknown
     */
    Token(@Nullable String text, String credential, long generation, long expiresMillis, long issuerRefreshMillis) {
        this.text = text;
        this.credential = credential;
        this.generation = generation;
        this.expiresMillis = expiresMillis;
        this.issuerRefreshMillis = issuerRefreshMillis;
    }

    boolean usable(long nowMillis) {
        return nowMillis < expiresMillis - UNUSED_MILLIS;
    }

    /** When to start fetching a new one in the background, if this one was fetched just now; milliseconds since 1970. */
    long refreshMillis(long nowMillis) {
        // The first token of a managed identity says 1970 (msal4j leaves refresh_on at 0 for short lifetimes).
        boolean sane = issuerRefreshMillis > nowMillis && issuerRefreshMillis < expiresMillis;
        return sane ? issuerRefreshMillis : expiresMillis - AHEAD_MILLIS;
    }

    /** Value of the Authorization header, or null for no header. */
    public @Nullable String authorization() {
        return text == null ? null : "Bearer " + text;
    }

    /** Which credential it came from, for people. */
    public String credential() {
        return credential;
    }

    /** Which renewal of the credential it came from; see {@link TokenSource#renew}. */
    public long generation() {
        return generation;
    }

    @Override
    public String toString() {
        return "Token(*** from " + credential + ")";
    }
}
