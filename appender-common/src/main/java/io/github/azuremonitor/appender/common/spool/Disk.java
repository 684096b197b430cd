package io.github.azuremonitor.appender.common.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The few file operations needed, so that tests can simulate a disk that is full, slow or broken. Courier only. */
interface Disk {
    /** Allocation unit of nearly every file system. */
    int BLOCK = 4096;

    /** Bytes that a file takes on the disk: a small one takes a whole block, and an empty one its directory entry. */
    static long taken(long size) {
        return Math.max(1, (size + BLOCK - 1) / BLOCK) * BLOCK;
    }

    /** Entries of a directory in no particular order, without symbolic links. */
    List<Found> list(Path directory) throws IOException;

    /** Creates a directory that only its owner can read, unless it exists. */
    void makeDirectory(Path directory) throws IOException;

    /** Writes a new file that only its owner can read, and forces it to the device. */
    void write(Path file, byte[]... parts) throws IOException;

    /** Creates a file that only its owner can read, to be appended to and not forced. */
    Appending create(Path file) throws IOException;

    /** The first {@code most} bytes of a file, or all of them if it is shorter. */
    byte[] read(Path file, int most) throws IOException;

    /** Renames a file within its directory, atomically even in a crash. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes a file if it exists. */
    void delete(Path file) throws IOException;

    /**
     * Tries to lock a file from a given byte on for this process; null if another one has the lock. Throws where there
     * are no locks.
     */
    default @Nullable FileLock lock(FileChannel file, long from) throws IOException {
        return file.tryLock(from, Long.MAX_VALUE - from, false);
    }

    /**
     * Sets a file's time, so that it is not cleaned up because of its age; false if that fails.
     *
     * <p>Uses {@link java.io.File}, because {@code Files} opens and closes the file, which releases this process's lock
     * on it.
     */
    default boolean touch(Path file, long epochMillis) {
        return file.toFile().setLastModified(epochMillis);
    }

    /**
     * Properties of a directory's file system. Throws where the operating system does not report them, as in a chroot.
     */
    Volume volume(Path directory) throws IOException;

    /** Modes of a file or directory, not of a symbolic link's target; POSIX only. */
    Set<PosixFilePermission> modes(Path path) throws IOException;

    /** Changes modes; file systems without modes may pretend to have done so. POSIX only. */
    void changeModes(Path path, Set<PosixFilePermission> modes) throws IOException;

    /** Makes new names in a directory survive a power failure, where the platform can. */
    void forceDirectory(Path directory);

    /**
     * A file system.
     *
     * @param type such as {@code ext4}
     * @param bytes its size; 0 or less if unknown
     * @param sharesLocks false if each machine that mounts it has locks of its own
     */
    record Volume(String type, long bytes, boolean sharesLocks) {}

    /** A file that grows. */
    interface Appending extends Closeable {
        /** Passes bytes to the operating system; one thread at a time. */
        void write(byte[] bytes, int length) throws IOException;

        /** Forces what was written to the device; may take seconds, concurrently with a writing thread. */
        void force() throws IOException;
    }

    /**
     * An entry of a directory.
     *
     * @param path its directory included
     * @param isDirectory false for a regular file
     * @param size bytes
     * @param modifiedMillis milliseconds since 1970
     */
    record Found(Path path, boolean isDirectory, long size, long modifiedMillis) {
        String name() {
            return String.valueOf(path.getFileName());
        }

        /** Bytes that it takes on the disk. */
        long taken() {
            return Disk.taken(size);
        }
    }
}
