package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.HeldRows;
import io.github.azuremonitor.appender.common.spool.HeldBatch;
import io.github.azuremonitor.appender.common.spool.PutOptions;
import io.github.azuremonitor.appender.common.spool.Spool;

/** A batch in this process's memory, perhaps with a page of the journal. Courier only. */
final class InMemory implements HeldBatch {
    private final Batch batch;
    private final HeldRows held;
    private final Spool spool;
    private boolean counted = true;

    /** @param held counts the batch */
    InMemory(Batch batch, HeldRows held, Spool spool) {
        this.batch = batch;
        this.held = held;
        this.spool = spool;
    }

    @Override
    public Batch batch() {
        return batch;
    }

    @Override
    public void replaced() {
        if (counted) {
            counted = false;
            held.remove(batch);
        }
    }

    @Override
    public void done() {
        replaced();
        batch.copy().drop();
    }

    @Override
    public void toSpool(PutOptions options) {
        // In this order: the rows must be counted somewhere while the disk is slow, and if writing fails for lack of
        // memory.
        spool.put(batch, options);
        replaced();
    }
}
