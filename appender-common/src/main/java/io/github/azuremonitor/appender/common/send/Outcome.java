package io.github.azuremonitor.appender.common.send;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of one POST: one immutable value per attempt, so that nothing of an earlier attempt colours the verdict.
 *
 * @param kind how the attempt ended
 * @param status HTTP status, 0 without an answer
 * @param code {@code error.code} of the answer's JSON, else the {@code x-ms-error-code} header, else the class of the
 *     failure or the AADSTS code; empty if there is none
 * @param detail one line for people without tokens, secrets or row contents; at most 500 characters
 * @param retryAfter what the {@code Retry-After} header asks for, not negative and not capped yet; null without one
 * @param fromService whether the answer carries {@code x-ms-request-id}, which a proxy or captive portal does not send, or
 *     is a 204 of a host that has proved its name by TLS: there is no portal in between, but there may be a gateway that
 *     strips headers
 * @param requestId the service's request id or empty
 * @param credential which credential answered ("managed-identity", "client-secret …"), for people; empty without one
 * @param afterRenewal for a 401: whether the refused token was already the first of a renewed credential
 */
public record Outcome(
        Kind kind,
        int status,
        String code,
        String detail,
        @Nullable Duration retryAfter,
        boolean fromService,
        String requestId,
        String credential,
        boolean afterRenewal) {

    /** Whether the attempt failed for lack of memory in this JVM. */
    public boolean isOutOfMemory() {
        return kind == Kind.UNREACHABLE && code.equals("OutOfMemoryError");
    }

    /** How an attempt ended. */
    public enum Kind {
        /** An HTTP answer arrived, whatever it says. */
        ANSWERED,
        /** The connection failed: refused, reset, unknown host, TLS. */
        UNREACHABLE,
        /** No complete answer within the request timeout. */
        TIMED_OUT,
        /** No token could be had, so nothing was sent. */
        NO_TOKEN
    }
}
