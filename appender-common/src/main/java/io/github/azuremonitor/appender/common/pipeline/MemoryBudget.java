package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.batch.Batcher;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;

/**
 * Divides the memory that a pipeline may take between log call and disk: 64 MB or an eighth of the heap, whichever is
 * less. The object graphs of throwables are not in it.
 *
 * @param ringBytes slots of the ring
 * @param inboxBytes finished batches that the courier has not taken yet
 * @param spoolBytes batches that wait in memory
 */
record MemoryBudget(long ringBytes, long inboxBytes, long spoolBytes) {
    private static final long CEILING = 64L << 20;
    private static final long LARGEST_BATCH = Batcher.MAX_BYTES;

    static MemoryBudget of(PipelineSettings settings, long maxHeapBytes) {
        long ceiling = Math.min(CEILING, maxHeapBytes / 8);
        long ring = Math.min(settings.ring().size() * 1024L, ceiling / 4);
        long inbox = Math.max(LARGEST_BATCH, ceiling / 16);
        // A body is a tenth to a seventh of its rows, but in the worst case a batch in flight takes 1 MB.
        long inFlight = Math.min(2L * settings.maxInFlight() * LARGEST_BATCH, ceiling / 4);
        // What there is to know about the ring's cells takes a tenth more.
        long spool = Math.max(LARGEST_BATCH, ceiling - ring - ring / 10 - inbox - inFlight);
        long asked = settings.spool().maxBytes();
        return new MemoryBudget(ring, inbox, asked > 0 ? Math.min(asked, spool) : spool);
    }
}
