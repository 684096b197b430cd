package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.spool.Spool;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Chooses what to send next, and when: waiting, fresh and spooled batches take turns. Courier only. */
final class Candidates {
    /** Only an answer changes it. */
    private static final long NOT_BY_TIME = Long.MAX_VALUE;

    private final Inbox inbox;
    private final Spool spool;
    private final CircuitBreakers breakers;
    private final PendingDeliveries pending;
    private final PoisonRowSearch poisonRows;

    /** Which source is asked first: waiting, fresh, spooled. */
    private int turn;

    Candidates(
            Inbox inbox, Spool spool, CircuitBreakers breakers, PendingDeliveries pending, PoisonRowSearch poisonRows) {
        this.inbox = inbox;
        this.spool = spool;
        this.breakers = breakers;
        this.pending = pending;
        this.poisonRows = poisonRows;
    }

    /** The next delivery that may be sent now, or null. */
    @Nullable Delivery next(long now) {
        if (!breakers.destination().admits(now)) {
            return null;
        }
        // A batch that failed as a probe lets another one go first: the batch itself may be the cause.
        boolean probing = !breakers.destination().isClosed();
        for (int i = 0; i < 3; i++) {
            int source = (turn + i) % 3;
            Delivery next = switch (source) {
                case 0 -> waiting(now, probing ? 2 : Integer.MAX_VALUE);
                case 1 -> fresh(now);
                default -> spooled(now);
            };
            if (next != null) {
                turn = source + 1;
                return next;
            }
        }
        return probing ? waiting(now, Integer.MAX_VALUE) : null;
    }

    /** Nanoseconds until {@link #next} could return something that is already here, if no answer comes first. */
    long nanosToNext(long now) {
        return nanosToNext(now, stream -> breakers.nanosToOpen(stream, now));
    }

    /**
     * Whether nothing here can be sent before {@code endNanos}: there is nothing, or only batches that wait for a probe
     * or belong to refused streams. Batches that outlive the stop do not wait for a probe.
     */
    boolean cannotSendBefore(long now, long endNanos) {
        boolean outlives = spool.survivesStop();
        if (outlives && !breakers.destination().isClosed()) {
            return true;
        }
        if (pending.count(Delivery.State.IN_FLIGHT) > 0 || inbox.nextStream() != null) {
            return false;
        }
        long next = nanosToNext(
                now, stream -> outlives && breakers.isHeld(stream) ? NOT_BY_TIME : breakers.nanosToOpen(stream, now));
        return next >= Math.max(1, endNanos - now);
    }

    /** Whether a batch in the inbox could go anywhere now; if not, waking up for it would only waste CPU time. */
    boolean wantBatches(long now) {
        if (!breakers.destination().isClosed()) {
            return true;
        }
        String head = inbox.nextStream();
        return breakers.destination().admits(now) && (head == null || breakers.admit(head, now) || mustWait(head));
    }

    private long nanosToNext(long now, ToLongFunction<String> closedNanos) {
        if (breakers.destination().nanosToOpen(now) == NOT_BY_TIME) {
            return NOT_BY_TIME;
        }
        ToLongFunction<String> ofWhole =
                stream -> poisonRows.isSearching(stream) ? NOT_BY_TIME : closedNanos.applyAsLong(stream);
        long held = pending.nanosToNext(
                now,
                delivery -> (delivery.bisection == null ? ofWhole : closedNanos).applyAsLong(delivery.batch.stream()));
        return held == 0 ? 0 : Math.min(held, spool.nanosToLease(ofWhole));
    }

    /** Whether fresh batches of that stream go to the spool: it is refused, or being searched for poison rows. */
    private boolean mustWait(String stream) {
        return breakers.isHeld(stream) || poisonRows.isSearching(stream);
    }

    private boolean mayGo(String stream, long now) {
        return breakers.admit(stream, now) && !poisonRows.isSearching(stream);
    }

    /** Moves batches on to the spool while nothing may be sent, so that the flusher does not have to wait. */
    void moveToSpool() {
        boolean healthy = breakers.destination().isClosed();
        while (healthy ? inbox.isHalfFull() : inbox.nextStream() != null) {
            Batch batch = inbox.nextBatch();
            if (batch == null) {
                break;
            }
            pending.intoSpool(batch);
        }
        pending.overflow();
    }

    private @Nullable Delivery waiting(long now, int maxFailures) {
        return pending.takeWaiting(delivery -> {
            String stream = delivery.batch.stream();
            boolean open = delivery.bisection == null ? mayGo(stream, now) : breakers.admit(stream, now);
            return open && delivery.isDue(now) && delivery.failures < maxFailures;
        });
    }

    private @Nullable Delivery fresh(long now) {
        for (String stream = inbox.nextStream(); stream != null; stream = inbox.nextStream()) {
            boolean admitted = mayGo(stream, now);
            if (!admitted && !mustWait(stream)) {
                return null;
            }
            Batch batch = inbox.nextBatch();
            if (batch == null) {
                return null;
            }
            if (admitted && !batch.isOnPage()) {
                return pending.take(batch);
            }
            pending.intoSpool(batch);
        }
        return null;
    }

    private @Nullable Delivery spooled(long now) {
        Spool.Lease lease = spool.lease(stream -> mayGo(stream, now));
        return lease == null ? null : pending.take(lease);
    }
}
