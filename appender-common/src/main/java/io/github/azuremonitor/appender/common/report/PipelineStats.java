package io.github.azuremonitor.appender.common.report;

import java.util.Map;

/**
 * A reading of the ledger, in rows. Exact at rest; while events move, a reading may be off by those on their way from
 * one stage to the next.
 *
 * @param offered events of log calls, lost ones included
 * @param recovered rows of earlier runs
 * @param reported rows of the library's own, about losses and heartbeats; no log call made them
 * @param accepted rows that Azure answered 204 for; accepted is not yet stored
 * @param held rows in the ring's batches, in flight or waiting, in memory or on disk
 * @param handedOver rows left to another pipeline or to the next run
 * @param dropped dropped rows by reason; reasons without any are left out
 * @param self events of the library's own threads, kept out of the pipeline and not part of the sum
 * @param posts POSTs started, including those repeated at once because a kept-alive connection broke
 * @param bytesPosted bytes of their bodies on the wire
 * @param values what was cut or left out of rows that were sent
 */
public record PipelineStats(
        long offered,
        long recovered,
        long reported,
        long accepted,
        long held,
        long handedOver,
        Map<DropReason, Long> dropped,
        long self,
        long posts,
        long bytesPosted,
        ValueStats values) {
    /** Makes the losses unmodifiable. */
    public PipelineStats {
        dropped = Map.copyOf(dropped);
    }

    /** Dropped rows of all reasons, including those that routes leave out. */
    public long totalDropped() {
        return dropped.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Dropped rows of all reasons but {@linkplain DropReason#intended() intended} ones. */
    public long totalLost() {
        return dropped.entrySet().stream()
                .filter(entry -> !entry.getKey().intended())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Values left out of rows because they did not fit their column's type, or threw when they were read. */
    public long unfitValues() {
        return values.unfit();
    }

    /** Values left out of rows because searching them for what must not be shipped took too long. */
    public long redactionsGivenUp() {
        return values.redactionsGivenUp();
    }

    /** Whether every event is accounted for; meaningful at rest. */
    public boolean balances() {
        return offered + recovered + reported == accepted + held + handedOver + totalDropped();
    }
}
