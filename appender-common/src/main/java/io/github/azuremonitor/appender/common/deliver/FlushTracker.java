package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.report.LossMarks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Rows by batch id that are neither accepted nor lost, and the flushes that wait for them. Settling a batch needs no
 * memory: a batch left behind here would keep every later flush waiting. Courier only.
 */
final class FlushTracker {
    private long[] ids = new long[16];
    private int[] rows = new int[16];
    private int batches;
    private final List<Waiter> waiters = new ArrayList<>();
    private final LossMarks losses = new LossMarks();
    private long lastTaken;

    /** The courier takes the batch out of its inbox; ids come in ascending order. Calling it twice is harmless. */
    void taken(long batchId, int count) {
        if (batches > 0 && ids[batches - 1] == batchId) {
            return;
        }
        if (batches == ids.length) {
            long[] moreIds = Arrays.copyOf(ids, 2 * batches);
            rows = Arrays.copyOf(rows, 2 * batches);
            ids = moreIds;
        }
        ids[batches] = batchId;
        rows[batches] = count;
        batches++;
        lastTaken = batchId;
    }

    void accepted(long batchId, int count) {
        settle(batchId, count);
    }

    /** No flush waits for rows of earlier runs, whose batches have negative ids. */
    void lost(long batchId, int count) {
        if (batchId > 0) {
            losses.add(batchId);
        }
        settle(batchId, count);
    }

    /**
     * Completes {@code done} once none of the batches {@code first} to {@code last} is open: with true if no row was
     * lost of those from {@code firstThatMatters} on, not even before this call. A caller that stops waiting completes
     * it itself.
     */
    void await(long first, long firstThatMatters, long last, CompletableFuture<Boolean> done) {
        waiters.add(new Waiter(first, firstThatMatters, last, done));
        tellWaiters();
    }

    /** Nothing will be settled from now on. */
    void giveUp() {
        waiters.forEach(waiter -> waiter.done.complete(false));
        waiters.clear();
    }

    private void settle(long batchId, int count) {
        int place = Arrays.binarySearch(ids, 0, batches, batchId);
        if (place >= 0) {
            rows[place] -= count;
            if (rows[place] <= 0) {
                batches--;
                System.arraycopy(ids, place + 1, ids, place, batches - place);
                System.arraycopy(rows, place + 1, rows, place, batches - place);
            }
        }
        tellWaiters();
    }

    private void tellWaiters() {
        for (int i = 0; i < waiters.size(); i++) {
            Waiter waiter = waiters.get(i);
            if (lastTaken >= waiter.last && !isOpen(waiter.first, waiter.last)) {
                waiter.done.complete(!losses.anyIn(waiter.firstThatMatters, waiter.last));
            }
            if (waiter.done.isDone()) {
                waiters.remove(i);
                i--;
            }
        }
    }

    private boolean isOpen(long first, long last) {
        int found = Arrays.binarySearch(ids, 0, batches, first);
        int oldest = found < 0 ? -found - 1 : found;
        return oldest < batches && ids[oldest] <= last;
    }

    private record Waiter(long first, long firstThatMatters, long last, CompletableFuture<Boolean> done) {}
}
