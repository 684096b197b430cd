package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.HeldRows;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import java.util.function.Consumer;
import java.util.function.Function;

/** A courier without a thread, for simulations of other packages: each round is a call, and so is its end. */
public final class SteppedCourier {
    private final Inbox inbox;
    private final Courier courier;

    /** @param around makes what surrounds the courier, given its inbox */
    public SteppedCourier(
            PipelineSettings settings,
            long inboxBytes,
            Consumer<Batch> lost,
            Function<Inbox, CourierFactory.Dependencies> around) {
        inbox = new Inbox(inboxBytes, lost);
        courier = CourierFactory.create(settings, around.apply(inbox));
    }

    /** Whether a flusher could put a batch without waiting. */
    public boolean hasRoom() {
        return !inbox.isHalfFull();
    }

    public void put(Batch batch) {
        inbox.put(batch);
    }

    /** Whether the courier's thread would wake up for the batches in its inbox. */
    public boolean wakesUp() {
        return courier.wantsBatches() ? inbox.rows() > 0 : inbox.isHalfFull();
    }

    public long nanosToNext() {
        return courier.nanosToNext();
    }

    /** One round; returns whether the courier is done. */
    public boolean step() {
        return courier.step();
    }

    /** No more batches come; answers are waited for until then. */
    public void endBy(long deadlineNanos) {
        courier.end(deadlineNanos);
        courier.lastBatchPut();
    }

    /** What the courier's thread does last. */
    public void end() {
        courier.end();
    }

    public long inboxRows() {
        return inbox.rows();
    }

    public long heldRows() {
        return courier.heldRows();
    }

    /** Whether there is an oldest row exactly as long as there are rows. */
    public boolean knowsItsOldestRow() {
        return (inbox.oldestMillis() == HeldRows.NONE) == (inbox.rows() == 0)
                && (courier.oldestMillis() == HeldRows.NONE) == (courier.heldRows() == 0);
    }
}
