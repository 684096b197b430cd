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
 * Says whose a directory is: a lock of the operating system on the file {@code lock} in it, which is never deleted and
 * ends with the process, however that ends. Somebody may delete it all the same, so that {@code identity} is locked too:
 * while one of them is there, nobody else takes the directory.
 *
 * <p>Within one JVM such a lock does not do: on POSIX systems, closing a second channel on the file frees the first one's
 * lock, whichever copy of this class opened it. So the system properties, which all copies see, are asked first; their
 * values are plain texts because programs print all of them. Courier only.
 */
final class SpoolLocks {
    static final String FILE = "lock";

    private static final String PROPERTY = "io.github.azuremonitor.appender.spool.lock:";
    private static final Set<OpenOption> OPTIONS =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    /** Behind what is in it: on Windows nobody can read what is locked. */
    private static final long BEHIND_IDENTITY = 1 << 30;

    private final Disk disk;
    private final Map<Path, Held> held = new HashMap<>();

    SpoolLocks(Disk disk) {
        this.disk = disk;
    }

    /** Takes a directory; false if somebody has it. Throws {@link LocksFail} where there are no locks. */
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
            // Closing this channel would free the lock of the one who has it: it stays open, and the property says so.
            return false;
        } catch (IOException | RuntimeException doesNotWork) {
            taken.free();
            throw doesNotWork;
        }
        taken.free();
        return false;
    }

    /** Locks {@code identity} too, once it is written, or again if it was closed or written anew; false if somebody has it. */
    boolean guard(Path directory) throws IOException {
        Held mine = held.get(directory);
        try {
            return mine == null || guard(directory, mine);
        } catch (OverlappingFileLockException somebodyHere) {
            return false;
        }
    }

    /** Locks the file {@code lock} that lies there now instead of the one that did; false if somebody has it. */
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

    /** Whether anybody in this JVM has it: then no file in it must be opened, which would free the lock when it is closed. */
    static boolean isHeldHere(Path directory) {
        try {
            return System.getProperties().containsKey(property(directory));
        } catch (IOException gone) {
            return false;
        }
    }

    /** Whether the file {@code lock} that lies there is the locked one. */
    boolean lockLies(Path directory) throws IOException {
        Held mine = held.get(directory);
        return mine != null && mine.lock.lies(directory.resolve(FILE));
    }

    /** Whether the file {@code identity} that lies there is the locked one. */
    boolean guardLies(Path directory) throws IOException {
        Held mine = held.get(directory);
        return mine != null && mine.guard.lies(directory.resolve(SpoolDirectories.IDENTITY));
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
        Path file = directory.resolve(SpoolDirectories.IDENTITY);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !Files.isWritable(file)) {
            return true;
        }
        return mine.guard.take(
                file, FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS), BEHIND_IDENTITY);
    }

    private static String property(Path directory) throws IOException {
        return PROPERTY + directory.toRealPath();
    }

    /** What is held of one directory. */
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

        /** Kept so that no collector closes it. */
        private @Nullable FileLock lock;

        /** Which file it is, whatever lies under its name; null where the operating system does not tell. */
        private @Nullable Object key;

        /** Takes the place of what was locked before, unless somebody has this one. */
        boolean take(Path file, FileChannel opened, long from) throws IOException {
            Object found = key(file);
            if (Objects.equals(key, found)) {
                // Closed later, it would free the new lock, which is one on the same file.
                close();
            }
            FileLock taken;
            try {
                taken = disk.lock(opened, from);
            } catch (IOException noLocks) {
                opened.close();
                throw new LocksFail(noLocks);
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
                // The lock is gone with the descriptor all the same.
            }
        }

        private static @Nullable Object key(Path file) throws IOException {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        }
    }
}
