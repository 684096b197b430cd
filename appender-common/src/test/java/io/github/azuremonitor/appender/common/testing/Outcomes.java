package io.github.azuremonitor.appender.common.testing;

import io.github.azuremonitor.appender.common.send.Outcome;
import io.github.azuremonitor.appender.common.send.Outcome.Kind;
import java.time.Duration;

/** Outcomes as the service gives them. */
public final class Outcomes {
    private Outcomes() {}

    public static Outcome accepted() {
        return answered(204, "");
    }

    public static Outcome answered(int status, String code) {
        return new Outcome(
                Kind.ANSWERED,
                status,
                code,
                "said the service",
                null,
                true,
                "request-1",
                Outcome.UsedCredential.named("managed-identity"));
    }

    /** 204 over https behind a gateway that strips headers. */
    public static Outcome acceptedWithoutHeaders() {
        return new Outcome(
                Kind.ANSWERED, 204, "", "", null, true, "", Outcome.UsedCredential.named("managed-identity"));
    }

    public static Outcome fromProxy(int status) {
        return new Outcome(Kind.ANSWERED, status, "", "<html>", null, false, "", Outcome.UsedCredential.named(""));
    }

    public static Outcome throttled(Duration retryAfter) {
        return new Outcome(
                Kind.ANSWERED, 429, "", "slow down", retryAfter, true, "request-1", Outcome.UsedCredential.named(""));
    }

    public static Outcome unauthorised(boolean afterRenewal) {
        return new Outcome(
                Kind.ANSWERED,
                401,
                "",
                "token refused",
                null,
                true,
                "request-1",
                new Outcome.UsedCredential("", new Outcome.RefusedToken(1, afterRenewal)));
    }

    public static Outcome unreachable() {
        return new Outcome(
                Kind.UNREACHABLE, 0, "ConnectException", "refused", null, false, "", Outcome.UsedCredential.named(""));
    }

    public static Outcome outOfMemory() {
        return new Outcome(
                Outcome.Kind.UNREACHABLE,
                0,
                "OutOfMemoryError",
                "no memory",
                null,
                false,
                "",
                Outcome.UsedCredential.named(""));
    }

    public static Outcome timedOut() {
        return new Outcome(
                Kind.TIMED_OUT, 0, "timeout", "no answer", null, false, "", Outcome.UsedCredential.named(""));
    }

    public static Outcome noToken() {
        return new Outcome(
                Kind.NO_TOKEN,
                0,
                "AADSTS7000215",
                "invalid client secret",
                null,
                false,
                "",
                Outcome.UsedCredential.named("client-secret"));
    }
}
