package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.spool.Disk.Found;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks into a spool, for people. It never writes, so it may run beside applications that use the same directories;
 * files may come and go meanwhile, and those that are gone are left out. It locks a directory for a moment to find out
 * whether a process holds it; an application that tries just then takes another directory. One thread at a time.
 */
public final class SpoolInspection {
    private final Disk disk = new RealDisk();

    /** Touches no disk. */
    public SpoolInspection() {}

    /** Who holds a directory. */
    public enum Holder {
        /** Nobody at the moment: an application with the same rule may take it over. */
        NOBODY,
        /** A running process has its lock. */
        A_PROCESS,
        /** The lock cannot be checked: another user's directory, a read-only disk, or a file system without locks. */
        UNKNOWN
    }

    /** What a file is. */
    public enum Kind {
        /** A batch that waits. */
        BATCH,
        /** A batch that was being written; the next start sends it if it is whole. */
        UNFINISHED,
        /** The journal of a batch that is not cut yet. */
        JOURNAL,
        /** Quarantine: a file that could not be read and was set aside. */
        BAD,
        /** Rows that Azure refused. */
        DEAD_LETTER
    }

    /**
     * A directory of the spool.
     *
     * @param path where it is
     * @param audience resource that tokens for its rows are for; empty for dead letters or if unknown
     * @param dcrImmutableId rule that its rows are for; empty if unknown
     * @param holder who holds it; for dead letters, which have no lock, {@link Holder#NOBODY}
     * @param files its files, in the order of sending
     */
    public record Folder(Path path, String audience, String dcrImmutableId, Holder holder, List<Content> files) {
        /** Copies the list. */
        public Folder {
            files = List.copyOf(files);
        }
    }

    /**
     * Description of a file. Checksums of batches are verified only when their rows are read.
     *
     * @param bytes size of the file
     * @param stream the rows' stream; empty if it cannot be read
     * @param rows number of readable rows
     * @param oldestMillis earliest TimeGenerated in milliseconds since 1970; of dead letters, when they were refused
     * @param newestMillis latest TimeGenerated
     * @param damage what is wrong with it, or null
     */
    public record Content(
            Path path,
            Kind kind,
            long bytes,
            String stream,
            int rows,
            long oldestMillis,
            long newestMillis,
            @Nullable String damage) {}

    /**
     * The rows of a file.
     *
     * @param stream their destination
     * @param refusal for dead letters the JSON object that says why they were refused, else null
     * @param rows JSON objects
     * @param damage what is wrong behind the last row, or null
     */
    public record Rows(
            String stream,
            @Nullable String refusal,
            List<byte[]> rows,
            @Nullable String damage) {
        /** Copies the list. */
        public Rows {
            rows = List.copyOf(rows);
        }
    }

    /** Where applications of this user may have their spools, best first, as {@code spoolDirectory} names them. */
    public static List<Path> places() {
        return new SpoolLocation(null, 0, System::getenv, System::getProperty, new RealDisk()).candidates();
    }

    /** The directory that the setting {@code spoolDirectory} must name for an application to find this spool. */
    public static Path place(Path given) {
        Path path = given.toAbsolutePath().normalize();
        Path parent = path.getParent();
        return parent != null && path.endsWith(SpoolLocation.OURS) ? parent : path;
    }

    /**
     * The folders below a directory, which is the one that {@code spoolDirectory} names, the one that the library
     * created in it, or a single folder in that.
     *
     * @throws IOException if it cannot be listed
     */
    public List<Folder> folders(Path given) throws IOException {
        Path ours = place(given).resolve(SpoolLocation.OURS);
        Path root = Files.isDirectory(ours, LinkOption.NOFOLLOW_LINKS) ? ours : given;
        var folders = new ArrayList<Folder>();
        List<Found> inRoot = disk.list(root);
        if (inRoot.stream().anyMatch(SpoolInspection::isOurs)) {
            return List.of(folder(root));
        }
        for (Found found : inRoot) {
            if (found.isDirectory() && found.name().equals(DeadLetterFolder.FOLDER)) {
                for (Found letters : disk.list(found.path())) {
                    addFolder(letters, folders);
                }
            } else if (SpoolDirectories.FORM.matcher(found.name()).matches()) {
                addFolder(found, folders);
            }
        }
        folders.sort(Comparator.comparing(Folder::path));
        return folders;
    }

    /**
     * The complete rows of a file.
     *
     * @throws IOException with a short reason if none can be read
     */
    public Rows rows(Path file) throws IOException {
        return new SpoolContents(disk).rows(file);
    }

    private void addFolder(Found found, List<Folder> folders) throws IOException {
        try {
            if (found.isDirectory()) {
                folders.add(folder(found.path()));
            }
        } catch (NoSuchFileException gone) {
            // It was deleted meanwhile.
        }
    }

    private Folder folder(Path path) throws IOException {
        var contents = new SpoolContents(disk);
        var files = new ArrayList<Content>();
        for (Found found : disk.list(path)) {
            Content content = found.isDirectory() ? null : contents.content(found);
            if (content != null) {
                files.add(content);
            }
        }
        files.sort(Comparator.comparing(Content::path));
        Path parent = path.toAbsolutePath().getParent();
        if (parent != null && parent.endsWith(DeadLetterFolder.FOLDER)) {
            return new Folder(path, "", String.valueOf(path.getFileName()), Holder.NOBODY, files);
        }
        String[] identity = identity(path).split("\n", -1);
        boolean known = identity.length == 3;
        return new Folder(path, known ? identity[0] : "", known ? identity[1] : "", holder(path), files);
    }

    private String identity(Path folder) {
        try {
            return new String(
                    disk.read(folder.resolve(SpoolIdentity.FILE), SpoolIdentity.MOST_BYTES), StandardCharsets.UTF_8);
        } catch (IOException incomplete) {
            return "";
        }
    }

    /**
     * Checks only where the owner has written its identity, which it does once it has the lock: it must not be
     * disturbed before.
     */
    private Holder holder(Path folder) {
        boolean complete = Files.exists(folder.resolve(SpoolIdentity.FILE))
                && Files.isRegularFile(folder.resolve(SpoolLocks.FILE), LinkOption.NOFOLLOW_LINKS);
        if (!complete) {
            return Holder.UNKNOWN;
        }
        var locks = new SpoolLocks(disk);
        try {
            return locks.take(folder) ? Holder.NOBODY : Holder.A_PROCESS;
        } catch (IOException cannotBeAsked) {
            return Holder.UNKNOWN;
        } finally {
            locks.releaseAll();
        }
    }

    private static boolean isOurs(Found found) {
        return found.name().equals(SpoolIdentity.FILE) || SpoolContents.kind(found.name()) != null;
    }
}
