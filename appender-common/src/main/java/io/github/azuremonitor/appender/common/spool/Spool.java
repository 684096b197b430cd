package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.batch.Batch;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where batches wait while Azure does not take them. Courier only, but for the counts.
 *
 * <p>What is put here is held until a lease says that it was delivered, the byte or age cap takes it, or the spool is
 * closed; each loss is told to whoever made the spool.
 */
public interface Spool extends AutoCloseable {
    /**
     * Takes a batch over. At the byte cap the oldest go first.
     *
     * @param streamHeld whether the batch's stream is refused at the moment: such a stream gets half of the cap at most
     */
    void put(Batch batch, boolean streamHeld);

    /** The oldest batch whose stream may be sent to now, or null. It stays here until the lease ends. */
    @Nullable Lease lease(Predicate<String> streams);

    /** Gives up what is older than its age cap. */
    void expire();

    /** Whether what is here outlives the process. */
    boolean survivesStop();

    /** Rows here, leased ones included; any thread. */
    long rows();

    /** Bytes here; any thread. */
    long bytes();

    /** Ends; what does not outlive the process is lost and told. */
    @Override
    void close();

    /** One batch taken out to be sent. Exactly one of the methods that end it is called. */
    interface Lease {
        /** The batch. */
        Batch batch();

        /** Ends the lease: the batch is delivered, given up or replaced by its parts. */
        void done();

        /** Ends the lease: the batch waits on in its place. */
        void undone();

        /** Ends the lease: the batch waits on behind all others. */
        void postponed();
    }
}
