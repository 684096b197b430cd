package io.github.azuremonitor.appender.common.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the directories of ended processes: batches, beginnings of batches, and journals. Courier only. */
final class OrphanRecovery {
    /** Higher sequences are not continued: one more digit would make a name that no start finds. */
    private static final long MOST_SEQUENCE = 1_000_000_000_000L;

    private final Disk disk;
    private final Supplier<UUID> ids;
    private long lastSequence;
    private long lastRecovered;

    OrphanRecovery(Disk disk, Supplier<UUID> ids) {
        this.disk = disk;
        this.ids = ids;
    }

    /**
     * What was found.
     *
     * @param entries batches of earlier runs
     * @param bad files that are not batches; each was renamed
     * @param cut journals with an unreadable end; the rows before it are among the entries
     * @param unread files that could not be read this time; a later run finds them
     */
    record Found(List<SpoolEntry> entries, int bad, int cut, int unread) {
        boolean isNothing() {
            return entries.isEmpty() && bad + cut + unread == 0;
        }

        /** What is wrong, in words; empty if nothing is. */
        String problems() {
            var problems = new StringJoiner(", ");
            if (bad > 0) {
                problems.add(bad + " damaged and renamed to *." + SpoolName.BAD);
            }
            if (cut > 0) {
                problems.add(cut + " damaged within, of which the rows before the damage are sent");
            }
            if (unread > 0) {
                problems.add(unread + " unreadable at the moment");
            }
            return problems.toString();
        }

        /** The streams with their numbers of rows. */
        String streams() {
            var rows = new TreeMap<String, Long>();
            entries.forEach(entry -> rows.merge(entry.content.stream(), (long) entry.content.rows(), Long::sum));
            return rows.size() == 1
                    ? ", for the stream " + rows.firstKey()
                    : rows.entrySet().stream()
                            .map(stream -> stream.getKey() + " (" + stream.getValue() + ")")
                            .collect(Collectors.joining(", ", ", for the streams ", ""));
        }

        long rows() {
            return entries.stream().mapToLong(entry -> entry.content.rows()).sum();
        }
    }

    /**
     * Reads what waits in directories of ended processes.
     *
     * @param between run before each file, because there may be many
     */
    Found of(List<Path> directories, Runnable between) {
        var entries = new ArrayList<SpoolEntry>();
        int bad = 0;
        int cut = 0;
        int unread = 0;
        for (Path directory : directories) {
            List<Disk.Found> files;
            try {
                files = disk.list(directory);
            } catch (IOException failed) {
                unread++;
                continue;
            }
            Set<String> names = files.stream().map(Disk.Found::name).collect(Collectors.toSet());
            for (Disk.Found file : files) {
                SpoolName name = SpoolName.parse(file.name());
                if (name == null || file.isDirectory()) {
                    continue;
                }
                between.run();
                if (name.sequence() < MOST_SEQUENCE) {
                    lastSequence = Math.max(lastSequence, name.sequence());
                }
                try {
                    if (name.ending().equals(SpoolName.OPEN)) {
                        JournalFile journal = journal(file);
                        if (journal != null && journal.content().rows() == 0 && journal.isDamaged()) {
                            throw new DamagedFileException("the first row of a journal");
                        }
                        if (journal != null && journal.content().rows() > 0) {
                            entries.add(entry(directory, name, journal.content()));
                        } else {
                            disk.delete(file.path());
                        }
                        cut += journal != null && journal.isDamaged() ? 1 : 0;
                    } else if (!name.ending().equals(SpoolName.BAD)) {
                        entries.add(recover(directory, name, file.size(), names));
                    }
                } catch (DamagedFileException damaged) {
                    bad++;
                    setAsideQuietly(directory, name);
                } catch (IOException failed) {
                    unread++;
                }
            }
        }
        return new Found(entries, bad, cut, unread);
    }

    /** The highest sequence found in a name. */
    long lastSequence() {
        return lastSequence;
    }

    /** Sets a damaged file aside for people to look at; returns where it is. */
    Path setAside(Path directory, SpoolName name) throws IOException {
        Path aside = directory.resolve(name.ending(SpoolName.BAD).toString());
        disk.rename(directory.resolve(name.toString()), aside);
        return aside;
    }

    /** The readable part of a journal, or null if it was never used. */
    private @Nullable JournalFile journal(Disk.Found file) throws IOException {
        return file.size() == 0 ? null : JournalFile.read(disk.read(file.path(), JournalFile.maxFile()));
    }

    private SpoolEntry recover(Path directory, SpoolName found, long size, Set<String> names) throws IOException {
        Path file = directory.resolve(found.toString());
        SpoolName name = found;
        SpoolFile content;
        if (found.ending().equals(SpoolName.TEMPORARY)) {
            // Its writer was killed before the last step; if the file is complete, only that step is missing.
            byte[] whole = disk.read(file, SpoolFile.maxFile());
            content = SpoolFile.read(whole, size);
            content.body(whole);
            name = found.ending(SpoolName.BATCH);
            if (names.contains(name.toString())) {
                throw new DamagedFileException("another batch has its name");
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
}
