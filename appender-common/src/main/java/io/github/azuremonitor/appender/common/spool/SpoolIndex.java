package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.batch.HeldRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The batches on disk in the order of sending, so that no call has to list files. Courier only, but for the counts. */
final class SpoolIndex {
    private final TreeSet<SpoolEntry> entries = new TreeSet<>(SpoolEntry.ORDER);
    private final HeldRows held = new HeldRows();
    private long lastTurn;
    private boolean anyForeign;

    void add(SpoolEntry entry) {
        // All allocations come first: an entry added only in part would count for ever.
        held.add(entry.content.rows(), entry.bytes(), entry.content.oldestMillis());
        boolean added = false;
        try {
            added = entries.add(entry);
        } finally {
            if (!added) {
                held.remove(entry.content.rows(), entry.bytes(), entry.content.oldestMillis());
            }
        }
    }

    /** The first entry that is not leased and that {@code wanted} accepts, or null. */
    @Nullable SpoolEntry first(Predicate<SpoolEntry> wanted) {
        for (SpoolEntry entry : entries) {
            if (entry.isAvailable() && wanted.test(entry)) {
                return entry;
            }
        }
        return null;
    }

    /** The smallest {@code nanos} of the entries that are not leased, or {@link Long#MAX_VALUE}. */
    long least(ToLongFunction<SpoolEntry> nanos) {
        long least = Long.MAX_VALUE;
        for (SpoolEntry entry : entries) {
            if (entry.isAvailable()) {
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
            held.removeBytes(entry.bytes());
            if (!entry.isReplaced()) {
                uncount(entry);
            }
        }
    }

    /** From now on its rows are counted elsewhere. */
    void replaced(SpoolEntry entry) {
        if (!entry.isReplaced() && entries.contains(entry)) {
            entry.replace();
            uncount(entry);
        }
    }

    private void uncount(SpoolEntry entry) {
        held.removeRows(entry.content.rows(), entry.content.oldestMillis());
    }

    /** Another process has it now. */
    void giveAway(SpoolEntry entry) {
        entry.giveAway();
        anyForeign = true;
    }

    /**
     * Removes entries that another process has taken, unless they are leased; reports each and returns the number of
     * rows.
     */
    long removeForeign(Spool.Losses losses) {
        if (!anyForeign) {
            return 0;
        }
        long before = held.rows();
        for (SpoolEntry entry : all()) {
            if (entry.isForeign() && entry.isWaiting()) {
                remove(entry);
                losses.handedOver(entry.batchId, entry.content.rows());
            }
        }
        return before - held.rows();
    }

    /** Adds an entry behind all others. */
    void addLast(SpoolEntry entry) {
        entry.turn = ++lastTurn;
        add(entry);
    }

    /** Puts an entry behind all others, replaced by a new one. */
    void postpone(SpoolEntry entry) {
        if (entries.contains(entry)) {
            // The new one first, because it allocates: if that fails, the entry keeps its place.
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
        held.clear();
    }

    /** Rows; any thread. */
    long rows() {
        return held.rows();
    }

    /** Bytes that the files take on the disk; any thread. */
    long bytes() {
        return held.bytes();
    }

    /** Files; any thread. */
    long files() {
        return held.batches();
    }

    /** Time of the oldest row that counts here, or {@link HeldRows#NONE}; any thread. */
    long oldestMillis() {
        return held.oldestMillis();
    }
}
