package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.spool.Spool;
import org.jspecify.annotations.Nullable;

/** A batch in the courier's hands, with what happened to it so far. Courier only. */
final class Delivery {
    final Batch batch;

    /** Set if the batch still counts as held by the spool. */
    final Spool.@Nullable Lease lease;

    /** When it is too old, on the monotonic clock. */
    final long expiresNanos;

    /** Set for the parts of a batch in which something wrong is looked for. */
    @Nullable Bisection bisection;

    /** Failures in a row. */
    int failures;

    /** How often the courier stumbled on it. */
    int rescues;

    /** Not sent before this time; meaningful once {@link #failures} is above zero. */
    long notBeforeNanos;

    /** How many batches had been accepted when this one failed first. */
    long acceptedBefore;

    /** Shortest text length that was tried after a 413 to a single row; 0 for none yet. */
    int shortenedTo;

    /** Whether it has left the courier's hands for good. */
    boolean gone;

    Delivery(Batch batch, Spool.@Nullable Lease lease, long expiresNanos) {
        this.batch = batch;
        this.lease = lease;
        this.expiresNanos = expiresNanos;
    }

    /** What is to be known of it when its batch is taken out of the spool again. */
    Past past() {
        return new Past(failures, notBeforeNanos, acceptedBefore);
    }

    void goOn(Past past) {
        failures = past.failures;
        notBeforeNanos = past.notBeforeNanos;
        acceptedBefore = past.acceptedBefore;
    }

    boolean isDue(long nowNanos) {
        return failures == 0 || nowNanos - notBeforeNanos >= 0;
    }

    /** What happened so far, without the batch. */
    record Past(int failures, long notBeforeNanos, long acceptedBefore) {}
}
