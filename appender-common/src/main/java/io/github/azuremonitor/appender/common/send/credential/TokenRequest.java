package io.github.azuremonitor.appender.common.send.credential;

import io.github.azuremonitor.appender.common.time.OwnThreads;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One fetch of a token, shared by all callers that wait for it; it always ends. */
final class TokenRequest {
    /**
     * All token work of this copy of the library, azure-identity's own included: its log events are recognised by their
     * thread. Never shut down: it holds no thread while idle.
     */
    static final ExecutorService POOL = OwnThreads.pool("azure-monitor-token");

    /** How the fetch ended. */
    private final CompletableFuture<Token> fetched = new CompletableFuture<>();
    /** The same, for the callers: once the source knows. */
    private final CompletableFuture<Token> result = new CompletableFuture<>();

    private volatile @Nullable Credential used;

    /** Completes on a token thread; a copy for each caller, so that none can complete it for the others. */
    CompletableFuture<Token> result() {
        return result.copy();
    }

    /** The credential that gave the token; null if there was none. */
    @Nullable Credential used() {
        return used;
    }

    /**
     * Starts the fetch.
     *
     * @param credential gives the credential to use, on a token thread
     * @param name its name, for people
     * @param longest time after which the fetch is given up
     * @param ended gets the token or the failure, before callers are answered
     */
    void start(
            Callable<Credential> credential,
            String name,
            Duration longest,
            BiConsumer<@Nullable Token, @Nullable TokenFailure> ended) {
        var work = new FutureTask<@Nullable Void>(() -> fetch(credential, name), null);
        var unused = fetched.orTimeout(longest.toNanos(), TimeUnit.NANOSECONDS).whenComplete((token, failure) -> {
            if (failure instanceof TimeoutException) {
                // It is our own thread, and nothing waits for it any more.
                work.cancel(true);
            }
            TokenFailure explained = failure == null ? null : explained(failure, name, longest);
            Runnable answer = () -> answer(ended, token, explained);
            // An answer on the JDK's timer thread is still better than none.
            if (OwnThreads.isCurrent() || !onOwnThread(answer)) {
                answer.run();
            }
        });
        if (!onOwnThread(work)) {
            fetched.completeExceptionally(new TokenFailure("NoThread", name, "The JVM has no memory for a thread."));
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

    private void answer(
            BiConsumer<@Nullable Token, @Nullable TokenFailure> ended,
            @Nullable Token token,
            @Nullable TokenFailure failure) {
        try {
            ended.accept(token, failure);
            if (token != null) {
                result.complete(token);
            } else {
                result.completeExceptionally(failure);
            }
        } catch (RuntimeException | Error fault) {
            result.completeExceptionally(fault);
        }
    }

    private void fetch(Callable<Credential> credential, String name) {
        Credential known = null;
        try {
            known = credential.call();
            Token token = known.fetch();
            used = known;
            fetched.complete(token);
        } catch (TokenFailure explained) {
            fetched.completeExceptionally(explained);
        } catch (Throwable failure) {
            // An Error too, such as a class of azure-identity that an application has excluded.
            fetched.completeExceptionally(
                    known == null
                            ? new TokenFailure(
                                    failure.getClass().getSimpleName(),
                                    name,
                                    "The credential could not be built: " + failure)
                            : known.explain(failure));
        }
    }

    private static TokenFailure explained(Throwable failure, String name, Duration longest) {
        if (failure instanceof TokenFailure known) {
            return known;
        }
        String sentence = failure instanceof TimeoutException
                ? name + " gave no token within " + longest.toSeconds() + " s: its endpoint cannot be reached."
                        + " Check firewall and proxy, and whether this machine has a managed identity."
                : "No token: " + failure;
        return new TokenFailure("Timeout", name, sentence);
    }
}
