package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.spool.HeldBatch;
import org.jspecify.annotations.Nullable;

/** A batch to be delivered, with its history. Courier only. */
final class Delivery {
    /**
     * Where it is on its way to its fate. Each change begins or ends with {@link #TAKEN}, except at the stop, when everything
     * goes to the spool.
     */
    enum State {
        /** What to do with it is being decided right now. */
        TAKEN,
        /** Its POST has no answer yet. */
        IN_FLIGHT,
        /** Sent once it is due and its stream is open. */
        WAITING,
        /** A suspect in a search for poison rows, until that is over. */
        SET_ASIDE,
        /** It has its fate, was replaced by its parts, or is in the spool. */
        GONE
    }

    final Batch batch;

    /** Who counts its rows, and knows its copy on disk. */
    final HeldBatch held;

    /** When it becomes too old, on the monotonic clock. */
    final long expiresNanos;

    private State state = State.TAKEN;

    /** Set for the parts of a batch that is being searched for poison rows. */
    @Nullable Bisection bisection;

    /** Failures in a row. */
    int failures;

    /** How often the courier failed with an exception while handling it. */
    int internalFailures;

    /** Not sent before this time; meaningful once {@link #failures} is above zero. */
    long notBeforeNanos;

    /** Batches accepted by the time this one first failed. */
    long acceptedBefore;

    /** Shortest text length tried after a 413 to a single row; 0 if none was tried. */
    int shortenedTo;

    Delivery(HeldBatch held, long expiresNanos) {
        this.batch = held.batch();
        this.held = held;
        this.expiresNanos = expiresNanos;
    }

    State state() {
        return state;
    }

    /** From now on it is being decided what to do with it. */
    void take() {
        state = State.TAKEN;
    }

    /** Its POST starts. */
    void sending() {
        state = State.IN_FLIGHT;
    }

    void waiting() {
        state = State.WAITING;
    }

    /** For the end of the search; it has to be among the suspects, or it is forgotten. */
    void setAside() {
        state = State.SET_ASIDE;
    }

    void gone() {
        state = State.GONE;
    }

    /** What to remember of it until its batch is taken out of the spool again. */
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

    /** The history, without the batch. */
    record Past(int failures, long notBeforeNanos, long acceptedBefore) {}
}
