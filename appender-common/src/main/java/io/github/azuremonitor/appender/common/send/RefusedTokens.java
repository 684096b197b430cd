package io.github.azuremonitor.appender.common.send;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which credential generation each recent 401 was the answer to, so that the second of two answers to one
 * stale credential does not throw away the credential that the first one had renewed. Safe for use by any thread.
 */
final class RefusedTokens {
    /** As many POSTs as a pipeline can have under way at once. */
    private static final int REMEMBERED = 64;

    private final ArrayDeque<Refusal> recent = new ArrayDeque<>();

    /** Remembers by identity: two refusals can be equal. */
    synchronized void add(Outcome refused, long generation) {
        if (recent.size() == REMEMBERED) {
            recent.removeFirst();
        }
        recent.addLast(new Refusal(new WeakReference<>(refused), generation));
    }

    /** The generation that was refused, or null if this outcome is no 401 of this sender or a forgotten one. */
    synchronized @Nullable Long generationOf(Outcome refused) {
        for (Refusal refusal : recent) {
            if (refusal.outcome.refersTo(refused)) {
                return refusal.generation;
            }
        }
        return null;
    }

    private record Refusal(WeakReference<Outcome> outcome, long generation) {}
}
