package io.github.azuremonitor.appender.common.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Marks who holds a directory: an operating system lock on the file {@code lock} in it, which we never delete; the lock
 * ends with the process, however that ends. Someone else may delete the file, so {@code identity} is locked too: while
 * one of the two exists, no other process takes the directory.
 *
 * <p>Within one JVM such a lock is not enough: on POSIX systems, closing a second channel on the file releases the
 * first one's lock, whichever copy of this class opened it. So the system properties, which all copies see, are checked
 * first; their values are plain texts because programs print all of them. Courier only.
 */
final class SpoolLocks {
    static final String FILE = "lock";

    private static final String PROPERTY = "io.github.azuremonitor.appender.spool.lock:";
    private static final Set<OpenOption> OPTIONS =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    /** Beyond its content: on Windows locked bytes cannot be read. */
    private static final long BEHIND_IDENTITY = 1 << 30;

    private final Disk disk;
    private final Map<Path, Held> held = new HashMap<>();

    SpoolLocks(Disk disk) {
        this.disk = disk;
    }

    /**
     * Takes a directory; false if another process has it. Throws {@link UnsupportedLocksException} where there are no
     * locks.
     */
    boolean take(Path directory) throws IOException {
        String property = property(directory);
        if (System.getProperties().putIfAbsent(property, "held") != null) {
            return false;
        }
        var taken = new Held(property);
        try {
            if (lock(directory, taken) && guard(directory, taken)) {
                held.put(directory, taken);
                return true;
            }
        } catch (OverlappingFileLockException somebodyClearedTheProperties) {
            // Closing this channel would release the holder's lock: it stays open, and the property says so.
            return false;
        } catch (IOException | RuntimeException doesNotWork) {
            taken.free();
            throw doesNotWork;
        }
        taken.free();
        return false;
    }

    /**
     * Locks {@code identity} too, once it is written, or again if it was closed or rewritten; false if another has it.
     */
    boolean guard(Path directory) throws IOException {
        Held mine = held.get(directory);
        try {
            return mine == null || guard(directory, mine);
        } catch (OverlappingFileLockException somebodyHere) {
            return false;
        }
    }

    /** Locks the file {@code lock} that is there now instead of the previous one; false if another process has it. */
    boolean relock(Path directory) throws IOException {
        Held mine = held.get(directory);
        try {
            return mine == null || lock(directory, mine);
        } catch (OverlappingFileLockException somebodyHere) {
            return false;
        }
    }

    boolean holds(Path directory) {
        return held.containsKey(directory);
    }

    /** Whether this JVM holds it: then no file in it may be opened, because closing it would release the lock. */
    static boolean isHeldHere(Path directory) {
        try {
            return System.getProperties().containsKey(property(directory));
        } catch (IOException gone) {
            return false;
        }
    }

    /** Whether the file {@code lock} that is there now is the locked one. */
    boolean lockLies(Path directory) throws IOException {
        Held mine = held.get(directory);
        return mine != null && mine.lock.lies(directory.resolve(FILE));
    }

    /** Whether the file {@code identity} that is there now is the locked one. */
    boolean guardLies(Path directory) throws IOException {
        Held mine = held.get(directory);
        return mine != null && mine.guard.lies(directory.resolve(SpoolIdentity.FILE));
    }

    void release(Path directory) {
        Held lock = held.remove(directory);
        if (lock != null) {
            lock.free();
        }
    }

    void releaseAll() {
        held.values().forEach(Held::free);
        held.clear();
    }

    private boolean lock(Path directory, Held mine) throws IOException {
        Path file = directory.resolve(FILE);
        return mine.lock.take(file, FileChannel.open(file, OPTIONS, OwnerOnly.file(file)), 0);
    }

    private boolean guard(Path directory, Held mine) throws IOException {
        Path file = directory.resolve(SpoolIdentity.FILE);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !Files.isWritable(file)) {
            return true;
        }
        return mine.guard.take(
                file, FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS), BEHIND_IDENTITY);
    }

    private static String property(Path directory) throws IOException {
        return PROPERTY + directory.toRealPath();
    }

    /** The locks held on one directory. */
    private final class Held {
        private final String property;
        private final LockedFile lock = new LockedFile();
        private final LockedFile guard = new LockedFile();

        Held(String property) {
            this.property = property;
        }

        void free() {
            lock.close();
            guard.close();
            System.getProperties().remove(property);
        }
    }

    /** A file with our lock on it. */
    private final class LockedFile {
        private @Nullable FileChannel channel;

        /** Kept so that the garbage collector does not close it. */
        private @Nullable FileLock lock;

        /** Identifies the file, whatever its name refers to now; null where the operating system offers no key. */
        private @Nullable Object key;

        /** Replaces the file locked before, unless another process has this one. */
        boolean take(Path file, FileChannel opened, long from) throws IOException {
            Object found = key(file);
            if (Objects.equals(key, found)) {
                // Closed later, it would release the new lock, which is on the same file.
                close();
            }
            FileLock taken;
            try {
                taken = disk.lock(opened, from);
            } catch (IOException noLocks) {
                opened.close();
                throw new UnsupportedLocksException(noLocks);
            }
            if (taken == null) {
                opened.close();
                return false;
            }
            close();
            channel = opened;
            lock = taken;
            key = found;
            return true;
        }

        boolean lies(Path file) throws IOException {
            try {
                return lock != null && Objects.equals(key, key(file));
            } catch (NoSuchFileException gone) {
                return false;
            }
        }

        void close() {
            FileChannel before = channel;
            channel = null;
            lock = null;
            try {
                if (before != null) {
                    before.close();
                }
            } catch (IOException nothingToDo) {
                // The lock is gone with the descriptor anyway.
            }
        }

        private static @Nullable Object key(Path file) throws IOException {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        }
    }
}
