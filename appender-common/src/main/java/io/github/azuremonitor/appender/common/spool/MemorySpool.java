package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.HeldRows;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Holds batches in memory up to a number of bytes, the oldest out first. */
public final class MemorySpool implements Spool {
    private final long maxBytes;
    private final long maxAgeNanos;
    private final Time time;
    private final Losses losses;

    /** In the order in which they are to be sent. */
    private final ArrayList<Entry> entries = new ArrayList<>();

    private final HeldRows held = new HeldRows();

    /** @param losses called with each batch that is given up */
    public MemorySpool(long maxBytes, Duration maxAge, Time time, Losses losses) {
        this.maxBytes = maxBytes;
        this.maxAgeNanos = maxAge.toNanos();
        this.time = time;
        this.losses = losses;
    }

    @Override
    public void put(Batch batch, boolean streamHeld) {
        long now = time.nanos();
        put(batch, new PutOptions(streamHeld, now + maxAgeNanos, now, false));
    }

    @Override
    public void put(Batch batch, PutOptions stay) {
        // All allocations come first: a batch added only in part would count for ever.
        var entry = new Entry(batch, stay);
        entries.ensureCapacity(entries.size() + 1);
        held.add(batch);
        entries.add(entry);
        try {
            if (stay.streamHeld()) {
                while (bytesOf(batch.stream()) > maxBytes / 2 && evictOldest(batch.stream())) {
                    // Until the refused stream leaves half of the room to the others.
                }
            }
            while (held.bytes() > maxBytes && evictOldest(null)) {
                // Until the cap holds.
            }
        } catch (OutOfMemoryError full) {
            // The batch is here and must not be put anywhere else. The next one makes room.
        }
    }

    @Override
    public @Nullable Lease lease(Predicate<String> streams) {
        long now = time.nanos();
        for (Entry entry : entries) {
            if (!entry.leased && entry.nanosToDue(now) == 0 && streams.test(entry.batch.stream())) {
                entry.leased = true;
                return entry;
            }
        }
        return null;
    }

    @Override
    public long nanosToLease(ToLongFunction<String> closedNanos) {
        long now = time.nanos();
        long nearest = Long.MAX_VALUE;
        for (Entry entry : entries) {
            if (!entry.leased) {
                long closed = closedNanos.applyAsLong(entry.batch.stream());
                nearest = Math.min(nearest, Math.max(closed, entry.nanosToDue(now)));
                if (nearest == 0) {
                    break;
                }
            }
        }
        return nearest;
    }

    /**
     * Moves batches that are not leased to {@code taker}, as long as it accepts them; returns whether it accepted all.
     */
    boolean moveTo(BiPredicate<Batch, PutOptions> taker) {
        for (Entry entry : List.copyOf(entries)) {
            if (!entry.leased) {
                if (!taker.test(entry.batch, entry.stay)) {
                    return false;
                }
                remove(entry);
            }
        }
        return true;
    }

    @Override
    public void maintain() {
        long now = time.nanos();
        for (Entry entry : List.copyOf(entries)) {
            if (!entry.leased && entry.stay.expiresNanos() - now < 0) {
                giveUp(entry, DropReason.EXPIRED);
            }
        }
    }

    @Override
    public boolean survivesStop() {
        return false;
    }

    @Override
    public long rows() {
        return held.rows();
    }

    @Override
    public long bytes() {
        return held.bytes();
    }

    @Override
    public long files() {
        return 0;
    }

    @Override
    public long oldestMillis() {
        return held.oldestMillis();
    }

    @Override
    public void close() {
        for (Entry entry : List.copyOf(entries)) {
            forget(entry);
            losses.lost(entry.batch.id(), entry.batch.rows(), DropReason.SHUTDOWN);
        }
    }

    private boolean evictOldest(@Nullable String stream) {
        for (Entry entry : entries) {
            if (!entry.leased && (stream == null || stream.equals(entry.batch.stream()))) {
                giveUp(entry, DropReason.BUFFER_FULL);
                return true;
            }
        }
        return false;
    }

    private void giveUp(Entry entry, DropReason reason) {
        remove(entry);
        losses.lost(entry.batch.id(), entry.batch.rows(), reason);
    }

    /** The page is no longer needed, even of an entry that was replaced. */
    private void remove(Entry entry) {
        forget(entry);
        entry.batch.copy().drop();
    }

    /** Leaves the page where it is: a part of it may come back with the next start. */
    private void forget(Entry entry) {
        if (entries.remove(entry)) {
            held.remove(entry.batch);
        }
    }

    private long bytesOf(String stream) {
        return entries.stream()
                .filter(entry -> entry.batch.stream().equals(stream))
                .mapToLong(entry -> entry.batch.heapBytes())
                .sum();
    }

    private final class Entry implements Lease {
        private final Batch batch;
        private PutOptions stay;
        private boolean leased;

        Entry(Batch batch, PutOptions stay) {
            this.batch = batch;
            this.stay = stay;
        }

        private long nanosToDue(long nowNanos) {
            return stay.nanosToDue(nowNanos);
        }

        @Override
        public Batch batch() {
            return batch;
        }

        @Override
        public long expiresNanos() {
            return stay.expiresNanos();
        }

        @Override
        public void replaced() {
            forget(this);
        }

        @Override
        public void done() {
            remove(this);
        }

        @Override
        public void released() {
            leased = false;
        }

        @Override
        public void postponed(long notBeforeNanos) {
            stay = new PutOptions(stay.streamHeld(), stay.expiresNanos(), notBeforeNanos, true);
            leased = false;
            if (entries.remove(this)) {
                entries.add(this);
            }
        }
    }
}
