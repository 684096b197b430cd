package io.github.azuremonitor.appender.common.send.credential;

/** One built credential; called by one thread at a time. */
interface Credential {
    /** Blocks until there is a token or the fetch has failed. */
    Token fetch() throws Exception;

    /** Says what {@code failure} of {@link #fetch} means. */
    TokenFailure explain(Throwable failure);

    /** Builds a credential; called on a token thread, reads secrets from disk. */
    interface Builder {
        /**
         * A new credential that is independent of earlier ones.
         *
         * @param generation which renewal of the credential this is; its tokens say so
         */
        Credential build(long generation) throws TokenFailure;
    }
}
