package io.github.azuremonitor.appender.common.spool;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files and directories that only their owner can read: log events may hold personal data. */
final class OwnerOnly {
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<?>[] NONE = {};

    private OwnerOnly() {}

    /** Attributes to create a new file with. */
    static FileAttribute<?>[] file(Path near) {
        return isPosix(near) ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FILE)} : NONE;
    }

    /** Creates the directory unless it exists; its parent must exist. */
    static void makeDirectory(Path directory) throws IOException {
        try {
            Files.createDirectory(directory, directory(directory));
            restrict(directory);
        } catch (FileAlreadyExistsException there) {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                throw there;
            }
        }
    }

    /** Creates the directory and its missing parents. */
    static void makeDirectories(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, directory(directory));
        }
    }

    /**
     * Makes sure that only we can access a directory, and creates it if it is missing.
     *
     * @return who else can read its content, because the file system keeps no modes; null if nobody can
     * @throws RefusedDirectoryException if someone else could read or change its content
     */
    static @Nullable String claim(Path directory, Disk disk) throws IOException {
        if (Files.isSymbolicLink(directory)) {
            throw new RefusedDirectoryException(
                    directory + " is a symbolic link; name the directory itself in spoolDirectory");
        }
        makeDirectory(directory);
        Probe probe = probe(directory, disk);
        UserPrincipal owner = Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS);
        if (!owner.equals(probe.self)) {
            throw new RefusedDirectoryException(directory + " belongs to " + owner.getName() + " and not to "
                    + probe.self.getName() + ", who runs this process; name another directory in spoolDirectory");
        }
        return isPosix(directory) ? tighten(directory, probe.modes, disk) : null;
    }

    /**
     * A file created to see which owner and modes it gets.
     *
     * @param self its owner, which is us; user names say little in a container
     * @param modes the modes it got for {@link #FILE}; null if there was no room for a file
     */
    private record Probe(UserPrincipal self, @Nullable Set<PosixFilePermission> modes) {}

    private static Probe probe(Path directory, Disk disk) throws IOException {
        try {
            Path file = Files.createTempFile(directory, "probe", ".tmp");
            try {
                return new Probe(
                        Files.getOwner(file, LinkOption.NOFOLLOW_LINKS), isPosix(file) ? disk.modes(file) : null);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException full) {
            // Batches on a full disk must still be sent.
            Path process = Path.of("/proc/self");
            if (Files.isReadable(process)) {
                return new Probe(Files.getOwner(process), null);
            }
            throw full;
        }
    }

    private static @Nullable String tighten(Path directory, @Nullable Set<PosixFilePermission> file, Disk disk)
            throws IOException {
        Set<PosixFilePermission> found = disk.modes(directory);
        if (found.equals(DIRECTORY)) {
            return null;
        }
        try {
            // Kubernetes opens volumes to their fsGroup at each mount, which is no reason to refuse them.
            disk.changeModes(directory, DIRECTORY);
        } catch (IOException refused) {
            if (file == null || file.equals(FILE)) {
                throw refused;
            }
        }
        Set<PosixFilePermission> now = disk.modes(directory);
        boolean wasOpen = found.contains(PosixFilePermission.OTHERS_WRITE);
        if (wasOpen && !now.contains(PosixFilePermission.OTHERS_WRITE)) {
            disk.changeModes(directory, found);
            throw new RefusedDirectoryException(
                    directory + " can be written by everybody, who knows what is in it; empty it and"
                            + " chmod it to 700, or name another directory in spoolDirectory");
        }
        return readers(now, file == null ? now : file);
    }

    /** On SMB shares, for example, modes are those of the mount, and neither creation nor chmod changes them. */
    private static @Nullable String readers(Set<PosixFilePermission> directory, Set<PosixFilePermission> file) {
        if (directory.contains(PosixFilePermission.OTHERS_EXECUTE) && file.contains(PosixFilePermission.OTHERS_READ)) {
            return "every user of this machine";
        }
        return directory.contains(PosixFilePermission.GROUP_EXECUTE) && file.contains(PosixFilePermission.GROUP_READ)
                ? "every user of its group"
                : null;
    }

    /** For file systems with access control lists only: allows the owner and nobody else. */
    static void restrict(Path path) throws IOException {
        AclFileAttributeView view = isPosix(path)
                ? null
                : Files.getFileAttributeView(path, AclFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view != null) {
            view.setAcl(List.of(AclEntry.newBuilder()
                    .setType(AclEntryType.ALLOW)
                    .setPrincipal(view.getOwner())
                    .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                    .build()));
        }
    }

    private static FileAttribute<?>[] directory(Path near) {
        return isPosix(near) ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(DIRECTORY)} : NONE;
    }

    private static boolean isPosix(Path near) {
        return near.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
