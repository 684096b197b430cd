package io.github.azuremonitor.appender.common.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says whose a directory is: a lock of the operating system on the file {@code lock} in it, which is never deleted and
 * ends with the process, however that ends.
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

    private final Disk disk;
    private final Map<Path, Held> held = new HashMap<>();

    SpoolLocks(Disk disk) {
        this.disk = disk;
    }

    /** Takes a directory; false if somebody has it. Throws {@link LocksFail} where there are no locks. */
    boolean take(Path directory) throws IOException {
        String property = PROPERTY + directory.toRealPath();
        if (System.getProperties().putIfAbsent(property, "held") != null) {
            return false;
        }
        Path file = directory.resolve(FILE);
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, OPTIONS, OwnerOnly.file(file));
            FileLock lock = lock(channel);
            if (lock != null) {
                held.put(directory, new Held(property, channel, lock));
                return true;
            }
        } catch (OverlappingFileLockException somebodyClearedTheProperties) {
            // Closing this channel would free the lock of the one who has it: it stays open, and the property says so.
            return false;
        } catch (IOException | RuntimeException doesNotWork) {
            close(property, channel);
            throw doesNotWork;
        }
        close(property, channel);
        return false;
    }

    boolean holds(Path directory) {
        return held.containsKey(directory);
    }

    void release(Path directory) {
        Held lock = held.remove(directory);
        if (lock != null) {
            free(lock);
        }
    }

    void releaseAll() {
        held.values().forEach(SpoolLocks::free);
        held.clear();
    }

    private @Nullable FileLock lock(FileChannel channel) throws LocksFail {
        try {
            return disk.lock(channel);
        } catch (IOException noLocks) {
            throw new LocksFail(noLocks);
        }
    }

    private static void free(Held lock) {
        close(lock.property, lock.channel);
    }

    private static void close(String property, @Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException nothingToDo) {
            // The lock is gone with the descriptor all the same.
        } finally {
            System.getProperties().remove(property);
        }
    }

    /** The lock is kept so that no collector closes it. */
    private record Held(String property, FileChannel channel, FileLock lock) {}
}
