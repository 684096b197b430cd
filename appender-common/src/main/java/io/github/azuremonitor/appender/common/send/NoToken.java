package io.github.azuremonitor.appender.common.send;

import io.github.azuremonitor.appender.common.send.credential.TokenFailure;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Why there was no token, as an outcome. */
final class NoToken {
    private NoToken() {}

    static Outcome of(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TokenFailure known) {
            return outcome(known.code(), known.sentence(), known.credential());
        }
        return outcome("TokenFailure", "No token: " + cause, "");
    }

    private static Outcome outcome(String code, String detail, String credential) {
        return new Outcome(
                Outcome.Kind.NO_TOKEN,
                0,
                code,
                OneLine.of(detail, OneLine.DETAIL),
                null,
                false,
                "",
                Outcome.UsedCredential.named(OneLine.of(credential, OneLine.NAME)));
    }
}
