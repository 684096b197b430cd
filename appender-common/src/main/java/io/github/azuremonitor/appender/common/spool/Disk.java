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

/** The few things done with files, so that tests can play a disk that is full, slow or broken. Courier only. */
interface Disk {
    /** What nearly every file system gives a file at once. */
    int BLOCK = 4096;

    /** Bytes that a file takes from the disk: one of a few rows takes a block all the same, and an empty one its name. */
    static long taken(long size) {
        return Math.max(1, (size + BLOCK - 1) / BLOCK) * BLOCK;
    }

    /** What is in a directory, in no order; symbolic links are left out. */
    List<Found> list(Path directory) throws IOException;

    /** Makes a directory that only its owner can read, unless it is there. */
    void makeDirectory(Path directory) throws IOException;

    /** Writes a new file that only its owner can read, and forces it to the device. */
    void write(Path file, byte[]... parts) throws IOException;

    /** Makes a new file that only its owner can read, to be written bit by bit and not forced. */
    Appending create(Path file) throws IOException;

    /** The first {@code most} bytes of a file, or all if it has fewer. */
    byte[] read(Path file, int most) throws IOException;

    /** Gives a file another name in its directory, in one step that a crash cannot divide. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes a file; one that is gone already is fine. */
    void delete(Path file) throws IOException;

    /** Tries to lock a file from a byte on for this process; null if another one has it. Throws where there are no locks. */
    default @Nullable FileLock lock(FileChannel file, long from) throws IOException {
        return file.tryLock(from, Long.MAX_VALUE - from, false);
    }

    /**
     * Gives a file that time, so that nobody tidies it up for its age; false if it cannot be done.
     *
     * <p>As {@link java.io.File} does it: {@code Files} opens and closes the file, which frees this process's lock on it.
     */
    default boolean touch(Path file, long epochMillis) {
        return file.toFile().setLastModified(epochMillis);
    }

    /** What the file system of a directory says of itself. Throws where the operating system does not tell, as in a chroot. */
    Volume volume(Path directory) throws IOException;

    /** Modes of a file or directory, not of what a symbolic link points to; POSIX only. */
    Set<PosixFilePermission> modes(Path path) throws IOException;

    /** Asks for other modes; file systems that keep none may do as if they had obeyed. POSIX only. */
    void changeModes(Path path, Set<PosixFilePermission> modes) throws IOException;

    /** Makes new names in a directory outlive a loss of power, where the platform can. */
    void forceDirectory(Path directory);

    /**
     * A file system.
     *
     * @param type such as {@code ext4}
     * @param bytes its size; 0 or less if it knows none
     * @param sharesLocks false if each machine that mounts it has locks of its own
     */
    record Volume(String type, long bytes, boolean sharesLocks) {}

    /** A file that grows. */
    interface Appending extends Closeable {
        /** Gives bytes to the operating system; one thread at a time. */
        void write(byte[] bytes, int length) throws IOException;

        /** Forces what was written to the device; may take seconds, beside a writing thread. */
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

        /** Bytes that it takes from the disk. */
        long taken() {
            return Disk.taken(size);
        }
    }
}
