package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.report.LossMarks;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Rows by batch id that are neither accepted nor lost, and who waits for them. Courier only. */
final class Unsettled {
    private final TreeMap<Long, Integer> rows = new TreeMap<>();
    private final List<Waiter> waiters = new ArrayList<>();
    private final LossMarks losses = new LossMarks();
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
        if (batchId > 0) {
            losses.add(batchId);
        }
        settle(batchId, count);
    }

    /**
     * Completes {@code done} once none of the batches {@code first} to {@code last} is open: with true if no row was lost
     * of those from {@code firstThatMatters} on, be it before this call. Who does not wait any longer completes it himself.
     */
    void await(long first, long firstThatMatters, long last, CompletableFuture<Boolean> done) {
        waiters.add(new Waiter(first, firstThatMatters, last, done));
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
        for (Iterator<Waiter> i = waiters.iterator(); i.hasNext(); ) {
            Waiter waiter = i.next();
            Long oldest = rows.ceilingKey(waiter.first);
            boolean settled = lastTaken >= waiter.last && (oldest == null || oldest > waiter.last);
            if (settled) {
                waiter.done.complete(!losses.anyIn(waiter.firstThatMatters, waiter.last));
            }
            if (waiter.done.isDone()) {
                i.remove();
            }
        }
    }

    private record Waiter(long first, long firstThatMatters, long last, CompletableFuture<Boolean> done) {}
}
