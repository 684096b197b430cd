package io.github.azuremonitor.appender.common.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The real disk, which fails when a test says so. */
final class FaultyDisk implements Disk {
    final RealDisk real = new RealDisk();

    /** What writing fails with, such as a full device. */
    @Nullable String writing;

    /** Bytes of a file that get there before writing fails. */
    int torn;

    @Nullable String renaming;

    @Nullable String reading;

    @Nullable String deleting;

    @Nullable String locking;

    /** What reading and writing end with: stands for a heap that is full, which JUnit would take for its own. */
    @Nullable Error fatal;

    boolean sharesLocks = true;

    /** Why the operating system names no file system. */
    @Nullable String unnamed;

    /** What every mode reads, as on shares of SMB, where chmod changes nothing. */
    @Nullable String modesOfMount;

    @Nullable String changingModes;

    int written;

    /** What forcing a growing file fails with. */
    @Nullable String forcing;

    int forced;

    /** Files that cannot be read, and directories that cannot be listed, whoever owns them. */
    final Set<Path> unreadable = new HashSet<>();

    final Set<Path> unlistable = new HashSet<>();

    final Set<Path> undeletable = new HashSet<>();

    /** What somebody else does meanwhile. */
    Consumer<Path> beforeReading = file -> {};

    /** Most bytes that one reading asked for. */
    int mostRead;

    @Override
    public List<Found> list(Path directory) throws IOException {
        fail(directory, unlistable.contains(directory) ? "Permission denied" : null);
        return real.list(directory);
    }

    @Override
    public void makeDirectory(Path directory) throws IOException {
        fail(directory, writing);
        real.makeDirectory(directory);
    }

    @Override
    public void write(Path file, byte[]... parts) throws IOException {
        fail();
        if (writing != null && torn > 0) {
            real.write(file, Arrays.copyOf(parts[0], torn));
        }
        fail(file, writing);
        real.write(file, parts);
        written++;
    }

    @Override
    public Appending create(Path file) throws IOException {
        fail(file, writing);
        Appending growing = real.create(file);
        return new Appending() {
            @Override
            public void write(byte[] bytes, int length) throws IOException {
                if (writing != null && torn > 0) {
                    growing.write(bytes, Math.min(torn, length));
                }
                fail(file, writing);
                growing.write(bytes, length);
            }

            @Override
            public void force() throws IOException {
                fail(file, forcing);
                growing.force();
                forced++;
            }

            @Override
            public void close() throws IOException {
                growing.close();
            }
        };
    }

    @Override
    public byte[] read(Path file, int most) throws IOException {
        fail();
        fail(file, unreadable.contains(file) ? "Permission denied" : reading);
        beforeReading.accept(file);
        mostRead = Math.max(mostRead, most);
        return real.read(file, most);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        fail(from, renaming);
        real.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        fail(file, undeletable.contains(file) ? "Operation not permitted" : deleting);
        real.delete(file);
    }

    @Override
    public @Nullable FileLock lock(FileChannel file, long from) throws IOException {
        fail(Path.of("lock"), locking);
        return real.lock(file, from);
    }

    @Override
    public Volume volume(Path directory) throws IOException {
        fail(directory, unnamed);
        Volume volume = real.volume(directory);
        return new Volume(volume.type(), volume.bytes(), sharesLocks);
    }

    @Override
    public Set<PosixFilePermission> modes(Path path) throws IOException {
        String all = modesOfMount;
        return all == null ? real.modes(path) : PosixFilePermissions.fromString(all);
    }

    @Override
    public void changeModes(Path path, Set<PosixFilePermission> modes) throws IOException {
        fail(path, changingModes);
        if (modesOfMount == null) {
            real.changeModes(path, modes);
        }
    }

    @Override
    public void forceDirectory(Path directory) {
        real.forceDirectory(directory);
    }

    private void fail() {
        Error wanted = fatal;
        if (wanted != null) {
            throw wanted;
        }
    }

    private static void fail(Path file, @Nullable String reason) throws IOException {
        if (reason != null) {
            throw new FileSystemException(file.toString(), null, reason);
        }
    }
}
