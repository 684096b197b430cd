package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.HeldRows;
import io.github.azuremonitor.appender.common.deliver.Delivery.State;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.spool.PutOptions;
import io.github.azuremonitor.appender.common.spool.Spool;
import io.github.azuremonitor.appender.common.time.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries in the courier's memory, each from the moment it is taken until it is gone. Whatever happens in
 * between changes its state without allocating, so that a full heap loses none. Courier only, but for
 * {@link #heldRows()} and {@link #oldestMillis()}.
 */
final class PendingDeliveries {
    private static final long FIRST_RESCUE_NANOS = 1_000_000_000L;
    private static final long LAST_RESCUE_NANOS = 60_000_000_000L;

    private final Spool spool;
    private final CircuitBreakers breakers;
    private final FlushTracker flushTracker;
    private final Ledger ledger;
    private final long maxAgeNanos;
    private final Time time;

    /** In the order in which they are to be sent. */
    private final ArrayList<Delivery> deliveries = new ArrayList<>();

    private final RetryHistory history = new RetryHistory();

    /** Batches that the spool does not count, or not yet. */
    private final HeldRows held = new HeldRows();

    /** @param maxAgeNanos how long a batch is tried */
    PendingDeliveries(
            Spool spool,
            CircuitBreakers breakers,
            FlushTracker flushTracker,
            Ledger ledger,
            long maxAgeNanos,
            Time time) {
        this.spool = spool;
        this.breakers = breakers;
        this.flushTracker = flushTracker;
        this.ledger = ledger;
        this.maxAgeNanos = maxAgeNanos;
        this.time = time;
    }

    /** Takes a batch from the inbox. */
    Delivery take(Batch batch) {
        try {
            flushTracker.taken(batch.id(), batch.rows());
            var delivery = inMemory(batch, time.nanos() + maxAgeNanos);
            deliveries.ensureCapacity(deliveries.size() + 1);
            held.add(batch);
            deliveries.add(delivery);
            return delivery;
        } catch (OutOfMemoryError full) {
            lostOnTheWay(batch);
            throw full;
        }
    }

    /**
     * Moves a batch from the inbox to the spool; its rows count as held meanwhile, however long the disk takes, and as
     * lost if that fails.
     */
    void intoSpool(Batch batch) {
        try {
            flushTracker.taken(batch.id(), batch.rows());
            held.add(batch);
            try {
                spool.put(batch, breakers.isHeld(batch.stream()));
            } finally {
                held.remove(batch);
            }
        } catch (RuntimeException | Error fault) {
            lostOnTheWay(batch);
            throw fault;
        }
    }

    /** The batch left the inbox and reached nothing else, because the heap was full. Needs no memory. */
    private void lostOnTheWay(Batch batch) {
        ledger.dropped(DropReason.ENCODE_FAILED, batch.rows());
        flushTracker.lost(batch.id(), batch.rows());
    }

    /** Takes a batch out of the spool. */
    Delivery take(Spool.Lease lease) {
        Delivery delivery;
        try {
            delivery = new Delivery(lease, lease.expiresNanos());
            deliveries.add(delivery);
        } catch (OutOfMemoryError full) {
            lease.released();
            throw full;
        }
        history.restore(delivery);
        return delivery;
    }

    private Delivery inMemory(Batch batch, long expiresNanos) {
        return new Delivery(new InMemory(batch, held, spool), expiresNanos);
    }

    /** The longest waiting delivery that {@code wanted} accepts, or null; it is no longer waiting. */
    @Nullable Delivery takeWaiting(Predicate<Delivery> wanted) {
        for (int i = 0; i < deliveries.size(); i++) {
            Delivery delivery = deliveries.get(i);
            if (delivery.state() == State.WAITING && wanted.test(delivery)) {
                delivery.take();
                return delivery;
            }
        }
        return null;
    }

    /** A waiting delivery that is too old, or null; it is no longer waiting. */
    @Nullable Delivery takeExpired(long nowNanos) {
        return takeWaiting(delivery -> delivery.expiresNanos - nowNanos < 0);
    }

    /** The delivery is tried again later, behind those that already wait. */
    void waitAgain(Delivery delivery) {
        delivery.waiting();
        // The removal has left room, so this does not allocate.
        if (deliveries.remove(delivery)) {
            deliveries.add(delivery);
        }
    }

    /**
     * After an exception in the courier: whatever was taken and has no state yet waits again. It is retried soon,
     * because the heap may have been full for a moment only, and then less and less often. Needs no memory.
     */
    void requeueTaken() {
        for (int i = 0; i < deliveries.size(); i++) {
            Delivery delivery = deliveries.get(i);
            if (delivery.state() == State.TAKEN) {
                long delay = Math.min(LAST_RESCUE_NANOS, FIRST_RESCUE_NANOS << Math.min(delivery.internalFailures, 16));
                delivery.internalFailures++;
                delivery.failures++;
                delivery.notBeforeNanos = time.nanos() + delay;
                delivery.waiting();
            }
        }
    }

    /** Azure has it. */
    void delivered(Delivery delivery) {
        ledger.accepted(delivery.batch.rows());
        try {
            end(delivery);
        } finally {
            // Last, so that a waiting flush finds nothing held any more; needs no memory, whatever came before.
            flushTracker.accepted(delivery.batch.id(), delivery.batch.rows());
        }
    }

    /** It is given up, and counted. */
    void lost(Delivery delivery, DropReason reason) {
        try {
            end(delivery);
        } finally {
            ledger.dropped(reason, delivery.batch.rows());
            flushTracker.lost(delivery.batch.id(), delivery.batch.rows());
        }
    }

    private void end(Delivery delivery) {
        leave(delivery);
        delivery.held.done();
    }

    private void leave(Delivery delivery) {
        delivery.gone();
        deliveries.remove(delivery);
    }

    /** Its parts take its place, to be sent next. */
    List<Delivery> replace(Delivery whole, List<Batch> parts, @Nullable Bisection bisection) {
        var replaced = new ArrayList<Delivery>(parts.size());
        var copy = new SharedCopy(whole.held);
        // All before one of them can be dropped.
        List<Batch> kept = parts.stream().map(part -> part.with(copy.part())).toList();
        for (Batch part : kept) {
            var delivery = inMemory(part, whole.expiresNanos);
            delivery.bisection = bisection;
            delivery.waiting();
            replaced.add(delivery);
        }
        holdAll(replaced);
        leave(whole);
        whole.held.replaced();
        return replaced;
    }

    /** Takes all of them, to be sent next, or none if there is no memory for it. */
    private void holdAll(List<Delivery> parts) {
        int counted = 0;
        try {
            for (; counted < parts.size(); counted++) {
                held.add(parts.get(counted).batch);
            }
            deliveries.addAll(0, parts);
        } catch (OutOfMemoryError full) {
            while (counted > 0) {
                counted--;
                held.remove(parts.get(counted).batch);
            }
            throw full;
        }
    }

    /** Moves it to the spool, behind all others; not for parts of an unfinished bisection. */
    void postpone(Delivery delivery) {
        toSpool(delivery, true);
    }

    /**
     * Moves waiting deliveries beyond the number of concurrent POSTs to the spool, the youngest first; bisections stay
     * together.
     */
    void overflow() {
        int keep = breakers.maxInFlight();
        int waiting = count(State.WAITING);
        for (int i = deliveries.size() - 1; i >= 0 && waiting > keep; i--) {
            Delivery delivery = deliveries.get(i);
            if (delivery.state() == State.WAITING && delivery.bisection == null) {
                toSpool(delivery, false);
                waiting--;
            }
        }
    }

    /** Moves everything to the spool, unanswered deliveries too. Can be repeated if memory runs out half-way. */
    void moveAllToSpool() {
        while (!deliveries.isEmpty()) {
            toSpool(deliveries.get(0), false);
        }
    }

    private void toSpool(Delivery delivery, boolean behind) {
        boolean streamHeld = breakers.isHeld(delivery.batch.stream());
        long notBefore = delivery.failures > 0 ? delivery.notBeforeNanos : time.nanos();
        delivery.held.toSpool(new PutOptions(streamHeld, delivery.expiresNanos, notBefore, behind));
        leave(delivery);
        history.remember(delivery);
    }

    /** As {@link FlushTracker#await}. */
    void whenSettled(long first, long firstThatMatters, long last, CompletableFuture<Boolean> done) {
        flushTracker.await(first, firstThatMatters, last, done);
    }

    /** Nothing will be settled from now on. */
    void giveUpWaiters() {
        flushTracker.giveUp();
    }

    /** Whether a batch of that stream is here. */
    boolean holds(String stream) {
        return deliveries.stream().anyMatch(delivery -> delivery.batch.stream().equals(stream));
    }

    /**
     * Nanoseconds until a waiting delivery is due and may go, or {@link Long#MAX_VALUE}.
     *
     * @param closedNanos for how long a delivery must not be sent, due or not
     */
    long nanosToNext(long nowNanos, ToLongFunction<Delivery> closedNanos) {
        long nearest = Long.MAX_VALUE;
        for (Delivery delivery : deliveries) {
            if (delivery.state() == State.WAITING) {
                long early = delivery.isDue(nowNanos) ? 0 : delivery.notBeforeNanos - nowNanos;
                nearest = Math.min(nearest, Math.max(closedNanos.applyAsLong(delivery), early));
            }
        }
        return nearest;
    }

    /** Deliveries in that state. */
    int count(State state) {
        int count = 0;
        for (Delivery delivery : deliveries) {
            if (delivery.state() == state) {
                count++;
            }
        }
        return count;
    }

    /** Rows held here and in the spool; any thread. */
    long heldRows() {
        return held.rows() + spool.rows();
    }

    /** Time of the oldest row held here and in the spool, or {@link HeldRows#NONE}; any thread. */
    long oldestMillis() {
        return Math.min(held.oldestMillis(), spool.oldestMillis());
    }
}
