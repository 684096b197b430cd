package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.Journal;
import io.github.azuremonitor.appender.common.batch.OldestRow;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.spool.Spool;
import io.github.azuremonitor.appender.common.spool.Stay;
import io.github.azuremonitor.appender.common.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries that the courier holds in memory: in flight, waiting for another try, or set aside until a bisection is
 * over. Courier only, but for {@link #heldRows()} and {@link #oldestMillis()}.
 */
final class Hands {
    /** So many deliveries that failed are kept in mind while they wait in the spool. */
    private static final int REMEMBERED = 1000;

    private static final long FIRST_RESCUE_NANOS = 1_000_000_000L;
    private static final long LAST_RESCUE_NANOS = 60_000_000_000L;

    private final Spool spool;
    private final Gates gates;
    private final Unsettled unsettled;
    private final Ledger ledger;
    private final long maxAgeNanos;
    private final Time time;
    private final Set<Delivery> inFlight = new LinkedHashSet<>();
    private final ArrayList<Delivery> waiting = new ArrayList<>();
    private final Set<Delivery> aside = new LinkedHashSet<>();

    /** What happened to deliveries that went to the spool after they had failed, by request id. */
    private final Map<UUID, Delivery.Past> failedBefore = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Delivery.Past> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Rows of deliveries that the spool does not count. */
    private volatile long rows;

    /** Rows on their way into the spool. */
    private volatile long movingRows;

    private final OldestRow oldest = new OldestRow();

    /** @param maxAge how long a batch is tried */
    Hands(Spool spool, Gates gates, Unsettled unsettled, Ledger ledger, Duration maxAge, Time time) {
        this.spool = spool;
        this.gates = gates;
        this.unsettled = unsettled;
        this.ledger = ledger;
        this.maxAgeNanos = maxAge.toNanos();
        this.time = time;
    }

    /** Takes a batch that nobody held before. */
    Delivery take(Batch batch) {
        Delivery delivery;
        try {
            makeRoom(1);
            unsettled.taken(batch.id(), batch.rows());
            delivery = new Delivery(batch, null, time.nanos() + maxAgeNanos);
            hold(batch);
        } catch (OutOfMemoryError full) {
            lostOnTheWay(batch);
            throw full;
        }
        return delivery;
    }

    /**
     * Passes a batch on that nobody held before; its rows are held meanwhile, however long the disk takes, and lost if it
     * comes nowhere.
     */
    void intoSpool(Batch batch) {
        movingRows = batch.rows();
        try {
            unsettled.taken(batch.id(), batch.rows());
            spool.put(batch, gates.isHeld(batch.stream()));
        } catch (RuntimeException | Error fault) {
            lostOnTheWay(batch);
            throw fault;
        } finally {
            movingRows = 0;
        }
    }

    /** It left the inbox and came nowhere: the heap was full. Needs no memory. */
    private void lostOnTheWay(Batch batch) {
        ledger.dropped(DropReason.ENCODE_FAILED, batch.rows());
        unsettled.lost(batch.id(), batch.rows());
    }

    /** Takes a batch out of the spool. */
    Delivery take(Spool.Lease lease) {
        Delivery delivery;
        try {
            makeRoom(1);
            delivery = new Delivery(lease.batch(), lease, lease.expiresNanos());
        } catch (OutOfMemoryError full) {
            lease.undone();
            throw full;
        }
        Delivery.Past before = failedBefore.remove(lease.batch().requestId());
        if (before != null) {
            delivery.goOn(before);
        }
        return delivery;
    }

    /** The longest waiting delivery that {@code wanted} likes, or null; it is no longer waiting. */
    @Nullable Delivery takeWaiting(Predicate<Delivery> wanted) {
        for (int i = 0; i < waiting.size(); i++) {
            if (wanted.test(waiting.get(i))) {
                return waiting.remove(i);
            }
        }
        return null;
    }

    /** A waiting delivery that is too old, or null; it is no longer waiting. */
    @Nullable Delivery takeExpired(long nowNanos) {
        return takeWaiting(delivery -> delivery.expiresNanos - nowNanos < 0);
    }

    void sent(Delivery delivery) {
        inFlight.add(delivery);
    }

    void answered(Delivery delivery) {
        inFlight.remove(delivery);
    }

    /** The delivery is tried again later. */
    void waitAgain(Delivery delivery) {
        waiting.add(delivery);
    }

    /**
     * Takes a delivery back on which the courier stumbled, unless its verdict was carried out far enough. It is tried
     * again soon, because the heap may have been full for a moment, and then less and less often.
     */
    void rescue(Delivery delivery) {
        if (!delivery.gone && !waiting.contains(delivery) && !aside.contains(delivery)) {
            long delay = Math.min(LAST_RESCUE_NANOS, FIRST_RESCUE_NANOS << Math.min(delivery.rescues, 16));
            delivery.rescues++;
            delivery.failures++;
            delivery.notBeforeNanos = time.nanos() + delay;
            waiting.add(delivery);
        }
    }

    /** The delivery is kept in mind until its bisection is over. */
    void setAside(Delivery delivery) {
        aside.add(delivery);
    }

    void takeBack(Delivery delivery) {
        aside.remove(delivery);
    }

    /** Azure has it. */
    void delivered(Delivery delivery) {
        try {
            end(delivery);
        } finally {
            // Last, so that whoever waits finds nothing held any more; it needs no memory, whatever came before.
            unsettled.accepted(delivery.batch.id(), delivery.batch.rows());
        }
    }

    /** It is given up, and counted. */
    void lost(Delivery delivery, DropReason reason) {
        try {
            end(delivery);
        } finally {
            ledger.dropped(reason, delivery.batch.rows());
            unsettled.lost(delivery.batch.id(), delivery.batch.rows());
        }
    }

    /** Its parts take its place, to be sent next. */
    List<Delivery> replace(Delivery whole, List<Batch> parts, @Nullable Bisection bisection) {
        var replaced = new ArrayList<Delivery>(parts.size());
        Original original = original(whole);
        // All before one of them can be dropped.
        List<Batch> kept = original == null
                ? parts
                : parts.stream().map(part -> part.on(original.part())).toList();
        for (Batch part : kept) {
            var delivery = new Delivery(part, null, whole.expiresNanos);
            delivery.bisection = bisection;
            replaced.add(delivery);
        }
        makeRoom(kept.size());
        holdAll(replaced);
        if (whole.lease == null) {
            letGo(whole.batch);
        } else {
            whole.lease.replaced();
        }
        whole.gone = true;
        return replaced;
    }

    /** All of them, to be sent next, or, without memory for it, none. */
    private void holdAll(List<Delivery> parts) {
        int held = 0;
        try {
            for (; held < parts.size(); held++) {
                hold(parts.get(held).batch);
            }
            waiting.addAll(0, parts);
        } catch (OutOfMemoryError full) {
            while (held > 0) {
                held--;
                letGo(parts.get(held).batch);
            }
            throw full;
        }
    }

    /** Whatever comes back finds room, also when the heap is full then; for {@code more} that are not here yet. */
    private void makeRoom(int more) {
        waiting.ensureCapacity(waiting.size() + inFlight.size() + aside.size() + 1 + more);
    }

    /** What is on disk of the delivery or of the batch that it is a part of, or null. */
    private static @Nullable Original original(Delivery whole) {
        Spool.Lease lease = whole.lease;
        if (lease != null) {
            return new Original(lease::done);
        }
        Journal.Page page = whole.batch.page();
        return page == null ? null : new Original(page::drop);
    }

    /** It waits in the spool, behind all others; not for parts of a bisection that is not over. */
    void postpone(Delivery delivery) {
        Spool.Lease lease = delivery.lease;
        if (lease != null) {
            lease.postponed(notBefore(delivery));
            leave(delivery);
        } else {
            putIntoSpool(delivery, true);
        }
    }

    /** Moves what waits to the spool, the youngest first, until {@code keep} are left; bisections stay together. */
    void overflow(int keep) {
        for (int i = waiting.size() - 1; i >= 0 && waiting.size() > keep; i--) {
            if (waiting.get(i).bisection == null) {
                // First, because it may want memory that is not there.
                toSpool(waiting.get(i));
                waiting.remove(i);
            }
        }
    }

    /** Moves everything to the spool, unanswered deliveries too. */
    void surrenderAll() {
        surrender(inFlight);
        surrender(waiting);
        surrender(aside);
    }

    /** In this order, so that it can be done once more if memory is missing half-way. */
    private void surrender(Collection<Delivery> deliveries) {
        for (Iterator<Delivery> all = deliveries.iterator(); all.hasNext(); ) {
            toSpool(all.next());
            all.remove();
        }
    }

    /** Whether a batch of that stream is here. */
    boolean holds(String stream) {
        return Stream.of(inFlight, waiting, aside)
                .flatMap(Collection::stream)
                .anyMatch(delivery -> delivery.batch.stream().equals(stream));
    }

    /**
     * Nanoseconds until a waiting delivery is due and may go, or {@link Long#MAX_VALUE}.
     *
     * @param closedNanos for how long a delivery may not go, due or not
     */
    long nanosToNext(long nowNanos, ToLongFunction<Delivery> closedNanos) {
        long nearest = Long.MAX_VALUE;
        for (Delivery delivery : waiting) {
            long closed = closedNanos.applyAsLong(delivery);
            long early = delivery.isDue(nowNanos) ? 0 : delivery.notBeforeNanos - nowNanos;
            nearest = Math.min(nearest, Math.max(closed, early));
        }
        return nearest;
    }

    int inFlight() {
        return inFlight.size();
    }

    /** Rows held here and in the spool; any thread. */
    long heldRows() {
        return movingRows + rows + spool.rows();
    }

    /** Time of the oldest row held here and in the spool, or {@link OldestRow#NONE}; any thread. */
    long oldestMillis() {
        return Math.min(oldest.millis(), spool.oldestMillis());
    }

    private void toSpool(Delivery delivery) {
        Spool.Lease lease = delivery.lease;
        if (lease != null) {
            lease.undone();
            leave(delivery);
        } else {
            putIntoSpool(delivery, false);
        }
    }

    private void putIntoSpool(Delivery delivery, boolean behind) {
        Batch batch = delivery.batch;
        boolean held = gates.isHeld(batch.stream());
        // In this order: rows must not be nowhere while the disk takes its time, nor when it wants memory in vain.
        spool.put(batch, new Stay(held, delivery.expiresNanos, notBefore(delivery), behind));
        letGo(batch);
        leave(delivery);
    }

    private void leave(Delivery delivery) {
        delivery.gone = true;
        if (delivery.failures > 0) {
            try {
                failedBefore.put(delivery.batch.requestId(), delivery.past());
            } catch (OutOfMemoryError full) {
                // Then it starts again as if it had never failed.
            }
        }
    }

    private long notBefore(Delivery delivery) {
        return delivery.failures > 0 ? delivery.notBeforeNanos : time.nanos();
    }

    private void end(Delivery delivery) {
        delivery.gone = true;
        Spool.Lease lease = delivery.lease;
        if (lease != null) {
            lease.done();
        } else {
            letGo(delivery.batch);
            Journal.Page page = delivery.batch.page();
            if (page != null) {
                page.drop();
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the courier alone
    private void hold(Batch batch) {
        oldest.add(batch.oldestMillis());
        rows += batch.rows();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the courier alone
    private void letGo(Batch batch) {
        rows -= batch.rows();
        oldest.remove(batch.oldestMillis());
    }
}
