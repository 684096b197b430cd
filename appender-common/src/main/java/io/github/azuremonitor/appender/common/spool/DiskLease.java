package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.batch.Batch;

/** A batch that was read back to be sent; only now its body is in memory. Courier only. */
final class DiskLease implements Spool.Lease {
    private final CappedSpool shelf;
    private final SpoolIndex index;
    private final SpoolEntry entry;
    private final Batch batch;

    DiskLease(CappedSpool shelf, SpoolIndex index, SpoolEntry entry, Batch batch) {
        this.shelf = shelf;
        this.index = index;
        this.entry = entry;
        this.batch = batch;
        entry.lease();
    }

    @Override
    public Batch batch() {
        return batch;
    }

    @Override
    public long expiresNanos() {
        return entry.expiresNanos;
    }

    @Override
    public void replaced() {
        index.replaced(entry);
    }

    @Override
    public void done() {
        shelf.remove(entry);
    }

    @Override
    public void released() {
        entry.release();
    }

    @Override
    public void postponed(long notBeforeNanos) {
        entry.release();
        entry.notBefore(notBeforeNanos);
        try {
            index.postpone(entry);
        } catch (OutOfMemoryError full) {
            // It keeps its place.
        }
    }
}
