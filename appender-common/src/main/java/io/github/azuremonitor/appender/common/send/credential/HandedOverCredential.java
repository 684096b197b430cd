package io.github.azuremonitor.appender.common.send.credential;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the application has decided about its credential, if it has. Mentions no {@code com.azure} type, so that waiting
 * here loads none. Any thread.
 */
final class HandedOverCredential {
    /** One for this copy of the library, as there is one logging system for the whole application. */
    static final HandedOverCredential HERE = new HandedOverCredential();

    private volatile CompletableFuture<Void> decided = new CompletableFuture<>();
    private volatile Choice choice = new Choice(0, null);

    /** Whether the last decision ends with the application that made it. */
    private boolean lent;

    /**
     * Takes a decision that replaces the earlier one and stands until the next.
     *
     * @param credential a {@code TokenCredential}, or null for azure-identity's default
     */
    synchronized void decide(@Nullable Object credential) {
        take(credential);
        lent = false;
    }

    /** As {@link #decide}, but not for the next application: {@link #expect} forgets it. */
    synchronized void lend(@Nullable Object credential) {
        take(credential);
        lent = true;
    }

    private void take(@Nullable Object credential) {
        Choice before = choice;
        if (before.number() == 0 || before.credential() != credential) {
            choice = new Choice(before.number() + 1, credential);
        }
        decided.complete(null);
    }

    /** Decides for azure-identity's default, unless a decision stands. */
    synchronized void decideIfNobodyDid() {
        if (!decided.isDone()) {
            lend(null);
        }
    }

    /** Another decision will follow: callers wait for it from now on, unless the last one stands. */
    synchronized void expect() {
        if (lent && decided.isDone()) {
            decided = new CompletableFuture<>();
        }
    }

    /** The last decision; number 0 before the first one. */
    Choice choice() {
        return choice;
    }

    /** Whether the last decision stands. */
    boolean isDecided() {
        return decided.isDone();
    }

    /** Completes with the next decision, or is complete if the last one stands; a copy for each caller. */
    CompletableFuture<Void> decided() {
        return decided.copy();
    }

    /**
     * A decision.
     *
     * @param number number of decisions so far, this one included
     * @param credential a {@code TokenCredential}, or null for azure-identity's default
     */
    record Choice(int number, @Nullable Object credential) {}
}
