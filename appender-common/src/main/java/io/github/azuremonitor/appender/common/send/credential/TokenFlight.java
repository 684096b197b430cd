package io.github.azuremonitor.appender.common.send.credential;

import io.github.azuremonitor.appender.common.time.OwnThreads;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One fetch of a token, shared by all who wait for it, with an end in any case. */
final class TokenFlight {
    /**
     * All token work of this copy of the library, azure-identity's own included: what it logs is known by its thread.
     * Never shut down: it holds no thread while idle.
     */
    static final ExecutorService POOL = OwnThreads.pool("azure-monitor-token");

    private final CompletableFuture<Token> result = new CompletableFuture<>();
    private final CompletableFuture<Landing> landing = new CompletableFuture<>();

    /** Completes on a token thread; a copy for each caller, so that none can complete it for the others. */
    CompletableFuture<Token> result() {
        return result.copy();
    }

    /**
     * Starts the fetch.
     *
     * @param known credential to use, or null to build one
     * @param credential its name, for people
     * @param longest after this time the fetch is given up
     * @param landed turns the landing into the result, before the waiting are answered
     */
    void start(
            @Nullable TokenFetch known,
            TokenFetch.Builder builder,
            String credential,
            Duration longest,
            Function<Landing, Result> landed) {
        var work = new FutureTask<>(() -> landing.complete(fetch(known, builder, credential)));
        var unused = landing.orTimeout(longest.toNanos(), TimeUnit.NANOSECONDS).whenComplete((landing, failure) -> {
            if (landing == null) {
                // Our own thread, and nobody waits for it any more.
                work.cancel(true);
            }
            Landing end = landing != null ? landing : late(known, credential, longest, failure);
            Runnable answer = () -> answer(landed, end);
            // An answer on the JDK's timer thread is still better than none.
            if (OwnThreads.isCurrent() || !onOwnThread(answer)) {
                answer.run();
            }
        });
        if (!onOwnThread(work)) {
            var failure = new TokenFailure("NoThread", credential, "The JVM has no memory for a thread.");
            landing.complete(failed(known, failure));
        }
    }

    private static boolean onOwnThread(Runnable step) {
        try {
            POOL.execute(step);
            return true;
        } catch (RuntimeException | OutOfMemoryError noThread) {
            return false;
        }
    }

    private void answer(Function<Landing, Result> landed, Landing landing) {
        try {
            answer(landed.apply(landing));
        } catch (RuntimeException | Error failure) {
            result.completeExceptionally(failure);
        }
    }

    private void answer(Result end) {
        if (end.token() != null) {
            result.complete(end.token());
        } else {
            result.completeExceptionally(end.failure());
        }
    }

    private static Landing fetch(@Nullable TokenFetch known, TokenFetch.Builder builder, String credential) {
        TokenFetch fetch = known;
        try {
            if (fetch == null) {
                fetch = builder.build();
            }
            return new Landing(fetch, fetch.fetch(), null);
        } catch (TokenFailure explained) {
            return failed(fetch, explained);
        } catch (Throwable failure) {
            // An Error too, such as a class of azure-identity that an application has excluded.
            return failed(
                    fetch,
                    fetch == null
                            ? new TokenFailure(
                                    failure.getClass().getSimpleName(),
                                    credential,
                                    "The credential could not be built: " + failure)
                            : fetch.explain(failure));
        }
    }

    private static Landing late(
            @Nullable TokenFetch known, String credential, Duration longest, @Nullable Throwable failure) {
        String sentence = failure instanceof TimeoutException
                ? credential + " gave no token within " + longest.toSeconds() + " s: its endpoint cannot be reached."
                        + " Check firewall and proxy, and whether this machine has a managed identity."
                : "No token: " + failure;
        return failed(known, new TokenFailure("Timeout", credential, sentence));
    }

    private static Landing failed(@Nullable TokenFetch used, TokenFailure failure) {
        return new Landing(used, null, failure);
    }

    /**
     * How a fetch ended: a token or a failure.
     *
     * @param used the credential that was asked, null if it could not be built
     * @param fetched the token or null
     * @param failure or null
     */
    record Landing(
            @Nullable TokenFetch used,
            TokenFetch.@Nullable Fetched fetched,
            @Nullable TokenFailure failure) {}

    /**
     * What the waiting get: a token or a failure.
     *
     * @param token or null
     * @param failure or null
     */
    record Result(@Nullable Token token, @Nullable TokenFailure failure) {}
}
