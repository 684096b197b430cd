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

/** The files and their index, within the caps. Courier only. */
final class CappedSpool {
    private final SpoolStore store;
    private final SpoolIndex index;
    private final long maxBytes;
    private final LongSupplier journalBytes;
    private final Expiries expiries;
    private boolean locksTold;
    private final Spool.Losses losses;
    private final DiskHealth health;
    private final Time time;

    /** Delivered or given up, but the file could not be deleted. */
    private final Set<Path> leftovers = new LinkedHashSet<>();

    CappedSpool(
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

    void put(Batch batch, PutOptions stay) throws IOException {
        add(store.write(batch), stay);
        try {
            if (stay.streamHeld()) {
                while (index.bytesOf(batch.stream()) > maxBytes / 2 && evictOldest(batch.stream())) {
                    // Until the refused stream leaves half of the room to the others.
                }
            }
        } catch (OutOfMemoryError full) {
            // The batch is here and must not be put anywhere else. The next one makes room.
        }
        makeRoomIfAny();
    }

    /** An empty page of the journal. */
    JournalPage page(DiskJournal journal) throws IOException {
        return store.page(journal, time.epochMillis());
    }

    /** Keeps a batch as the page that already holds it. */
    void keep(JournalPage page, Batch batch, PutOptions stay) {
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

    private void add(SpoolEntry entry, PutOptions stay) {
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

    /** Deletes a file that is no longer counted. */
    void discard(Path file) {
        if (!deleted(file)) {
            leftovers.add(file);
        }
    }

    /** The batch of an entry, or null if it cannot be read now; a damaged one is given up. */
    @Nullable Batch read(SpoolEntry entry) throws NoSuchFileException {
        try {
            return store.read(entry);
        } catch (NoSuchFileException deleted) {
            throw deleted;
        } catch (DamagedFileException damaged) {
            health.fileProblem(entry.file() + " is damaged and becomes ." + SpoolName.BAD, damaged);
            index.remove(entry);
            setAside(entry);
            lost(entry, DropReason.UNREADABLE);
        } catch (IOException | RuntimeException | Error failed) {
            // An Error too: a batch that does not fit into the heap now must not be tried again before all others.
            health.fileProblem(entry.file() + " cannot be read and is tried again later", failed);
            entry.notBefore(time.nanos() + DiskHealth.RETRY.toNanos());
        }
        return null;
    }

    /** Somebody deleted the entry's file. */
    void deleted(SpoolEntry entry) {
        if (!entry.isForeign()) {
            index.remove(entry);
            lost(entry, DropReason.UNREADABLE);
        }
    }

    /** The entry is no longer needed. */
    void remove(SpoolEntry entry) {
        index.remove(entry);
        try {
            if (!entry.isForeign()) {
                discard(entry.file());
            }
        } catch (OutOfMemoryError full) {
            // The file stays; if the process is killed now, the next start sends it again.
        }
    }

    /** Gives up what is too old, and retries failed deletions. */
    void tidy() {
        long now = time.nanos();
        for (SpoolEntry entry : index.all()) {
            if (entry.isAvailable() && entry.expiresNanos - now < 0) {
                remove(entry);
                lost(entry, DropReason.EXPIRED);
            }
        }
        leftovers.removeIf(this::deleted);
    }

    /**
     * Takes over what ended processes left behind; returns null if there was nothing.
     *
     * @param between run before each file
     */
    OrphanRecovery.@Nullable Found recoverOrphans(Runnable between) throws IOException {
        store.releaseUnless(this::uses);
        OrphanRecovery.Found recovered = store.recoverOrphans(between);
        for (SpoolEntry entry : recovered.entries()) {
            entry.expiresNanos = expiries.found(entry.content.newestMillis());
            entry.notBefore(time.nanos());
            index.add(entry);
        }
        store.deleteBad(expiries);
        if (store.locksFail() && !locksTold) {
            locksTold = true;
            health.noLocks(store.root());
        }
        return recovered.isNothing() ? null : recovered;
    }

    /** A file that cannot be deleted keeps its directory, or it would be taken for one of an earlier run. */
    private boolean uses(Path directory) {
        return index.uses(directory) || leftovers.stream().anyMatch(file -> directory.equals(file.getParent()));
    }

    /** Keeps the byte cap, the oldest out first. */
    void makeRoom() {
        while (index.bytes() + journalBytes.getAsLong() > maxBytes && evictOldest(null)) {
            // Until the cap holds.
        }
    }

    /** Rows that wait for other rules in directories that no process holds; {@code between} is run before each file. */
    Map<String, Long> orphans(Runnable between) throws IOException {
        return store.orphans(between);
    }

    /** Checks whether the directories are still ours; returns those that were tampered with. */
    Map<Path, DirectoryOwnership> check() {
        return store.check();
    }

    /** Makes the directories look recently used. */
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
            // Counted from now, not from when the batch was written.
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
            health.fileProblem(file + " cannot be deleted, so the next start sends it again", stays);
            return false;
        }
    }
}
