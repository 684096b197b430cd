package io.github.azuremonitor.appender.common.send.credential;

import com.azure.core.credential.TokenCredential;

/**
 * Where an application hands its own credential over to appenders with {@code credential=application}. Until then they
 * keep events, in order and within the limits of ring and spool. Any thread.
 *
 * <pre>{@code
 * ApplicationCredential.use(new ManagedIdentityCredentialBuilder().clientId("…").build());
 * }</pre>
 */
public final class ApplicationCredential {
    private ApplicationCredential() {}

    /**
     * From now on tokens come from {@code credential}, which replaces any earlier one. It is called on the library's
     * own threads.
     */
    public static void use(TokenCredential credential) {
        HandedOverCredential.HERE.decide(credential);
    }

    /** As {@link #use}, for a credential that belongs to one of several applications in this JVM and ends with it. */
    public static void lend(TokenCredential credential) {
        HandedOverCredential.HERE.lend(credential);
    }

    /**
     * An application that may lend its own credential starts: new tokens wait for it. Has no effect on a credential
     * handed over with {@link #use}.
     */
    public static void expect() {
        HandedOverCredential.HERE.expect();
    }

    /**
     * There is no credential to hand over: from now on tokens come from azure-identity's default chain. Has no effect
     * if one was handed over and no other is expected.
     */
    public static void useDefault() {
        HandedOverCredential.HERE.decideIfNobodyDid();
    }
}
