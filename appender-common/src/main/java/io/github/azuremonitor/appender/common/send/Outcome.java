package io.github.azuremonitor.appender.common.send;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The result of one POST: one immutable value per attempt, so that no earlier attempt influences the decision.
 *
 * @param kind how the attempt ended
 * @param status HTTP status, 0 without an answer
 * @param code {@code error.code} of the answer's JSON, else the {@code x-ms-error-code} header, else the class of the
 *     failure or the AADSTS code; empty if there is none
 * @param detail one line for people without tokens, secrets or row contents; at most 500 characters
 * @param retryAfter value of the {@code Retry-After} header, not negative and not yet capped; null without one
 * @param fromService whether the answer carries {@code x-ms-request-id}, which a proxy or captive portal does not send,
 *     or is a 204 from a host that TLS has authenticated: there is no portal in between, but there may be a gateway
 *     that strips headers
 * @param requestId the service's request id or empty
 * @param credential what authorized the attempt
 */
public record Outcome(
        Kind kind,
        int status,
        String code,
        String detail,
        @Nullable Duration retryAfter,
        boolean fromService,
        String requestId,
        UsedCredential credential) {

    /** The same outcome, with the token that it refuses. */
    Outcome refusing(RefusedToken token) {
        var refused = new UsedCredential(credential.name(), token);
        return new Outcome(kind, status, code, detail, retryAfter, fromService, requestId, refused);
    }

    /** Whether a renewed credential was refused as well, so that renewing it again is of no use. */
    public boolean afterRenewal() {
        RefusedToken refused = credential.refused();
        return refused != null && refused.afterRenewal();
    }

    /** Whether the data collection rule is unknown, or closed to this identity: another rule may do. */
    public boolean refusesRule() {
        return kind == Kind.ANSWERED && (status == 403 || status == 404);
    }

    /** Whether the attempt failed for lack of memory in this JVM. */
    public boolean isOutOfMemory() {
        return kind == Kind.UNREACHABLE && code.equals("OutOfMemoryError");
    }

    /**
     * The credential of an attempt.
     *
     * @param name such as "managed-identity" or "client-secret …", for people; empty without one
     * @param refused which token was refused by a 401; null for any other result
     */
    public record UsedCredential(String name, @Nullable RefusedToken refused) {
        /** One that was not refused. */
        public static UsedCredential named(String name) {
            return new UsedCredential(name, null);
        }
    }

    /**
     * A token that was answered with 401.
     *
     * @param generation which renewal of the credential it came from
     * @param afterRenewal whether it was the first one of a renewed credential
     */
    public record RefusedToken(long generation, boolean afterRenewal) {}

    /** How an attempt ended. */
    public enum Kind {
        /** An HTTP answer arrived, whatever it says. */
        ANSWERED,
        /** The connection failed: refused, reset, unknown host, TLS. */
        UNREACHABLE,
        /** No complete answer within the request timeout. */
        TIMED_OUT,
        /** There was no token, so nothing was sent. */
        NO_TOKEN
    }
}
