package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.time.Time;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The files and their index, kept within the caps. Courier only. */
final class SpoolShelf {
    private final SpoolStore store;
    private final SpoolIndex index;
    private final long maxBytes;
    private final LongSupplier journalBytes;
    private final Expiries expiries;
    private boolean locksTold;
    private final Spool.Losses losses;
    private final DiskHealth health;
    private final Time time;

    /** Delivered or given up, but the file would not go. */
    private final Set<Path> leftovers = new LinkedHashSet<>();

    SpoolShelf(
            SpoolStore store,
            SpoolIndex index,
            long maxBytes,
            LongSupplier journalBytes,
            Expiries expiries,
            Spool.Losses losses,
            DiskHealth health,
            Time time) {
        this.store = store;
        this.index = index;
        this.maxBytes = maxBytes;
        this.journalBytes = journalBytes;
        this.expiries = expiries;
        this.losses = losses;
        this.health = health;
        this.time = time;
    }

    void put(Batch batch, Stay stay) throws IOException {
        add(store.write(batch), stay);
        try {
            if (stay.streamHeld()) {
                while (index.bytesOf(batch.stream()) > maxBytes / 2 && evictOldest(batch.stream())) {
                    // Until the refused stream leaves the others their half.
                }
            }
        } catch (OutOfMemoryError full) {
            // It is here, and must not be put anywhere else. Room is made with the next one.
        }
        makeRoomIfAny();
    }

    /** An empty page of the journal. */
    JournalPage page(DiskJournal journal) throws IOException {
        return store.page(journal, time.epochMillis());
    }

    /** Lets a batch wait as the page that it is already. */
    void keep(JournalPage page, Batch batch, Stay stay) {
        add(new SpoolEntry(page.directory, page.name, batch.id(), batch.requestId(), page.content()), stay);
        makeRoomIfAny();
    }

    private void makeRoomIfAny() {
        try {
            makeRoom();
        } catch (OutOfMemoryError full) {
            // As above.
        }
    }

    private void add(SpoolEntry entry, Stay stay) {
        entry.expiresNanos = stay.expiresNanos();
        entry.notBefore(stay.notBeforeNanos());
        if (stay.behind()) {
            index.addLast(entry);
        } else {
            index.add(entry);
        }
    }

    /** Whether a file can be read. */
    boolean isThere(Path file) {
        return store.isThere(file);
    }

    /** Whether somebody deleted a file; false if that cannot be told. */
    boolean isGone(Path file) {
        return store.isGone(file);
    }

    /** Deletes a file that counts for nothing any more. */
    void discard(Path file) {
        if (!deleted(file)) {
            leftovers.add(file);
        }
    }

    /** The batch of an entry, or null if it cannot be had now; one that is damaged is given up. */
    @Nullable Batch read(SpoolEntry entry) throws NoSuchFileException {
        try {
            return store.read(entry);
        } catch (NoSuchFileException deleted) {
            throw deleted;
        } catch (DamagedFile damaged) {
            health.odd(entry.file() + " is damaged and becomes ." + SpoolName.BAD, damaged);
            index.remove(entry);
            setAside(entry);
            lost(entry, DropReason.UNREADABLE);
        } catch (IOException | RuntimeException | Error failed) {
            // An Error too: what does not fit into the heap now must not be tried again before all others.
            health.odd(entry.file() + " cannot be read and is tried again later", failed);
            entry.notBefore(time.nanos() + DiskHealth.RETRY.toNanos());
        }
        return null;
    }

    /** Somebody deleted the entry's file. */
    void deleted(SpoolEntry entry) {
        if (!entry.foreign) {
            index.remove(entry);
            lost(entry, DropReason.UNREADABLE);
        }
    }

    /** Nobody needs the entry any more. */
    void remove(SpoolEntry entry) {
        index.remove(entry);
        try {
            if (!entry.foreign) {
                discard(entry.file());
            }
        } catch (OutOfMemoryError full) {
            // The file stays; should the process be killed before its end, the next start sends it again.
        }
    }

    /** Gives up what is too old, and tries again to delete what would not go. */
    void tidy() {
        long now = time.nanos();
        for (SpoolEntry entry : index.all()) {
            if (!entry.leased && !entry.foreign && entry.expiresNanos - now < 0) {
                remove(entry);
                lost(entry, DropReason.EXPIRED);
            }
        }
        leftovers.removeIf(this::deleted);
    }

    /**
     * Takes over what ended processes left; returns null if nothing was there.
     *
     * @param between is run before each file
     */
    Takeover.@Nullable Found takeOver(Runnable between) throws IOException {
        store.releaseUnless(this::uses);
        Takeover.Found recovered = store.takeOver(between);
        for (SpoolEntry entry : recovered.entries()) {
            entry.expiresNanos = expiries.found(entry.content.newestMillis());
            index.add(entry);
        }
        store.deleteBad(expiries);
        if (store.locksFail() && !locksTold) {
            locksTold = true;
            health.noLocks(store.root());
        }
        return recovered.isNothing() ? null : recovered;
    }

    /** A file that would not go keeps its directory too, or it would be found there as one of an earlier run. */
    private boolean uses(Path directory) {
        return index.uses(directory) || leftovers.stream().anyMatch(file -> directory.equals(file.getParent()));
    }

    /** Keeps the byte cap, the oldest out first. */
    void makeRoom() {
        while (index.bytes() + journalBytes.getAsLong() > maxBytes && evictOldest(null)) {
            // Until the cap holds.
        }
    }

    /** Rows that wait for other rules in directories that nobody holds; {@code between} is run before each file. */
    Map<String, Long> orphans(Runnable between) throws IOException {
        return store.orphans(between);
    }

    /** Looks whether the directories are still ours; returns those that somebody touched. */
    Map<Path, Tenure> check() {
        return store.check();
    }

    /** Makes the directories look used. */
    void touch() {
        store.touch(time.epochMillis());
    }

    void checkHome() throws IOException {
        store.checkHome();
    }

    void close() {
        leftovers.removeIf(this::deleted);
        store.close();
    }

    private boolean evictOldest(@Nullable String stream) {
        Predicate<SpoolEntry> wanted = entry -> stream == null || stream.equals(entry.content.stream());
        SpoolEntry oldest = index.first(wanted);
        if (oldest == null) {
            return false;
        }
        remove(oldest);
        lost(oldest, DropReason.BUFFER_FULL);
        return true;
    }

    private void lost(SpoolEntry entry, DropReason reason) {
        losses.lost(entry.batchId, entry.content.rows(), reason);
    }

    private void setAside(SpoolEntry entry) {
        try {
            Path aside = store.setAside(entry.directory, entry.name);
            // From now on, and not from when its batch was written.
            expiries.of(aside, time.epochMillis());
        } catch (IOException | RuntimeException stays) {
            leftovers.add(entry.file());
        }
    }

    private boolean deleted(Path file) {
        try {
            store.delete(file);
            return true;
        } catch (IOException | RuntimeException stays) {
            health.odd(file + " cannot be deleted, so the next start sends it again", stays);
            return false;
        }
    }
}
