package io.github.azuremonitor.appender.common.ring;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.MultiProducerSequencer;
import com.lmax.disruptor.Sequence;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.settings.WhenFull;
import io.github.azuremonitor.appender.common.time.Time;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands rows from any number of application threads to the one flusher. They are in one array of bytes, of which a row
 * claims as many small cells in a row as it needs, so the limit is in bytes.
 *
 * <p>{@link #offer} and {@link #put} are for any thread; unless stated otherwise, the rest is for the flusher alone. A
 * publish wakes nobody unless the flusher sleeps and asked to be woken at that many cells or that severity.
 */
public final class EventRing {
    /** Bytes that one slot of the setting {@code ringSize} stands for. */
    private static final int SLOT_BYTES = 1024;

    /** Small cells that make a slot. */
    public static final int CELLS_PER_SLOT = SLOT_BYTES / Cells.BYTES;

    /** A longer row is written by the flusher: who logs does not copy it, and the ring keeps room for others. */
    private static final int LONGEST_ROW = 32 * 1024;

    /** How long a caller that waits naps before it looks again, for each that waits: many would take the processor. */
    private static final long NAP_NANOS = 50_000;

    private static final long LONGEST_NAP_NANOS = 2_000_000;

    /** How soon the flusher looks again for a slot that is claimed and not published yet. */
    private static final long SOON_NANOS = 2_000_000;

    private static final long NOT_CLAIMED = -1;

    private final MultiProducerSequencer sequencer;
    private final Cells cells;
    private final Sequence consumed = new Sequence();
    private final int size;
    private final int largestSpan;
    private final WhenFull whenFull;
    private final @Nullable Severity dropBelow;
    private final long maxBlockNanos;

    /** Cells from which on callers wait for the flusher though there is room; at least all of them for never. */
    private final int waitFrom;

    private final Ledger ledger;
    private final Time time;

    /** Flusher only. */
    private final Stall stall = new Stall();

    /** Written by the flusher; read by callers, of whom one may have been away for longer than it was waited for. */
    private volatile long abandonedUpTo = NOT_CLAIMED;

    private final RingEntry shown = new RingEntry();

    private final Alarm alarm;
    private final AtomicInteger waiting = new AtomicInteger();
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
     * {@code waitFrom} cells on they wait for the flusher as they do for room, as long as {@code maxBlock}, but nothing is
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
        int slots = (int) Math.min(settings.size(), Long.highestOneBit(Math.max(64, maxBytes / SLOT_BYTES)));
        size = slots * CELLS_PER_SLOT;
        // The strategy is never asked to wait: the flusher polls. This one costs a publisher nothing.
        sequencer = new MultiProducerSequencer(size, new BusySpinWaitStrategy());
        sequencer.addGatingSequences(consumed);
        largestSpan = size / 4;
        cells = new Cells(size, longestRow());
        this.waitFrom = settings.whenFull() == WhenFull.BLOCK ? Math.min(size, waitFrom) : size;
        whenFull = settings.whenFull();
        dropBelow = settings.dropBelow();
        maxBlockNanos = settings.maxBlock().toNanos();
        this.urgentFrom = urgentFrom;
        this.alarm = new Alarm(bed);
        this.ledger = ledger;
        this.time = time;
    }

    /** Bytes that a row may have in here. */
    public int longestRow() {
        return Math.min(LONGEST_ROW, largestSpan * Cells.BYTES);
    }

    /**
     * Whether an event is dropped whatever it is like, so that nothing need be written; then it is counted. Any thread; never
     * waits.
     */
    public boolean refuses(Severity severity) {
        if (closed) {
            ledger.droppedAtDoor(DropReason.STOPPED);
            return true;
        }
        Severity first = dropBelow;
        boolean isKept = first == null || severity.atLeast(first);
        if ((isKept || sequencer.remainingCapacity() >= size / 5)
                && (isWaitedFor() || sequencer.hasAvailableCapacity(1))) {
            return false;
        }
        ledger.droppedAtDoor(DropReason.RING_FULL);
        return true;
    }

    /** Puts the entry in if that is possible at once; any thread. If not, nothing has happened: call {@link #put}. */
    public boolean offer(RingEntry entry) {
        if (closed || (isFarAhead() && !forFlusher.isOver)) {
            return false;
        }
        int count = count(entry);
        long first = claim(count);
        if (first == NOT_CLAIMED) {
            return false;
        }
        write(first, count, entry);
        return true;
    }

    /**
     * Puts the entry in; waits only as {@code whenFull} says. Any thread. Never throws.
     *
     * @return false if it was dropped, which is counted
     */
    public boolean put(RingEntry entry) {
        int count = count(entry);
        long first = NOT_CLAIMED;
        if (!closed) {
            if (isFarAhead()) {
                waitFor(() -> isFarAhead() ? NOT_CLAIMED : 0, forFlusher);
            }
            first = claim(count);
            if (first == NOT_CLAIMED && whenFull != WhenFull.DROP) {
                first = waitFor(() -> claim(count), forRoom);
            }
        }
        if (first == NOT_CLAIMED) {
            ledger.droppedAtDoor(closed ? DropReason.STOPPED : DropReason.RING_FULL);
            return false;
        }
        write(first, count, entry);
        return true;
    }

    private int count(RingEntry entry) {
        return (int) Math.max(1, Math.min(largestSpan, (entry.weight() + Cells.BYTES - 1) / Cells.BYTES));
    }

    /** So many cells in a row, if they are there; whoever gets them must publish them, or the ring stands still. */
    long claim(int count) {
        try {
            long first = sequencer.tryNext(count) - count + 1;
            // Before anything that could overflow the stack.
            cells.claim(first, count);
            return first;
        } catch (InsufficientCapacityException full) {
            return NOT_CLAIMED;
        }
    }

    /** Writes the entry into cells that were claimed, and publishes them whatever happens. */
    void write(long first, int count, RingEntry entry) {
        try {
            // The cells may be somebody else's if this thread was away for longer than it was waited for.
            if (first > abandonedUpTo) {
                cells.write(first, entry);
            }
            if (first > abandonedUpTo) {
                cells.complete(first, entry);
            }
        } finally {
            publish(first, count, entry.severity());
        }
    }

    void publish(long first, int count, Severity severity) {
        if (first <= abandonedUpTo) {
            return;
        }
        long last = first + count - 1;
        Severity from = urgentFrom;
        boolean urgent = from != null && severity.atLeast(from);
        sequencer.publish(first, last);
        if (urgent) {
            alarm.publishedUrgent();
        } else {
            alarm.published(last);
        }
    }

    /**
     * Shows up to {@code limit} entries to {@code reader} and frees the cells of each as soon as the reader returns, or throws.
     *
     * @return number of entries
     */
    public int drain(Consumer<RingEntry> reader, int limit) {
        int entries = 0;
        long next = consumed.get() + 1;
        while (entries < limit && sequencer.isAvailable(next)) {
            long last = next + cells.cells(next) - 1;
            // The publisher marks cells in rising order: freeing them before the last mark would let it
            // overwrite the marks of the next round.
            if (!sequencer.isAvailable(last)) {
                break;
            }
            try {
                cells.read(next, shown);
                reader.accept(shown);
            } finally {
                // Never twice: what was read is counted.
                cells.free(next);
                consumed.set(last);
            }
            next = last + 1;
            entries++;
        }
        if (entries == 0 && sequencer.getCursor() >= next) {
            long lost = stall.lostUpTo(next, sequencer.getCursor(), time.nanos());
            if (lost >= next) {
                abandon(next, lost);
            }
        }
        if (forRoom.isOver && sequencer.remainingCapacity() >= size / 2) {
            forRoom.isOver = false;
        }
        if (forFlusher.isOver && !isFarAhead()) {
            forFlusher.isOver = false;
        }
        return entries;
    }

    /**
     * Sleeps for {@code nanos}, or until {@link #wake()}, or until so many cells have been claimed since the last drain and
     * the last of them is published.
     *
     * @param hearsUrgent whether an event that is severe enough ends it at once
     */
    public void sleep(long nanos, int claimedCells, boolean hearsUrgent) {
        long read = consumed.get();
        long last = read + Math.max(1, claimedCells);
        if (alarm.set(last, hearsUrgent)) {
            // Whoever has claimed after this look sees the alarm. Who claimed before is either seen here, or was read.
            long claimed = sequencer.getCursor();
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

    /** Sequence of the youngest claimed cell; what was logged before this call is at or below it. Any thread. */
    public long claimedUpTo() {
        return sequencer.getCursor();
    }

    /** Sequence of the youngest cell that was read; any thread. */
    public long readUpTo() {
        return consumed.get();
    }

    /** Events that wait for the flusher, as well as can be told while it reads on; any thread. */
    public int events() {
        int events = 0;
        long last = sequencer.getCursor();
        for (long next = consumed.get() + 1; next <= last; next++) {
            if (sequencer.isAvailable(next)) {
                events++;
                next += cells.cells(next) - 1;
            }
        }
        return events;
    }

    /** The youngest cell that was given up because nobody published it, or less than 0. */
    public long abandonedUpTo() {
        return abandonedUpTo;
    }

    /** Slots of 1 KB that are taken now, of {@link #size()}; any thread. */
    public long used() {
        return (size - sequencer.remainingCapacity() + CELLS_PER_SLOT - 1) / CELLS_PER_SLOT;
    }

    /** Number of slots of 1 KB. */
    public int size() {
        return size / CELLS_PER_SLOT;
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
     * Takes every cell away so that no event can slip in behind the last drain; after {@link #close}.
     *
     * @return false while an event is still in the ring or being written: drain and try again
     */
    public boolean seal() {
        try {
            sequencer.tryNext(size);
            return true;
        } catch (InsufficientCapacityException notYet) {
            return false;
        }
    }

    /** Goes over cells that nobody is going to publish, so that one broken log call does not silence all others. */
    private void abandon(long first, long last) {
        long next = first;
        while (next <= last) {
            // What the caller had no time to write down counts as one cell.
            long end = next + cells.cells(next) - 1;
            if (sequencer.isAvailable(end)) {
                break;
            }
            // Should its caller come back after all, it writes and publishes nothing.
            abandonedUpTo = end;
            cells.free(next);
            ledger.offered();
            ledger.dropped(DropReason.CAPTURE_FAILED, 1);
            next = end + 1;
            consumed.set(end);
        }
    }

    private boolean isFarAhead() {
        return waitFrom < size && !sequencer.hasAvailableCapacity(size - waitFrom);
    }

    /** Whether a caller that finds no room waits for some. */
    private boolean isWaitedFor() {
        return whenFull != WhenFull.DROP && !forRoom.isOver;
    }

    /** What {@code attempt} comes to; waits while that is {@link #NOT_CLAIMED}, as long as there is patience. */
    private long waitFor(LongSupplier attempt, Patience patience) {
        if (patience.isOver || closed) {
            return NOT_CLAIMED;
        }
        // An interrupted thread would not park: its flag is put back when the wait is over.
        boolean interrupted = Thread.interrupted();
        waiting.incrementAndGet();
        try {
            long start = time.nanos();
            while (!patience.isOver && !closed) {
                wake();
                LockSupport.parkNanos(this, napNanos(waiting.get(), maxBlockNanos));
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
            waiting.decrementAndGet();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** How long one of so many callers that wait naps; all together look as often as one alone, up to 40 of them. */
    static long napNanos(int callers, long maxBlock) {
        long nap = Math.min(LONGEST_NAP_NANOS, NAP_NANOS * callers);
        // Nobody is to sleep through the time that they have.
        return Math.max(NAP_NANOS, Math.min(nap, maxBlock / 4));
    }

    /** Shared by all callers: once one of them has waited without success, none waits until the flusher is back. */
    private static final class Patience {
        private volatile boolean isOver;
    }
}
