package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.spool.Spool;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What could be sent next, and when: waiting, fresh and spooled batches take turns. Courier only. */
final class Candidates {
    /** Nothing changes it but an answer. */
    private static final long NOT_BY_TIME = Long.MAX_VALUE;

    private final Inbox inbox;
    private final Spool spool;
    private final Gates gates;
    private final Hands hands;
    private final Refusals refusals;

    /** Which source is asked first: waiting, fresh, spooled. */
    private int turn;

    Candidates(Inbox inbox, Spool spool, Gates gates, Hands hands, Refusals refusals) {
        this.inbox = inbox;
        this.spool = spool;
        this.gates = gates;
        this.hands = hands;
        this.refusals = refusals;
    }

    /** The next delivery that may be sent now, or null. */
    @Nullable Delivery next(long now) {
        if (!gates.destination().admits(now)) {
            return null;
        }
        // A batch that failed as a probe lets another one try first: it may be itself to blame.
        boolean probing = !gates.destination().isClosed();
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

    /** Nanoseconds until {@link #next} could give something that is here already, if no answer comes before. */
    long nanosToNext(long now) {
        return nanosToNext(now, stream -> gates.nanosToOpen(stream, now));
    }

    /**
     * Whether nothing that is here can be sent before {@code endNanos}: nothing at all, or only what waits for a probe or
     * belongs to streams that are refused. What outlives the stop does not wait for a probe.
     */
    boolean areHopeless(long now, long endNanos) {
        boolean outlives = spool.survivesStop();
        if (outlives && !gates.destination().isClosed()) {
            return true;
        }
        if (hands.inFlight() > 0 || inbox.nextStream() != null) {
            return false;
        }
        long next = nanosToNext(
                now, stream -> outlives && gates.isHeld(stream) ? NOT_BY_TIME : gates.nanosToOpen(stream, now));
        return next >= Math.max(1, endNanos - now);
    }

    /** Whether a batch in the inbox could go anywhere now; if not, waking up for it would only burn the processor. */
    boolean wantBatches(long now) {
        if (!gates.destination().isClosed()) {
            return true;
        }
        String head = inbox.nextStream();
        return gates.destination().admits(now) && (head == null || gates.admit(head, now) || mustWait(head));
    }

    private long nanosToNext(long now, ToLongFunction<String> closedNanos) {
        if (gates.destination().nanosToOpen(now) == NOT_BY_TIME) {
            return NOT_BY_TIME;
        }
        ToLongFunction<String> ofWhole =
                stream -> refusals.isSearching(stream) ? NOT_BY_TIME : closedNanos.applyAsLong(stream);
        long held = hands.nanosToNext(
                now,
                delivery -> (delivery.bisection == null ? ofWhole : closedNanos).applyAsLong(delivery.batch.stream()));
        return held == 0 ? 0 : Math.min(held, spool.nanosToLease(ofWhole));
    }

    /** Whether fresh batches of that stream go to the spool: it is refused, or searched for rows that are. */
    private boolean mustWait(String stream) {
        return gates.isHeld(stream) || refusals.isSearching(stream);
    }

    private boolean mayGo(String stream, long now) {
        return gates.admit(stream, now) && !refusals.isSearching(stream);
    }

    private @Nullable Delivery waiting(long now, int maxFailures) {
        return hands.takeWaiting(delivery -> {
            String stream = delivery.batch.stream();
            boolean open = delivery.bisection == null ? mayGo(stream, now) : gates.admit(stream, now);
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
                return hands.take(batch);
            }
            hands.intoSpool(batch);
        }
        return null;
    }

    private @Nullable Delivery spooled(long now) {
        Spool.Lease lease = spool.lease(stream -> mayGo(stream, now));
        return lease == null ? null : hands.take(lease);
    }
}
