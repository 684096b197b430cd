package io.github.azuremonitor.appender.common.send.credential;

import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.settings.CredentialKind;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.time.Time;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The token of one pipeline: fetched once for all callers that wait for it, on token threads only, and kept while it is
 * valid. Safe for use by any thread; no method blocks.
 *
 * <p>A failed fetch discards the credential, so that the next one reads rotated secrets. The caller decides when to ask
 * again.
 */
public final class TokenSource implements AutoCloseable {
    /** Managed identity without its endpoint hangs for long: azure-identity's retries alone take minutes. */
    private static final Duration LONGEST_FETCH = Duration.ofSeconds(60);
    /** azure-core's AccessTokenCache waits as long after a failed refresh. */
    private static final long REFRESH_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(30);
    /** Batches that were about to run into the same failure share it. */
    private static final long FAILURE_SHARED_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Grace period after which a fetch will never end. */
    private static final long LOST_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** An application that takes longer to hand over its credential has forgotten to. */
    private static final Duration LONGEST_HAND_OVER = Duration.ofMinutes(5);

    private final Credential.@Nullable Builder builder;
    private final String credential;
    private final Duration longestFetch;
    private final Time time;
    private final Reporter reporter;
    private final @Nullable HandedOverCredential handedOver;
    private final Renewals renewals = new Renewals();

    private @Nullable Credential built;
    private @Nullable Token cached;

    /** When to start fetching the next one in the background, milliseconds since 1970. */
    private long refreshMillis;

    private @Nullable TokenRequest underWay;
    private @Nullable TokenFailure failure;
    private long failedAt;
    private long requestedAt;
    private long refreshTriedAt;
    private boolean refreshTried;
    private boolean closed;
    private int choice;

    /** @param builder makes the credential; null for kind none */
    TokenSource(
            Credential.@Nullable Builder builder,
            String credential,
            Duration longestFetch,
            Time time,
            Reporter reporter) {
        this(builder, credential, longestFetch, time, reporter, null);
    }

    /** @param handedOver where the application names its credential; null if it cannot */
    TokenSource(
            Credential.@Nullable Builder builder,
            String credential,
            Duration longestFetch,
            Time time,
            Reporter reporter,
            @Nullable HandedOverCredential handedOver) {
        this.builder = builder;
        this.credential = credential;
        this.longestFetch = longestFetch;
        this.time = time;
        this.reporter = reporter;
        this.handedOver = handedOver;
    }

    /**
     * A source for these settings. Loads no class of azure-identity; the first {@link #token()} does.
     *
     * @param client sends with the current HTTP client, on the sender's threads and through its proxy
     */
    public static TokenSource create(
            PipelineSettings.Credential settings, TokenClient client, Time time, Reporter reporter) {
        if (settings.kind() == CredentialKind.NONE) {
            return new TokenSource(null, "", LONGEST_FETCH, time, reporter);
        }
        String name = CredentialName.of(settings);
        // Names no type of azure-identity: loading it while an application's logging starts would make SLF4J replay
        // events
        // on the wrong thread.
        Credential.Builder azure = generation -> AzureCredentials.build(settings, name, client, generation);
        var handedOver = settings.kind() == CredentialKind.APPLICATION ? HandedOverCredential.HERE : null;
        return new TokenSource(azure, name, LONGEST_FETCH, time, reporter, handedOver);
    }

    /** Completes with a usable token; fails with {@link TokenFailure} only. */
    public CompletionStage<Token> token() {
        HandedOverCredential from = handedOver;
        if (from == null || from.isDecided()) {
            return decidedToken();
        }
        // Not on the thread that decides: it is the application's.
        return from.decided()
                .orTimeout(LONGEST_HAND_OVER.toNanos(), TimeUnit.NANOSECONDS)
                .handleAsync((ignored, late) -> late == null ? decidedToken() : notHandedOver(), TokenRequest.POOL)
                .thenCompose(token -> token);
    }

    private CompletionStage<Token> notHandedOver() {
        return CompletableFuture.failedFuture(new TokenFailure(
                "NotHandedOver",
                credential,
                "With credential=application, code has to call ApplicationCredential.use within "
                        + LONGEST_HAND_OVER.toMinutes() + " minutes, and none has."));
    }

