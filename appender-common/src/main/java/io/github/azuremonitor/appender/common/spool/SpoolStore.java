package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.spool.Disk.Found;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Batches as files. Trusts nothing that it reads. Courier only. */
final class SpoolStore {
    private final Disk disk;
    private final SpoolDirectories directories;
    private final Supplier<UUID> ids;
    private long lastSequence;
    private long lastRecovered;

    /** A file that was not finished and would not go; nothing is written beside it, or a disk would fill with such. */
    private @Nullable Path unfinished;

    SpoolStore(Path root, String identity, Disk disk, Supplier<UUID> ids) {
        this.disk = disk;
        this.directories = new SpoolDirectories(root, identity, disk, ids);
        this.ids = ids;
    }

    /**
     * What was found in directories that were taken over.
     *
     * @param entries batches of earlier runs
     * @param bad files that are no batches; each was renamed
     * @param unread files that could not be read this time; a later run finds them
     */
    record Recovered(List<SpoolEntry> entries, int bad, int unread) {
        boolean isNothing() {
            return entries.isEmpty() && bad + unread == 0;
        }

        int rows() {
            return entries.stream().mapToInt(entry -> entry.content.rows()).sum();
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

    /** Reads a batch back. */
    Batch read(SpoolEntry entry) throws IOException {
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
    Recovered takeOver(long deleteBadBeforeMillis) throws IOException {
        var entries = new ArrayList<SpoolEntry>();
        int bad = 0;
        int unread = 0;
        for (Path directory : directories.takeOver()) {
            List<Found> files;
            try {
                files = disk.list(directory);
            } catch (IOException failed) {
                unread++;
                continue;
            }
            for (Found file : files) {
                SpoolName name = SpoolName.parse(file.name());
                if (name == null) {
                    continue;
                }
                lastSequence = Math.max(lastSequence, name.sequence());
                try {
                    if (!name.ending().equals(SpoolName.BAD)) {
                        entries.add(recover(directory, name, file.size()));
                    } else if (file.modifiedMillis() < deleteBadBeforeMillis) {
                        disk.delete(file.path());
                    }
                } catch (DamagedFile damaged) {
                    bad++;
                    setAsideQuietly(directory, name);
                } catch (IOException failed) {
                    unread++;
                }
            }
        }
        return new Recovered(entries, bad, unread);
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

    private SpoolEntry recover(Path directory, SpoolName found, long size) throws IOException {
        Path file = directory.resolve(found.toString());
        SpoolName name = found;
        SpoolFile content;
        if (found.ending().equals(SpoolName.TEMPORARY)) {
            // Its writer was killed before the last step; if all of it is there, that step is all that is missing.
            byte[] whole = disk.read(file, SpoolFile.maxFile());
            content = SpoolFile.read(whole, size);
            content.body(whole);
            name = found.ending(SpoolName.BATCH);
            disk.rename(file, directory.resolve(name.toString()));
        } else {
            content = SpoolFile.read(disk.read(file, SpoolFile.MAX_HEADER), size);
        }
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
