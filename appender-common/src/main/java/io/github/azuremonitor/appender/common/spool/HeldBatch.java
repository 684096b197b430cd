package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.batch.Batch;

/**
 * A batch with the place that counts its rows and knows its copy on disk: the memory of this process, or the spool.
 * Exactly one of the methods that end it is called. Courier only.
 */
public interface HeldBatch {
    /** The batch. */
    Batch batch();

    /**
     * The batch was split: from now on its parts count instead. Its copy on disk stays until {@link #done()}, which is
     * called when each part has its fate or is in the spool itself; a process killed in between causes duplicates, but
     * loses no row.
     */
    void replaced();

    /** Ends it: the batch is delivered, given up or replaced by its parts, and needs no copy any more. */
    void done();

    /** Ends it: the batch goes to the spool, or stays there. */
    void toSpool(PutOptions options);
}
