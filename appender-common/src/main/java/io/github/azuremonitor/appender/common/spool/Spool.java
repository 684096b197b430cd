package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.HeldRows;
import io.github.azuremonitor.appender.common.report.DropReason;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where batches wait while Azure does not take them. Courier only, but for the counts.
 *
 * <p>A batch is held until a lease reports it delivered, the byte or age cap removes it, or the spool is closed; each
 * loss is reported to the creator of the spool.
 */
public interface Spool extends AutoCloseable {
    /**
     * Takes a batch over, with its page in the journal. At the byte cap the oldest batches are given up first.
     *
     * @param streamHeld whether the batch's stream is refused at the moment: such a stream gets at most half of the cap
     */
    void put(Batch batch, boolean streamHeld);

    /** As above, for a batch that was held elsewhere before. */
    void put(Batch batch, PutOptions stay);

    /** The oldest batch whose stream is open, or null. It stays here until the lease ends. */
    @Nullable Lease lease(Predicate<String> streams);

    /**
     * Nanoseconds until {@link #lease} could return a batch: 0 if it does now, {@link Long#MAX_VALUE} if it never does.
     *
     * @param closedNanos nanoseconds until a stream opens, {@link Long#MAX_VALUE} for never
     */
    long nanosToLease(ToLongFunction<String> closedNanos);

    /** Whether there is a batch of that stream that is not leased. */
    default boolean holds(String stream) {
        return rows() > 0 && nanosToLease(other -> other.equals(stream) ? 0 : Long.MAX_VALUE) < Long.MAX_VALUE;
    }

    /** Gives up what is too old and takes over what earlier runs left; called about once a second. */
    void maintain();

    /**
     * Prepares pages of the journal, forces and deletes them; called in each round of the courier.
     *
     * @return nanoseconds until it must be called again
     */
    default long maintainJournal() {
        return Long.MAX_VALUE;
    }

    /** Whether a batch put here now outlives the process. */
    boolean survivesStop();

    /** Why batches cannot be written to the configured disk, with the remedy, or null; any thread. */
    default @Nullable String problem() {
        return null;
    }

    /** Rows here, leased ones included; any thread. */
    long rows();

    /** Bytes here; any thread. */
    long bytes();

    /** Files here; any thread. */
    long files();

    /** Time of the oldest row here in milliseconds since 1970, or {@link HeldRows#NONE}; any thread. */
    long oldestMillis();

    /** Closes the spool; batches that outlive the process are counted as handed over, others are lost and reported. */
    @Override
    void close();

    /** Called with what is given up, on the courier. */
    interface Losses {
        /**
         * A batch is lost.
         *
         * @param batchId negative for a batch of an earlier run
         */
        void lost(long batchId, int rows, DropReason reason);

        /** Another process took a batch and sends it; this process does not learn what becomes of the rows. */
        default void handedOver(long batchId, int rows) {}
    }

    /** One batch taken out to be sent, which the spool goes on counting. */
    interface Lease extends HeldBatch {
        /** When it becomes too old, on the pipeline's monotonic clock; only the lease's owner checks that. */
        long expiresNanos();

        /** Ends the lease: the batch keeps its place. */
        void released();

        /**
         * Ends the lease: the batch goes behind all others.
         *
         * @param notBeforeNanos not leased before this time
         */
        void postponed(long notBeforeNanos);

        @Override
        default void toSpool(PutOptions options) {
            if (options.behind()) {
                postponed(options.notBeforeNanos());
            } else {
                released();
            }
        }
    }
}
