package io.github.azuremonitor.appender.common.deliver;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Rows by batch id that are neither accepted nor lost, and who waits for them. Courier only. */
final class Unsettled {
    private final TreeMap<Long, Integer> rows = new TreeMap<>();
    private final List<Waiter> waiters = new ArrayList<>();
    private long lost;
    private long lastTaken;

    /** The courier took the batch out of its inbox; ids come in rising order. */
    void taken(long batchId, int count) {
        lastTaken = batchId;
        rows.merge(batchId, count, Integer::sum);
    }

    void accepted(long batchId, int count) {
        settle(batchId, count);
    }

    /** Rows of earlier runs, whose batches have negative ids, are nobody's flush. */
    void lost(long batchId, int count) {
        lost += batchId < 0 ? 0 : count;
        settle(batchId, count);
    }

    /** Completes {@code done} once no batch up to {@code batchId} is open: with true if none of them lost a row. */
    void await(long batchId, CompletableFuture<Boolean> done) {
        waiters.add(new Waiter(batchId, lost, done));
        tellWaiters();
    }

    /** Nobody is going to settle anything any more. */
    void giveUp() {
        waiters.forEach(waiter -> waiter.done.complete(false));
        waiters.clear();
    }

    private void settle(long batchId, int count) {
        rows.computeIfPresent(batchId, (id, open) -> open > count ? open - count : null);
        if (!waiters.isEmpty()) {
            tellWaiters();
        }
    }

    private void tellWaiters() {
        long oldest = rows.isEmpty() ? Long.MAX_VALUE : rows.firstKey();
        for (Iterator<Waiter> i = waiters.iterator(); i.hasNext(); ) {
            Waiter waiter = i.next();
            if (oldest > waiter.batchId && lastTaken >= waiter.batchId) {
                i.remove();
                waiter.done.complete(lost == waiter.lostBefore);
            }
        }
    }

    private record Waiter(long batchId, long lostBefore, CompletableFuture<Boolean> done) {}
}
