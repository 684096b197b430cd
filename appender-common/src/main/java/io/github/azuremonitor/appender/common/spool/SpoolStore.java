package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.OpenBatch;
import io.github.azuremonitor.appender.common.spool.Disk.Found;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Batches as files. Trusts nothing that it reads. Courier only. */
final class SpoolStore {
    /** Higher sequences are not gone on from: adding one digit more makes a name that no start finds. */
    private static final long MOST_SEQUENCE = 1_000_000_000_000L;

    private final Path root;
    private final Disk disk;
    private final SpoolDirectories directories;
    private final Supplier<UUID> ids;
    private final int gzipLevel;
    private long lastSequence;
    private long lastRecovered;

    /** A file that was not finished and would not go; nothing is written beside it, or a disk would fill with such. */
    private @Nullable Path unfinished;

    SpoolStore(Path root, String identity, Disk disk, Supplier<UUID> ids, int gzipLevel) {
        this.root = root;
        this.disk = disk;
        this.directories = new SpoolDirectories(root, identity, disk, ids);
        this.ids = ids;
        this.gzipLevel = gzipLevel;
    }

    /**
     * What was found in directories that were taken over.
     *
     * @param entries batches of earlier runs
     * @param bad files that are no batches; each was renamed
     * @param cut journals that end in something unreadable; what stands before it is among the entries
     * @param unread files that could not be read this time; a later run finds them
     */
    record Recovered(List<SpoolEntry> entries, int bad, int cut, int unread) {
        boolean isNothing() {
            return entries.isEmpty() && bad + cut + unread == 0;
        }

        /** What was found wrong, in words; empty if nothing was. */
        String troubles() {
            var troubles = new StringJoiner(", ");
            if (bad > 0) {
                troubles.add(bad + " damaged and renamed to *." + SpoolName.BAD);
            }
            if (cut > 0) {
                troubles.add(cut + " damaged within, of which the rows before the damage are sent");
            }
            if (unread > 0) {
                troubles.add(unread + " unreadable at the moment");
            }
            return troubles.toString();
        }

        long rows() {
            return entries.stream().mapToLong(entry -> entry.content.rows()).sum();
        }
    }

