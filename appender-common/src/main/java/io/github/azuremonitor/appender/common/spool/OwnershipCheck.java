package io.github.azuremonitor.appender.common.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Finds out whether a directory is still this pipeline's, and mends what marks it. Courier only. */
final class OwnershipCheck {
    private final SpoolLocks locks;
    private final SpoolIdentity identity;

    OwnershipCheck(SpoolLocks locks, SpoolIdentity identity) {
        this.locks = locks;
        this.identity = identity;
    }

    /** Whose the directory is now; marks it again where a mark is missing. */
    DirectoryOwnership of(Path directory) {
        try {
            boolean lock = locks.lockLies(directory);
            boolean guard = locks.guardLies(directory);
            if (lock && guard) {
                return DirectoryOwnership.OURS;
            }
            boolean isDirectory = Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isDirectory();
            if (!isDirectory) {
                return DirectoryOwnership.GONE;
            }
            return locks.holds(directory) ? mend(directory, lock, guard) : DirectoryOwnership.OURS;
        } catch (NoSuchFileException deleted) {
            return DirectoryOwnership.GONE;
        } catch (IOException | RuntimeException notNow) {
            // A share that does not answer will come back with its files: the next check tries again.
            return DirectoryOwnership.OURS;
        }
    }

    private DirectoryOwnership mend(Path directory, boolean lock, boolean guard) throws IOException {
        boolean inBetween =
                !lock && !guard && Files.exists(directory.resolve(SpoolLocks.FILE), LinkOption.NOFOLLOW_LINKS);
        if (!lock && !locks.relock(directory)) {
            // A process that checks whether the directory is free has one of the locks for a moment, but not both.
            return guard ? DirectoryOwnership.OURS : DirectoryOwnership.TAKEN;
        }
        if (!guard) {
            if (Files.notExists(directory.resolve(SpoolIdentity.FILE), LinkOption.NOFOLLOW_LINKS)) {
                try (Disk.Appending written = identity.write(directory)) {
                    written.force();
                }
            } else if (!identity.isOfOurs(directory)) {
                return DirectoryOwnership.TAKEN;
            }
            if (!locks.guard(directory)) {
                return DirectoryOwnership.TAKEN;
            }
        }
        return inBetween ? DirectoryOwnership.RETURNED : DirectoryOwnership.MENDED;
    }
}
