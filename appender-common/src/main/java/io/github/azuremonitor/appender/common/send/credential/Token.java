package io.github.azuremonitor.appender.common.send.credential;

import org.jspecify.annotations.Nullable;

/** A bearer token as far as a sender has to know it; its text shows in no {@code toString}. Immutable. */
public final class Token {
    private final @Nullable String text;
    private final String credential;
    private final long generation;

    /**
     * @param text the token itself; null for a credential of kind none
     * @param credential which credential it came from, for people
     * @param generation rises with each renewal of the credential
     */
    Token(@Nullable String text, String credential, long generation) {
        this.text = text;
        this.credential = credential;
        this.generation = generation;
    }

    /** Value of the Authorization header, or null if there is to be none. */
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
