package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.batch.OldestRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What is on disk, in the order of sending, so that no call has to look there. Courier only, but for the counts. */
final class SpoolIndex {
    private final TreeSet<SpoolEntry> entries = new TreeSet<>(SpoolEntry.ORDER);
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong files = new AtomicLong();
    private final OldestRow oldest = new OldestRow();
    private long lastTurn;
    private boolean anyForeign;

    void add(SpoolEntry entry) {
        // All that wants memory comes first: what is here in part would count for ever.
        oldest.add(entry.content.oldestMillis());
        boolean added = false;
        try {
            added = entries.add(entry);
        } finally {
            if (!added) {
                oldest.remove(entry.content.oldestMillis());
            }
        }
        if (added) {
            rows.addAndGet(entry.content.rows());
            bytes.addAndGet(entry.bytes());
            files.incrementAndGet();
        }
    }

    /** The first entry that is not leased and that {@code wanted} likes, or null. */
    @Nullable SpoolEntry first(Predicate<SpoolEntry> wanted) {
        for (SpoolEntry entry : entries) {
            if (!entry.leased && !entry.foreign && wanted.test(entry)) {
                return entry;
            }
        }
        return null;
    }

    /** The least of what {@code nanos} says of entries that are not leased, or {@link Long#MAX_VALUE}. */
    long least(ToLongFunction<SpoolEntry> nanos) {
        long least = Long.MAX_VALUE;
        for (SpoolEntry entry : entries) {
            if (!entry.leased && !entry.foreign) {
                least = Math.min(least, nanos.applyAsLong(entry));
                if (least == 0) {
                    break;
                }
            }
        }
        return least;
    }

    void remove(SpoolEntry entry) {
        if (entries.remove(entry)) {
            bytes.addAndGet(-entry.bytes());
            files.decrementAndGet();
            if (!entry.replaced) {
                uncount(entry);
            }
        }
    }

    /** Its rows are counted elsewhere from now on. */
    void replaced(SpoolEntry entry) {
        if (!entry.replaced && entries.contains(entry)) {
            entry.replaced = true;
            uncount(entry);
        }
    }

    private void uncount(SpoolEntry entry) {
        rows.addAndGet(-entry.content.rows());
        oldest.remove(entry.content.oldestMillis());
    }

    /** Another process has it now. */
    void giveAway(SpoolEntry entry) {
        entry.foreign = true;
        anyForeign = true;
    }

    /** Lets go of what is another process's now, unless it is leased; tells each, and returns how many rows that are. */
    long removeForeign(Spool.Losses losses) {
        if (!anyForeign) {
            return 0;
        }
        long before = rows.get();
        for (SpoolEntry entry : all()) {
            if (entry.foreign && !entry.leased) {
                remove(entry);
                losses.handedOver(entry.batchId, entry.content.rows());
            }
        }
        return before - rows.get();
    }

    /** Adds an entry behind all others. */
    void addLast(SpoolEntry entry) {
        entry.turn = ++lastTurn;
        add(entry);
    }

    /** Puts an entry behind all others; another one stands for it from now on. */
    void postpone(SpoolEntry entry) {
        if (entries.contains(entry)) {
            // The new one first, because it wants memory: without it the entry keeps its place.
            entries.add(entry.after(++lastTurn));
            entries.remove(entry);
        }
    }

    List<SpoolEntry> all() {
        return new ArrayList<>(entries);
    }

    boolean uses(Path directory) {
        return entries.stream().anyMatch(entry -> entry.directory.equals(directory));
    }

    long bytesOf(String stream) {
        return entries.stream()
                .filter(entry -> entry.content.stream().equals(stream))
                .mapToLong(SpoolEntry::bytes)
                .sum();
    }

    void clear() {
        entries.clear();
        rows.set(0);
        bytes.set(0);
        files.set(0);
        oldest.clear();
    }

    /** Rows; any thread. */
    long rows() {
        return rows.get();
    }

    /** Bytes that the files take from the disk; any thread. */
    long bytes() {
        return bytes.get();
    }

    /** Files; any thread. */
    long files() {
        return files.get();
    }

    /** Time of the oldest row that counts here, or {@link OldestRow#NONE}; any thread. */
    long oldestMillis() {
        return oldest.millis();
    }
}
