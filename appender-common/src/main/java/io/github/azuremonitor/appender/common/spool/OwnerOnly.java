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
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

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
     * @throws RefusedPlace if somebody else could read or change what is in it
     */
    static void claim(Path directory) throws IOException {
        if (Files.isSymbolicLink(directory)) {
            throw new RefusedPlace(directory + " is a symbolic link; name the directory itself in spoolDirectory");
        }
        makeDirectory(directory);
        UserPrincipal self = self(directory);
        UserPrincipal owner = Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS);
        if (!owner.equals(self)) {
            throw new RefusedPlace(directory + " belongs to " + owner.getName() + " and not to " + self.getName()
                    + ", who runs this process; name another directory in spoolDirectory");
        }
        if (isPosix(directory)) {
            tighten(directory);
        }
    }

    /** Whoever owns a file made now is who we are; names of users say little in a container. */
    private static UserPrincipal self(Path directory) throws IOException {
        try {
            Path probe = Files.createTempFile(directory, "probe", ".tmp");
            try {
                return Files.getOwner(probe, LinkOption.NOFOLLOW_LINKS);
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (IOException full) {
            // What waits on a full disk must get out all the same.
            Path process = Path.of("/proc/self");
            if (Files.isReadable(process)) {
                return Files.getOwner(process);
            }
            throw full;
        }
    }

    private static void tighten(Path directory) throws IOException {
        Set<PosixFilePermission> found = Files.readAttributes(
                        directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .permissions();
        if (found.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new RefusedPlace(directory + " can be written by everybody, who knows what is in it; empty it and"
                    + " chmod it to 700, or name another directory in spoolDirectory");
        }
        if (!found.equals(DIRECTORY)) {
            // Kubernetes opens volumes to their fsGroup at each mount: no reason to refuse them.
            Files.setPosixFilePermissions(directory, DIRECTORY);
        }
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
