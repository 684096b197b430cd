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

/** Files and directories that nobody but their owner can read: log events hold what people typed. */
final class OwnerOnly {
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<?>[] NONE = {};

    private OwnerOnly() {}

    /** What a new file is opened with. */
    static FileAttribute<?>[] file(Path near) {
        return isPosix(near) ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FILE)} : NONE;
    }

    /** Makes the directory unless it is there; its parent must be. */
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

    /** Makes the directory with all that is missing above it. */
    static void makeDirectories(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, directory(directory));
        }
    }

    /**
     * Makes sure that a directory of ours is ours alone, making it if it is missing.
     *
     * @return who else can read what is in it, because the file system keeps no modes; null if nobody can
     * @throws RefusedPlace if somebody else could read or change what is in it
     */
    static @Nullable String claim(Path directory, Disk disk) throws IOException {
        if (Files.isSymbolicLink(directory)) {
            throw new RefusedPlace(directory + " is a symbolic link; name the directory itself in spoolDirectory");
        }
        makeDirectory(directory);
        Probe probe = probe(directory, disk);
        UserPrincipal owner = Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS);
        if (!owner.equals(probe.self)) {
            throw new RefusedPlace(directory + " belongs to " + owner.getName() + " and not to " + probe.self.getName()
                    + ", who runs this process; name another directory in spoolDirectory");
        }
        return isPosix(directory) ? tighten(directory, probe.modes, disk) : null;
    }

    /**
     * A file made to see what comes of it.
     *
     * @param self its owner: who we are; names of users say little in a container
     * @param modes what became of {@link #FILE}; null if there was no room for a file
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
            // What waits on a full disk must get out all the same.
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
            // Kubernetes opens volumes to their fsGroup at each mount: no reason to refuse them.
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
            throw new RefusedPlace(directory + " can be written by everybody, who knows what is in it; empty it and"
                    + " chmod it to 700, or name another directory in spoolDirectory");
        }
        return readers(now, file == null ? now : file);
    }

    /** On shares of SMB, say, modes are those of the mount, whatever a file is made with, and chmod changes nothing. */
    private static @Nullable String readers(Set<PosixFilePermission> directory, Set<PosixFilePermission> file) {
        if (directory.contains(PosixFilePermission.OTHERS_EXECUTE) && file.contains(PosixFilePermission.OTHERS_READ)) {
            return "every user of this machine";
        }
        return directory.contains(PosixFilePermission.GROUP_EXECUTE) && file.contains(PosixFilePermission.GROUP_READ)
                ? "every user of its group"
                : null;
    }

    /** On file systems that have nothing but access control lists: the owner and nobody else. */
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
