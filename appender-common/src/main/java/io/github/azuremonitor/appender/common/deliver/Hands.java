package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.Journal;
import io.github.azuremonitor.appender.common.batch.OldestRow;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.spool.Spool;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries that the courier holds in memory: in flight, waiting for another try, or set aside until a bisection is
 * over. Courier only, but for {@link #heldRows()} and {@link #oldestMillis()}.
 */
final class Hands {
    private final Spool spool;
    private final Gates gates;
    private final Unsettled unsettled;
    private final Ledger ledger;
    private final Set<Delivery> inFlight = new LinkedHashSet<>();
    private final List<Delivery> waiting = new ArrayList<>();
    private final Set<Delivery> aside = new LinkedHashSet<>();

    /** Rows of deliveries that the spool does not count. */
    private volatile long rows;

    private final OldestRow oldest = new OldestRow();

    Hands(Spool spool, Gates gates, Unsettled unsettled, Ledger ledger) {
        this.spool = spool;
        this.gates = gates;
        this.unsettled = unsettled;
        this.ledger = ledger;
    }

    /** Takes a batch that nobody held before or that only its parts replace. */
    Delivery take(Batch batch) {
        hold(batch);
        return new Delivery(batch, null);
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

    /** Takes a delivery back whose verdict failed half-way, unless it was carried out far enough. */
    void rescue(Delivery delivery, long notBeforeNanos) {
        if (!delivery.gone && !waiting.contains(delivery) && !aside.contains(delivery)) {
            delivery.failures++;
            delivery.notBeforeNanos = notBeforeNanos;
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
        end(delivery);
        unsettled.accepted(delivery.batch.id(), delivery.batch.rows());
    }

    /** It is given up, and counted. */
    void lost(Delivery delivery, DropReason reason) {
        end(delivery);
        ledger.dropped(reason, delivery.batch.rows());
        unsettled.lost(delivery.batch.id(), delivery.batch.rows());
    }

    /** Its parts take its place, to be sent next. */
    List<Delivery> replace(Delivery whole, List<Batch> parts, @Nullable Bisection bisection) {
        var replaced = new ArrayList<Delivery>();
        Original original = original(whole);
        // All before one of them can be dropped.
        List<Batch> kept = original == null
                ? parts
                : parts.stream().map(part -> part.on(original.part())).toList();
        for (Batch part : kept) {
            Delivery delivery = take(part);
            delivery.bisection = bisection;
            replaced.add(delivery);
        }
        if (whole.lease == null) {
            letGo(whole.batch);
        }
        whole.gone = true;
        waiting.addAll(0, replaced);
        return replaced;
    }

    /** What is on disk of the delivery or of the batch that it is a part of, or null. */
    private static @Nullable Original original(Delivery whole) {
        Spool.Lease lease = whole.lease;
        if (lease != null) {
            lease.replaced();
            return new Original(lease::done);
        }
        Journal.Page page = whole.batch.page();
        return page == null ? null : new Original(page::drop);
    }

    /** It waits in the spool, behind all others; not for parts of a bisection that is not over. */
    void postpone(Delivery delivery) {
        delivery.gone = true;
        Spool.Lease lease = delivery.lease;
        if (lease != null) {
            lease.postponed();
        } else {
            putIntoSpool(delivery);
        }
    }

    /** Moves what waits to the spool, the youngest first, until {@code keep} are left; bisections stay together. */
    void overflow(int keep) {
        for (int i = waiting.size() - 1; i >= 0 && waiting.size() > keep; i--) {
            if (waiting.get(i).bisection == null) {
                toSpool(waiting.remove(i));
            }
        }
    }

    /** Moves everything to the spool, unanswered deliveries too. */
    void surrenderAll() {
        var all = new ArrayList<Delivery>(inFlight);
        all.addAll(waiting);
        all.addAll(aside);
        inFlight.clear();
        waiting.clear();
        aside.clear();
        all.forEach(this::toSpool);
    }

    /** Nanoseconds until a waiting delivery is due whose gate is open, or {@link Long#MAX_VALUE}. */
    long nanosToDue(long nowNanos) {
        long nearest = Long.MAX_VALUE;
        for (Delivery delivery : waiting) {
            if (!gates.admit(delivery.batch.stream(), nowNanos)) {
                continue;
            }
            nearest = Math.min(nearest, delivery.isDue(nowNanos) ? 0 : delivery.notBeforeNanos - nowNanos);
        }
        return nearest;
    }

    /** Whether anything is there that a probe could be made with. */
    boolean haveSomethingToSend() {
        return !waiting.isEmpty() || spool.rows() > 0;
    }

    boolean areEmpty() {
        return inFlight.isEmpty() && waiting.isEmpty() && aside.isEmpty();
    }

    int inFlight() {
        return inFlight.size();
    }

    /** Rows held here and in the spool; any thread. */
    long heldRows() {
        return rows + spool.rows();
    }

    /** Time of the oldest row held here and in the spool, or {@link OldestRow#NONE}; any thread. */
    long oldestMillis() {
        return Math.min(oldest.millis(), spool.oldestMillis());
    }

    private void toSpool(Delivery delivery) {
        delivery.gone = true;
        Spool.Lease lease = delivery.lease;
        if (lease != null) {
            lease.undone();
        } else {
            putIntoSpool(delivery);
        }
    }

    private void putIntoSpool(Delivery delivery) {
        Batch batch = delivery.batch;
        // In this order: rows must not be nowhere while the disk takes its time.
        spool.put(batch, gates.isHeld(batch.stream()));
        letGo(batch);
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
        rows += batch.rows();
        oldest.add(batch.oldestMillis());
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the courier alone
    private void letGo(Batch batch) {
        rows -= batch.rows();
        oldest.remove(batch.oldestMillis());
    }
}