    /** Writes a batch so that it is either there whole or not at all. */
    SpoolEntry write(Batch batch) throws IOException {
        byte[] header = SpoolFile.header(batch);
        clearAway();
        Path home = directories.home();
        var name = new SpoolName(batch.oldestMillis(), ++lastSequence, SpoolName.BATCH);
        Path temporary = home.resolve(name.ending(SpoolName.TEMPORARY).toString());
        try {
            disk.write(temporary, header, batch.body());
            disk.rename(temporary, home.resolve(name.toString()));
        } catch (IOException | RuntimeException failed) {
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
        return new JournalPage(journal, home, name, disk.create(home.resolve(name.toString())));
    }

    /** Reads a batch back. */
    Batch read(SpoolEntry entry) throws IOException {
        if (entry.name.ending().equals(SpoolName.OPEN)) {
            return pack(entry);
        }
        byte[] whole = disk.read(entry.file(), SpoolFile.maxFile());
        SpoolFile content = SpoolFile.read(whole, whole.length);
        if (!content.equals(entry.content)) {
            throw new DamagedFile("another batch than before");
        }
        return new Batch(
                entry.batchId,
                entry.requestId,
                content.stream(),
                content.rows(),
                content.rawBytes(),
                content.body(whole),
                content.oldestMillis(),
                content.newestMillis());
    }

    private Batch pack(SpoolEntry entry) throws IOException {
        JournalFile journal = JournalFile.read(disk.read(entry.file(), JournalFile.maxFile()));
        if (!journal.content().equals(entry.content)) {
            throw new DamagedFile("other rows than before");
        }
        try (var batch = new OpenBatch(entry.content.stream(), gzipLevel)) {
            for (int i = 0; i < journal.rows().size(); i++) {
                byte[] row = journal.rows().get(i);
                batch.add(row, row.length, journal.millis()[i], 0);
            }
            return batch.finish(entry.batchId, entry.requestId);
        }
    }

    void delete(Path file) throws IOException {
        disk.delete(file);
    }

    /** Puts a damaged file out of the way, for people to look at. */
    void setAside(Path directory, SpoolName name) throws IOException {
        disk.rename(
                directory.resolve(name.toString()),
                directory.resolve(name.ending(SpoolName.BAD).toString()));
    }

    /** Takes over what ended processes left. */
    Recovered takeOver() throws IOException {
        var entries = new ArrayList<SpoolEntry>();
        int bad = 0;
        int cut = 0;
        int unread = 0;
        for (Path directory : directories.takeOver()) {
            List<Found> files;
            try {
                files = disk.list(directory);
            } catch (IOException failed) {
                unread++;
                continue;
            }
            Set<String> names = files.stream().map(Found::name).collect(Collectors.toSet());
            for (Found file : files) {
                SpoolName name = SpoolName.parse(file.name());
                if (name == null || file.isDirectory()) {
                    continue;
                }
                if (name.sequence() < MOST_SEQUENCE) {
                    lastSequence = Math.max(lastSequence, name.sequence());
                }
                try {
                    if (name.ending().equals(SpoolName.OPEN)) {
                        JournalFile journal = journal(file);
                        if (journal != null && !journal.rows().isEmpty()) {
                            entries.add(entry(directory, name, journal.content()));
                        } else {
                            disk.delete(file.path());
                        }
                        cut += journal != null && journal.isDamaged() ? 1 : 0;
                    } else if (!name.ending().equals(SpoolName.BAD)) {
                        entries.add(recover(directory, name, file.size(), names));
                    }
                } catch (DamagedFile damaged) {
                    bad++;
                    setAsideQuietly(directory, name);
                } catch (IOException failed) {
                    unread++;
                }
            }
        }
        return new Recovered(entries, bad, cut, unread);
    }

    /** Lets go of damaged files that nobody came to look at. */
    void deleteBad(long beforeMillis) {
        for (Path directory : directories.held()) {
            try {
                for (Found file : disk.list(directory)) {
                    SpoolName name = SpoolName.parse(file.name());
                    boolean bad = name != null && name.ending().equals(SpoolName.BAD) && !file.isDirectory();
                    if (bad && file.modifiedMillis() < beforeMillis) {
                        disk.delete(file.path());
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

    void checkHome() throws IOException {
        directories.checkHome();
    }

    void close() {
        clearAwayQuietly();
        directories.release();
    }

    /** What can be read of a journal, or null if it was never used. */
    private @Nullable JournalFile journal(Found file) throws IOException {
        return file.size() == 0 ? null : JournalFile.read(disk.read(file.path(), JournalFile.maxFile()));
    }

    private SpoolEntry recover(Path directory, SpoolName found, long size, Set<String> names) throws IOException {
        Path file = directory.resolve(found.toString());
        SpoolName name = found;
        SpoolFile content;
        if (found.ending().equals(SpoolName.TEMPORARY)) {
            // Its writer was killed before the last step; if all of it is there, that step is all that is missing.
            byte[] whole = disk.read(file, SpoolFile.maxFile());
            content = SpoolFile.read(whole, size);
            content.body(whole);
            name = found.ending(SpoolName.BATCH);
            if (names.contains(name.toString())) {
                throw new DamagedFile("another batch has its name");
            }
            disk.rename(file, directory.resolve(name.toString()));
        } else {
            content = SpoolFile.read(disk.read(file, SpoolFile.MAX_HEADER), size);
        }
        return entry(directory, name, content);
    }

    private SpoolEntry entry(Path directory, SpoolName name, SpoolFile content) {
        return new SpoolEntry(directory, name, --lastRecovered, ids.get(), content);
    }

    private void setAsideQuietly(Path directory, SpoolName name) {
        try {
            setAside(directory, name);
        } catch (IOException stays) {
            // The next start finds it as it is.
        }
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
            // Tried again with the next batch, and the next start looks at it.
        }
    }
}
