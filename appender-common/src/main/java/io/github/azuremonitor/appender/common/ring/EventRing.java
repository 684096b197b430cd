package io.github.azuremonitor.appender.common.ring;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import io.github.azuremonitor.appender.common.event.EventSlot;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.settings.WhenFull;
import io.github.azuremonitor.appender.common.time.Time;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands events from any number of application threads to the one flusher. A slot stands for 1 KB and a bigger event
 * claims several in a row, so that the number of slots bounds the bytes.
 *
 * <p>{@link #claim} and {@link #publish} are for any thread; the rest is for the flusher alone. Nobody is woken by a
 * publish unless the flusher sleeps and said that so many events, or one as severe, are worth it.
 */
public final class EventRing {
    /** Bytes that one slot stands for. */
    public static final int SLOT_BYTES = 1024;

    /** Object headers, references and numbers of an event beside its texts, in bytes. */
    private static final int EVENT_OVERHEAD_BYTES = 200;

    private static final long WAIT_STEP_NANOS = 50_000;

    /** How soon a slot is looked for that is claimed and not published yet. */
    private static final long SOON_NANOS = 2_000_000;

    private static final long NOT_CLAIMED = -1;

    private final RingBuffer<Cell> slots;
    private final Sequence consumed = new Sequence();
    private final int size;
    private final int largestSpan;
    private final WhenFull whenFull;
    private final @Nullable Severity dropBelow;
    private final long maxBlockNanos;

    /** Slots from which on callers wait for the flusher though there is room; at least all of them for never. */
    private final int waitFrom;

    private final Ledger ledger;
    private final Time time;

    /** Flusher only. */
    private final Stall stall = new Stall();

    private long abandonedUpTo = NOT_CLAIMED;

    private final Alarm alarm;
    private final @Nullable Severity urgentFrom;

    /** When it is over, every caller drops at once until the ring is half empty. */
    private final Patience forRoom = new Patience();

    /** When it is over, callers use the rest of the ring until the flusher is no longer far behind. */
    private final Patience forFlusher = new Patience();

    private volatile boolean closed;

    /** A ring of {@code settings.size()} slots, smaller if {@code maxBytes} holds fewer. */
    public EventRing(PipelineSettings.Ring settings, long maxBytes, Ledger ledger, Time time) {
        this(settings, maxBytes, Integer.MAX_VALUE, null, ledger, time);
    }

    /**
     * A ring that does not let callers run far ahead of the flusher, because what is in it dies with the process. From
     * {@code waitFrom} slots on they wait for the flusher as they do for room, as long as {@code maxBlock}, but nothing is
     * dropped for that; only with {@code whenFull=block}.
     *
     * @param urgentFrom an event as severe wakes the flusher at once; null for none
     */
    public EventRing(
            PipelineSettings.Ring settings,
            long maxBytes,
            int waitFrom,
            @Nullable Severity urgentFrom,
            Ledger ledger,
            Time time) {
        this(settings, maxBytes, waitFrom, urgentFrom, ledger, time, Alarm.Bed.SYSTEM);
    }

    EventRing(
            PipelineSettings.Ring settings,
            long maxBytes,
            int waitFrom,
            @Nullable Severity urgentFrom,
            Ledger ledger,
            Time time,
            Alarm.Bed bed) {
        size = (int) Math.min(settings.size(), Long.highestOneBit(Math.max(64, maxBytes / SLOT_BYTES)));
        // The strategy is never asked to wait: the flusher polls. This one costs a publisher nothing.
        slots = RingBuffer.createMultiProducer(Cell::new, size, new BusySpinWaitStrategy());
        slots.addGatingSequences(consumed);
        largestSpan = size / 4;
        this.waitFrom = settings.whenFull() == WhenFull.BLOCK ? Math.min(size, waitFrom) : size;
        whenFull = settings.whenFull();
        dropBelow = settings.dropBelow();
        maxBlockNanos = settings.maxBlock().toNanos();
        this.urgentFrom = urgentFrom;
        this.alarm = new Alarm(bed);
        this.ledger = ledger;
        this.time = time;
    }

    /**
     * A slot to write the event into, or null if it was dropped, which is counted. Never throws; waits only as
     * {@code whenFull} says. Whoever gets a slot must {@link #publish} it, whatever happens in between, or the ring
     * stands still for everybody.
     *
     * @param chars characters of all texts of the event together
     */
    public @Nullable EventSlot claim(int chars, Severity severity) {
        if (closed) {
            ledger.droppedAtDoor(DropReason.STOPPED);
            return null;
        }
        int span = span(chars);
        Severity first = dropBelow;
        if (first != null && !severity.atLeast(first) && slots.remainingCapacity() < size / 5) {
            ledger.droppedAtDoor(DropReason.RING_FULL);
            return null;
        }
        if (isFarAhead()) {
            waitFor(() -> isFarAhead() ? NOT_CLAIMED : 0, forFlusher);
        }
        long last = tryClaim(span);
        if (last == NOT_CLAIMED) {
            last = waitForSlots(span);
        }
        if (last == NOT_CLAIMED) {
            ledger.droppedAtDoor(closed ? DropReason.STOPPED : DropReason.RING_FULL);
            return null;
        }
        long sequence = last - span + 1;
        EventSlot slot = slots.get(sequence).slot;
        slot.claimed(sequence, span);
        return slot;
    }

    /** Hands a claimed slot to the flusher. */
    public void publish(EventSlot slot) {
        if (slot.isAbandoned()) {
            return;
        }
        long first = slot.sequence();
        long last = first + slot.span() - 1;
        Severity from = urgentFrom;
        boolean urgent = from != null && slot.severity().atLeast(from);
        slots.publish(first, last);
        if (urgent) {
            alarm.publishedUrgent();
        } else {
            alarm.published(last);
        }
    }

    /**
     * Gives up to {@code limit} events to {@code reader} and frees each slot as soon as the reader returns, or throws.
     * Flusher only.
     *
     * @return number of events
     */
    public int drain(Consumer<EventSlot> reader, int limit) {
        int events = 0;
        long next = consumed.get() + 1;
        while (events < limit && slots.isAvailable(next)) {
            EventSlot slot = slots.get(next).slot;
            long last = next + slot.span() - 1;
            // The publisher marks slots in rising order: freeing them before the last mark would let it
            // overwrite the marks of the next round.
            if (!slots.isAvailable(last)) {
                break;
            }
            try {
                reader.accept(slot);
            } finally {
                // Never twice: what was read is counted.
                free(slot, last);
            }
            next = last + 1;
            events++;
        }
        if (events == 0 && slots.getCursor() >= next) {
            long lost = stall.lostUpTo(next, slots.getCursor(), time.nanos());
            if (lost >= next) {
                abandon(next, lost);
            }
        }
        if (forRoom.isOver && slots.remainingCapacity() >= size / 2) {
            forRoom.isOver = false;
        }
        if (forFlusher.isOver && !isFarAhead()) {
            forFlusher.isOver = false;
        }
        return events;
    }

    private void free(EventSlot slot, long last) {
        try {
            slot.clear();
        } catch (OutOfMemoryError full) {
            // It keeps the memory of its texts until it is used again.
        }
        consumed.set(last);
    }

    /**
     * Sleeps for {@code nanos}, or until {@link #wake()}, or until so many slots have been claimed since the last drain and
     * the last of them is published. Flusher only.
     *
     * @param hearsUrgent whether an event that is severe enough ends it at once
     */
    public void sleep(long nanos, int claimedSlots, boolean hearsUrgent) {
        long read = consumed.get();
        long last = read + Math.max(1, claimedSlots);
        if (alarm.set(last, hearsUrgent)) {
            // Whoever has claimed after this look sees the alarm. Who claimed before is either seen here, or was read.
            long claimed = slots.getCursor();
            if (claimed < last) {
                alarm.sleep(claimed > read ? Math.min(nanos, SOON_NANOS) : nanos);
            }
        }
        alarm.off();
    }

    /** Wakes the flusher, or keeps it from going to sleep once; any thread. */
    public void wake() {
        alarm.ring();
    }

    /** Sequence of the youngest claimed slot; what was logged before this call is at or below it. Any thread. */
    public long claimedUpTo() {
        return slots.getCursor();
    }

    /** Sequence of the youngest slot that was read. */
    public long readUpTo() {
        return consumed.get();
    }

    /** Events that wait for the flusher, as well as can be told while it reads on; any thread. */
    public int events() {
        int events = 0;
        long last = slots.getCursor();
        for (long next = consumed.get() + 1; next <= last; next++) {
            if (slots.isAvailable(next)) {
                events++;
                next += Math.max(1, slots.get(next).slot.span()) - 1;
            }
        }
        return events;
    }

    /** The youngest slot that was given up because nobody published it, or less than 0. Flusher only. */
    public long abandonedUpTo() {
        return abandonedUpTo;
    }

    /** Slots that are taken now, of {@link #size()}. */
    public long used() {
        return size - slots.remainingCapacity();
    }

    /** Number of slots. */
    public int size() {
        return size;
    }

    /** From now on claims are refused; the last that slipped through ends with {@link #seal}. Any thread. */
    public void close() {
        closed = true;
        wake();
    }

    /** Whether {@link #close()} was called. */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Takes every slot away so that no event can slip in behind the last drain; flusher only, after {@link #close}.
     *
     * @return false while an event is still in the ring or being written: drain and try again
     */
    public boolean seal() {
        return tryClaim(size) != NOT_CLAIMED;
    }

    /** Goes over slots that nobody is going to publish, so that one broken log call does not silence all others. */
    private void abandon(long first, long last) {
        long next = first;
        while (next <= last) {
            Cell cell = slots.get(next);
            EventSlot slot = cell.slot;
            // What the caller had no time to write down counts as one slot.
            long end = slot.sequence() == next ? next + slot.span() - 1 : next;
            if (slots.isAvailable(end)) {
                break;
            }
            var fresh = new EventSlot();
            slot.abandon();
            // Should its caller come back after all, it writes into the old slot and publishes nothing.
            cell.slot = fresh;
            ledger.offered();
            ledger.dropped(DropReason.CAPTURE_FAILED, 1);
            next = end + 1;
            abandonedUpTo = end;
            consumed.set(end);
        }
    }

    private int span(int chars) {
        // A character takes two bytes at most, and nobody can tell cheaply when it takes one.
        return (int) Math.min(largestSpan, 1 + (2L * chars + EVENT_OVERHEAD_BYTES) / SLOT_BYTES);
    }

    private long tryClaim(int span) {
        try {
            return slots.tryNext(span);
        } catch (InsufficientCapacityException full) {
            return NOT_CLAIMED;
        }
    }

    private boolean isFarAhead() {
        return waitFrom < size && !slots.hasAvailableCapacity(size - waitFrom);
    }

    private long waitForSlots(int span) {
        return whenFull == WhenFull.DROP ? NOT_CLAIMED : waitFor(() -> tryClaim(span), forRoom);
    }

    /** What {@code attempt} comes to; waits while that is {@link #NOT_CLAIMED}, as long as there is patience. */
    private long waitFor(LongSupplier attempt, Patience patience) {
        if (patience.isOver || closed) {
            return NOT_CLAIMED;
        }
        // An interrupted thread would not park: its flag is put back when the wait is over.
        boolean interrupted = Thread.interrupted();
        try {
            long start = time.nanos();
            while (!patience.isOver && !closed) {
                wake();
                LockSupport.parkNanos(this, WAIT_STEP_NANOS);
                interrupted |= Thread.interrupted();
                long last = attempt.getAsLong();
                if (last != NOT_CLAIMED) {
                    return last;
                }
                if (time.nanos() - start >= maxBlockNanos) {
                    patience.isOver = true;
                }
            }
            return NOT_CLAIMED;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Of all callers together: once one of them has waited in vain, none waits until the flusher is back. */
    private static final class Patience {
        private volatile boolean isOver;
    }

    /** A place in the ring; its slot is replaced only when a caller has left it unpublished. */
    private static final class Cell {
        private EventSlot slot = new EventSlot();
    }
}
