package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.OldestRow;
import io.github.azuremonitor.appender.common.report.DropReason;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where batches wait while Azure does not take them. Courier only, but for the counts.
 *
 * <p>What is put here is held until a lease says that it was delivered, the byte or age cap takes it, or the spool is
 * closed; each loss is told to whoever made the spool.
 */
public interface Spool extends AutoCloseable {
    /**
     * Takes a batch over, with its page in the journal. At the byte cap the oldest go first.
     *
     * @param streamHeld whether the batch's stream is refused at the moment: such a stream gets half of the cap at most
     */
    void put(Batch batch, boolean streamHeld);

    /** As above, for a batch that was held elsewhere before. */
    void put(Batch batch, Stay stay);

    /** The oldest batch whose stream may be sent to now, or null. It stays here until the lease ends. */
    @Nullable Lease lease(Predicate<String> streams);

    /**
     * Nanoseconds until {@link #lease} could give a batch: 0 if it does now, {@link Long#MAX_VALUE} if it never does.
     *
     * @param closedNanos for how long nothing may be sent to a stream, {@link Long#MAX_VALUE} for ever
     */
    long nanosToLease(ToLongFunction<String> closedNanos);

    /** Whether a batch of that stream is here that is not leased. */
    default boolean holds(String stream) {
        return rows() > 0 && nanosToLease(other -> other.equals(stream) ? 0 : Long.MAX_VALUE) < Long.MAX_VALUE;
    }

    /** Gives up what is older than its age cap and takes over what earlier runs left; called about once a second. */
    void tend();

    /**
     * Makes pages of the journal ready, forces and deletes them; called in each round of the courier.
     *
     * @return nanoseconds until it is to be called again at the latest
     */
    default long tendJournal() {
        return Long.MAX_VALUE;
    }

    /** Whether what is put here now outlives the process. */
    boolean survivesStop();

    /** Why what waits cannot be written to the disk that was asked for, with the cure, or null; any thread. */
    default @Nullable String trouble() {
        return null;
    }

    /** Rows here, leased ones included; any thread. */
    long rows();

    /** Bytes here; any thread. */
    long bytes();

    /** Files here; any thread. */
    long files();

    /** Time of the oldest row here in milliseconds since 1970, or {@link OldestRow#NONE}; any thread. */
    long oldestMillis();

    /** Ends; what outlives the process is counted as handed over, what does not outlive the process is lost and told. */
    @Override
    void close();

    /** Is told what is given up, on the courier. */
    interface Losses {
        /**
         * A batch is lost.
         *
         * @param batchId negative for a batch of an earlier run
         */
        void lost(long batchId, int rows, DropReason reason);

        /** Another process took a batch and sends it; what becomes of the rows is not heard of here. */
        default void handedOver(long batchId, int rows) {}
    }

    /** One batch taken out to be sent. Exactly one of the methods that end it is called. */
    interface Lease {
        /** The batch. */
        Batch batch();

        /** When it is too old, on the pipeline's monotonic clock; nobody but the lease's owner sees to it meanwhile. */
        long expiresNanos();

        /**
         * The batch was split: its parts count from now on, and this one does not. What is on disk of it stays until
         * {@link #done()}, which is called when each part has its fate or is in the spool itself; a process killed in
         * between sends some rows twice, but loses none.
         */
        void replaced();

        /** Ends the lease: the batch is delivered, given up or replaced by its parts. */
        void done();

        /** Ends the lease: the batch waits on in its place. */
        void undone();

        /**
         * Ends the lease: the batch waits on behind all others.
         *
         * @param notBeforeNanos not given out before that time
         */
        void postponed(long notBeforeNanos);
    }
}
