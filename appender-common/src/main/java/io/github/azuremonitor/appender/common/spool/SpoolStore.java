package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.OpenBatch;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Batches as files. Trusts nothing that it reads. Courier only. */
final class SpoolStore {
    private final Path root;
    private final Disk disk;
    private final SpoolDirectories directories;
    private final OrphanRecovery recovery;
    private final int gzipLevel;
    private long lastSequence;

    /**
     * An unfinished file that could not be deleted; nothing is written until it is, or such files would fill the disk.
     */
    private @Nullable Path unfinished;

    SpoolStore(SpoolLocation.Opened place, List<String> identities, Disk disk, Supplier<UUID> ids, int gzipLevel) {
        this.root = place.root();
        this.disk = disk;
        this.directories =
                new SpoolDirectories(root, new SpoolIdentity(identities, disk), place.sharesLocks(), disk, ids);
        this.recovery = new OrphanRecovery(disk, ids);
        this.gzipLevel = gzipLevel;
    }

    /** Writes a batch atomically: it is there completely or not at all. */
    SpoolEntry write(Batch batch) throws IOException {
        byte[] header = SpoolFile.header(batch);
        clearAway();
        Path home = directories.home();
        directories.forceHome();
        var name = new SpoolName(batch.oldestMillis(), ++lastSequence, SpoolName.BATCH);
        Path temporary = home.resolve(name.ending(SpoolName.TEMPORARY).toString());
        try {
            disk.write(temporary, header, batch.body());
            disk.rename(temporary, home.resolve(name.toString()));
        } catch (IOException | RuntimeException | Error failed) {
            unfinished = temporary;
            clearAwayQuietly();
            throw failed;
        }
        disk.forceDirectory(home);
        var content = SpoolFile.read(header, (long) header.length + batch.body().length);
        return new SpoolEntry(home, name, batch.id(), batch.requestId(), content);
    }

    /** An empty page of the journal. */
    JournalPage page(DiskJournal journal, long nowMillis) throws IOException {
        Path home = directories.home();
        var name = new SpoolName(nowMillis, ++lastSequence, SpoolName.OPEN);
        var page = new JournalPage(journal, home, name, disk.create(home.resolve(name.toString())));
        if (journal.isForced()) {
            directories.forceHome();
            disk.forceDirectory(home);
        }
        return page;
    }

    /** Reads a batch back. */
    Batch read(SpoolEntry entry) throws IOException {
        if (entry.name.ending().equals(SpoolName.OPEN)) {
            return pack(entry);
        }
        byte[] whole = disk.read(entry.file(), SpoolFile.maxFile());
        SpoolFile content = SpoolFile.read(whole, whole.length);
        if (!content.equals(entry.content)) {
            throw new DamagedFileException("another batch than before");
        }
        return new Batch(entry.batchId, entry.requestId, content.batch(), content.body(whole));
    }

    private Batch pack(SpoolEntry entry) throws IOException {
        JournalFile journal = JournalFile.read(disk.read(entry.file(), JournalFile.maxFile()));
        if (!journal.content().equals(entry.content)) {
            throw new DamagedFileException("other rows than before");
        }
        try (var batch = new OpenBatch(entry.content.stream(), gzipLevel)) {
            for (int i = 0; i < journal.content().rows(); i++) {
                byte[] row = journal.row(i);
                batch.add(row, row.length, journal.millis()[i], 0);
            }
            return batch.finish(entry.batchId, entry.requestId);
        }
    }

    boolean isThere(Path file) {
        try {
            return disk.read(file, 1).length > 0;
        } catch (IOException | RuntimeException gone) {
            return false;
        }
    }

    boolean isGone(Path file) {
        try {
            disk.read(file, 1);
            return false;
        } catch (NoSuchFileException gone) {
            return true;
        } catch (IOException | RuntimeException unknown) {
            return false;
        }
    }

    void delete(Path file) throws IOException {
        disk.delete(file);
    }

    /** Sets a damaged file aside for people to look at; returns where it is. */
    Path setAside(Path directory, SpoolName name) throws IOException {
        return recovery.setAside(directory, name);
    }

    /** Takes over what ended processes left behind; {@code between} is run before each file. */
    OrphanRecovery.Found recoverOrphans(Runnable between) throws IOException {
        OrphanRecovery.Found found = recovery.of(directories.claimOrphans(), between);
        lastSequence = Math.max(lastSequence, recovery.lastSequence());
        return found;
    }

    /** Rows in directories that no process holds, by the other rule that they are for. */
    Map<String, Long> orphans(Runnable between) throws IOException {
        var rows = new TreeMap<String, Long>();
        var contents = new SpoolContents(disk);
        for (Map.Entry<Path, String> orphan : directories.orphans().entrySet()) {
            for (Disk.Found file : disk.list(orphan.getKey())) {
                SpoolName name = SpoolName.parse(file.name());
                if (name != null && !name.ending().equals(SpoolName.BAD) && !file.isDirectory()) {
                    between.run();
                    SpoolInspection.Content content = contents.content(file);
                    rows.merge(orphan.getValue(), content == null ? 0L : content.rows(), Long::sum);
                }
            }
        }
        rows.values().removeIf(none -> none == 0);
        return rows;
    }

    /** Deletes damaged files that have become too old. */
    void deleteBad(Expiries expiries) {
        for (Path directory : directories.held()) {
            try {
                for (Disk.Found file : disk.list(directory)) {
                    SpoolName name = SpoolName.parse(file.name());
                    boolean bad = name != null && name.ending().equals(SpoolName.BAD) && !file.isDirectory();
                    if (bad && expiries.isOver(file.path(), file.modifiedMillis())) {
                        disk.delete(file.path());
                        expiries.forget(file.path());
                    }
                }
            } catch (IOException notNow) {
                // The next round tries again.
            }
        }
    }

    Path root() {
        return root;
    }

    /** Whether the file system has no locks, so that nothing is taken over. */
    boolean locksFail() {
        return directories.locksFail();
    }

    void releaseUnless(Predicate<Path> used) {
        directories.releaseUnless(used);
    }

    /** Checks whether the directories are still ours; returns those that were tampered with. */
    Map<Path, DirectoryOwnership> check() {
        return directories.check();
    }

    /** Makes them look recently used. */
    void touch(long epochMillis) {
        directories.touch(epochMillis);
    }

    void checkHome() throws IOException {
        directories.checkHome();
    }

    void close() {
        clearAwayQuietly();
        directories.release();
    }

    private void clearAway() throws IOException {
        Path left = unfinished;
        if (left != null) {
            disk.delete(left);
            unfinished = null;
        }
    }

    private void clearAwayQuietly() {
        try {
            clearAway();
        } catch (IOException | RuntimeException stays) {
            // Tried again with the next batch, and by the next start.
        }
    }
}
