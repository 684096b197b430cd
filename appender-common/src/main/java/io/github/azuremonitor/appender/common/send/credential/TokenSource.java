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
 * The token of one pipeline: fetched once for all who wait for it, on token threads only, kept while it is good. Safe
 * for use by any thread; no method blocks.
 *
 * <p>A failed fetch throws the credential away, so that the next one reads rotated secrets. When to ask again is the
 * caller's decision.
 */
public final class TokenSource implements AutoCloseable {
    /** Managed identity without its endpoint stalls for long: azure-identity's retries alone take minutes. */
    private static final Duration LONGEST_FETCH = Duration.ofSeconds(60);
    /** azure-core's AccessTokenCache waits as long after a failed refresh. */
    private static final long REFRESH_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(30);
    /** Batches that are already on their way to the same failure share it. */
    private static final long FAILURE_SHARED_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** After so much more time a fetch is not going to end any more. */
    private static final long LOST_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** An application that takes longer to say which credential is to be used has forgotten to. */
    private static final Duration LONGEST_HAND_OVER = Duration.ofMinutes(5);

    private final TokenFetch.@Nullable Builder builder;
    private final String credential;
    private final Duration longestFetch;
    private final Time time;
    private final Reporter reporter;
    private final @Nullable HandedOver handedOver;
    private final Renewals renewals = new Renewals();

    private @Nullable TokenFetch built;
    private @Nullable CachedToken cached;
    private @Nullable TokenFlight flight;
    private @Nullable TokenFailure failure;
    private long failedAt;
    private long flightTakenAt;
    private long refreshTriedAt;
    private boolean refreshTried;
    private boolean closed;
    private int choice;

    /** @param builder makes the credential; null for kind none */
    TokenSource(
            TokenFetch.@Nullable Builder builder,
            String credential,
            Duration longestFetch,
            Time time,
            Reporter reporter) {
        this(builder, credential, longestFetch, time, reporter, null);
    }

    /** @param handedOver where the application says which credential is to be used; null if it has no say */
    TokenSource(
            TokenFetch.@Nullable Builder builder,
            String credential,
            Duration longestFetch,
            Time time,
            Reporter reporter,
            @Nullable HandedOver handedOver) {
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
     * @param client sends with the HTTP client to use now, with the threads and the way out of the sender
     */
    public static TokenSource create(
            PipelineSettings.Credential settings, TokenClient client, Time time, Reporter reporter) {
        if (settings.kind() == CredentialKind.NONE) {
            return new TokenSource(null, "", LONGEST_FETCH, time, reporter);
        }
        String name = CredentialName.of(settings);
        var azure = new AzureBuilder(settings, name, client);
        var handedOver = settings.kind() == CredentialKind.APPLICATION ? HandedOver.HERE : null;
        return new TokenSource(azure, name, LONGEST_FETCH, time, reporter, handedOver);
    }

    /** A usable token, now or later; fails with {@link TokenFailure} only. */
    public CompletionStage<Token> token() {
        HandedOver from = handedOver;
        if (from == null || from.isDecided()) {
            return decidedToken();
        }
        // Not on the thread that decides: it is the application's.
        return from.decided()
                .orTimeout(LONGEST_HAND_OVER.toNanos(), TimeUnit.NANOSECONDS)
                .handleAsync((ignored, late) -> late == null ? decidedToken() : notHandedOver(), TokenFlight.POOL)
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
            return CompletableFuture.completedFuture(new Token(null, credential, renewals.generation()));
        }
        if (closed) {
            return CompletableFuture.failedFuture(new TokenFailure("Closed", credential, "The sender is closed."));
        }
        followChoice();
        forgetLostFlight();
        CachedToken known = cached;
        if (known != null && known.usable(time.epochMillis())) {
            if (known.wantsRefresh(time.epochMillis()) && flight == null && mayRefresh()) {
                refreshTried = true;
                refreshTriedAt = time.nanos();
                take(new TokenFlight(), builder);
            }
            return CompletableFuture.completedFuture(known.token());
        }
        if (flight == null && failure != null && time.nanos() - failedAt < FAILURE_SHARED_NANOS) {
            return CompletableFuture.failedFuture(failure);
        }
        TokenFlight waited = flight == null ? take(new TokenFlight(), builder) : flight;
        return waited.result();
    }

    /**
     * Throws the credential of this generation away, so that the next token comes from a new one; nothing if that has
     * happened already. A managed identity may answer with the same token again: msal4j keeps those in a cache of the
     * whole JVM ({@code ManagedIdentityApplication.getSharedTokenCache}).
     */
    public synchronized void renew(long refusedGeneration) {
        if (renewals.renew(refusedGeneration)) {
            forget();
        }
    }

    /**
     * Tells how Azure took a token.
     *
     * @param refused whether the answer was a 401
     * @return for a 401: whether renewing the credential again is of no use
     */
    public boolean answered(Token token, boolean refused) {
        return renewals.answered(token.generation(), refused) || (refused && builder == null);
    }

    /** Drops token and credential. A fetch under way ends by itself and answers those who wait. */
    @Override
    public synchronized void close() {
        closed = true;
        built = null;
        cached = null;
        flight = null;
    }

    /** A token of a credential that was replaced may be somebody else's. */
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
        flight = null;
        failure = null;
        refreshTried = false;
    }

    private boolean mayRefresh() {
        return !refreshTried || time.nanos() - refreshTriedAt >= REFRESH_PAUSE_NANOS;
    }

    private TokenFlight take(TokenFlight started, TokenFetch.Builder maker) {
        TokenFetch known = built;
        long generation = renewals.generation();
        flight = started;
        flightTakenAt = time.nanos();
        try {
            started.start(known, maker, credential, longestFetch, landed -> land(started, landed, generation));
        } catch (RuntimeException | Error notStarted) {
            // Nobody else is to wait for it: it may never land.
            flight = null;
            throw notStarted;
        }
        return started;
    }

    /** A flight ends in time unless the JVM had no memory to say so; those who wait for it are told by the sender. */
    private void forgetLostFlight() {
        if (flight != null && time.nanos() - flightTakenAt > longestFetch.toNanos() + LOST_NANOS) {
            flight = null;
        }
    }

    /** How long {@link #token()} takes at most. */
    public Duration longest() {
        return handedOver == null ? longestFetch : longestFetch.plus(LONGEST_HAND_OVER);
    }

    /** Runs before those who wait are answered, so that a caller who asks again meets the new state. */
    private TokenFlight.Result land(TokenFlight landed, TokenFlight.Landing landing, long generation) {
        var fetched = landing.fetched();
        Token token = fetched == null ? null : new Token(fetched.text(), fetched.credential(), generation);
        String complaint = null;
        synchronized (this) {
            if (flight == landed) {
                flight = null;
                if (token != null && fetched != null) {
                    built = landing.used();
                    cached = CachedToken.of(token, fetched, time.epochMillis());
                    failure = null;
                } else {
                    built = null;
                    failure = landing.failure();
                    failedAt = time.nanos();
                    if (cached != null && cached.usable(time.epochMillis()) && failure != null) {
                        complaint = "the token of " + credential + " could not be renewed (" + failure.code()
                                + "); the old one is used until it ends, then nothing is sent";
                    }
                }
            }
        }
        if (complaint != null) {
            reporter.warn(complaint);
        }
        return new TokenFlight.Result(token, landing.failure());
    }
}
