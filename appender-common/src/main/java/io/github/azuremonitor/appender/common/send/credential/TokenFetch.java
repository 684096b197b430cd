package io.github.azuremonitor.appender.common.send.credential;

/** One built credential; asked from one thread at a time. */
interface TokenFetch {
    /** Blocks until there is a token or a reason why not. */
    Fetched fetch() throws Exception;

    /** Says what {@code failure} of {@link #fetch} means. */
    TokenFailure explain(Throwable failure);

    /** Builds a credential; called on a token thread, reads secrets from disk. */
    interface Builder {
        /** A new credential that knows nothing of earlier ones. */
        TokenFetch build() throws TokenFailure;
    }

    /**
     * A token as azure-identity gives it.
     *
     * @param text the token itself
     * @param expiresMillis wall clock, milliseconds since 1970
     * @param refreshMillis when the issuer wants it refreshed, milliseconds since 1970; may be nonsense, 0 for unknown
     * @param credential which credential it came from, for people
     */
    record Fetched(String text, long expiresMillis, long refreshMillis, String credential) {
        @Override
        public String toString() {
            return "Fetched(***, expires " + expiresMillis + ")";
        }
    }
}
