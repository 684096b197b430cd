package io.github.azuremonitor.appender.common.send.credential;

import com.azure.core.credential.TokenCredential;

/**
 * Where an application hands its own credential over to appenders with {@code credential=application}. Until it does,
 * they keep what is logged, in order and within the bounds of ring and spool. Any thread.
 *
 * <pre>{@code
 * ApplicationCredential.use(new ManagedIdentityCredentialBuilder().clientId("…").build());
 * }</pre>
 */
public final class ApplicationCredential {
    private ApplicationCredential() {}

    /**
     * Tokens come from {@code credential} from now on, also in place of one that was handed over before. It is asked on
     * the library's own threads.
     */
    public static void use(TokenCredential credential) {
        HandedOver.HERE.decide(credential);
    }

    /** As {@link #use}, for a credential that goes with an application of several in this JVM. */
    public static void lend(TokenCredential credential) {
        HandedOver.HERE.lend(credential);
    }

    /**
     * An application begins that may lend its own credential: whoever needs a new token waits for it. Of no effect on a
     * credential that code handed over with {@link #use}.
     */
    public static void expect() {
        HandedOver.HERE.expect();
    }

    /**
     * There is none to hand over: tokens come from azure-identity's default chain from now on. Of no effect where one was
     * handed over, and no other one is expected.
     */
    public static void useDefault() {
        HandedOver.HERE.decideIfNobodyDid();
    }
}