    private synchronized CompletionStage<Token> decidedToken() {
        if (builder == null) {
            return CompletableFuture.completedFuture(noToken());
        }
        if (closed) {
            return CompletableFuture.failedFuture(new TokenFailure("Closed", credential, "The sender is closed."));
        }
        followChoice();
        forgetLostRequest();
        Token known = cached;
        if (known != null && known.usable(time.epochMillis())) {
            if (time.epochMillis() >= refreshMillis && underWay == null && mayRefresh()) {
                refreshTried = true;
                refreshTriedAt = time.nanos();
                take(builder);
            }
            return CompletableFuture.completedFuture(known);
        }
        if (underWay == null && failure != null && time.nanos() - failedAt < FAILURE_SHARED_NANOS) {
            return CompletableFuture.failedFuture(failure);
        }
        TokenRequest waited = underWay == null ? take(builder) : underWay;
        return waited.result();
    }

    /**
     * Discards the credential of this generation, so that the next token comes from a new one; does nothing if that has
     * already happened. A managed identity may answer with the same token again: msal4j keeps those in a cache of the
     * whole JVM ({@code ManagedIdentityApplication.getSharedTokenCache}).
     */
    public synchronized void renew(long refusedGeneration) {
        if (renewals.renew(refusedGeneration)) {
            forget();
        }
    }

    /**
     * Reports how Azure answered a token.
     *
     * @param refused whether the answer was a 401
     * @return for a 401: whether renewing the credential again is of no use
     */
    public boolean answered(Token token, boolean refused) {
        return renewals.answered(token.generation(), refused) || (refused && builder == null);
    }

    /** Drops token and credential. A fetch under way ends by itself and answers its callers. */
    @Override
    public synchronized void close() {
        closed = true;
        built = null;
        cached = null;
        underWay = null;
    }

    /** A token of a replaced credential may belong to another identity. */
    private void followChoice() {
        int now = handedOver == null ? 0 : handedOver.choice().number();
        if (choice != now) {
            choice = now;
            forget();
        }
    }

    private void forget() {
        built = null;
        cached = null;
        underWay = null;
        failure = null;
        refreshTried = false;
    }

    private boolean mayRefresh() {
        return !refreshTried || time.nanos() - refreshTriedAt >= REFRESH_PAUSE_NANOS;
    }

    /** In the place of a token, for a credential of kind none. */
    private Token noToken() {
        return new Token(null, credential, renewals.generation(), Long.MAX_VALUE, 0);
    }

    private TokenRequest take(Credential.Builder maker) {
        var started = new TokenRequest();
        Credential known = built;
        long generation = renewals.generation();
        underWay = started;
        requestedAt = time.nanos();
        try {
            started.start(
                    () -> known == null ? maker.build(generation) : known,
                    credential,
                    longestFetch,
                    (token, why) -> ended(started, token, why));
        } catch (RuntimeException | Error notStarted) {
            // No one else may wait for it: it may never end.
            underWay = null;
            throw notStarted;
        }
        return started;
    }

    /** A request ends in time unless the JVM had no memory to report it; the sender answers whoever waits for it. */
    private void forgetLostRequest() {
        if (underWay != null && time.nanos() - requestedAt > longestFetch.toNanos() + LOST_NANOS) {
            underWay = null;
        }
    }

    /** Longest time that {@link #token()} takes. */
    public Duration longest() {
        return handedOver == null ? longestFetch : longestFetch.plus(LONGEST_HAND_OVER);
    }

    /** Runs before callers are answered, so that one that asks again finds the new state. */
    private void ended(TokenRequest request, @Nullable Token token, @Nullable TokenFailure why) {
        String complaint = null;
        synchronized (this) {
            if (underWay != request) {
                return;
            }
            underWay = null;
            failure = why;
            if (token != null) {
                built = request.used();
                cached = token;
                refreshMillis = token.refreshMillis(time.epochMillis());
            } else {
                built = null;
                failedAt = time.nanos();
                if (cached != null && cached.usable(time.epochMillis()) && why != null) {
                    complaint = "the token of " + credential + " could not be renewed (" + why.code()
                            + "); the old one is used until it ends, then nothing is sent";
                }
            }
        }
        if (complaint != null) {
            reporter.warn(complaint);
        }
    }
}
