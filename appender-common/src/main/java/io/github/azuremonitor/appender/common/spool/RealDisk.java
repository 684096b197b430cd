package io.github.azuremonitor.appender.common.spool;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The machine's disk. */
final class RealDisk implements Disk {
    private static final Path MOUNTS = Path.of("/proc/self/mounts");

    private static final Set<OpenOption> NEW_FILE =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    @Override
    public List<Found> list(Path directory) throws IOException {
        var found = new ArrayList<Found>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
            for (Path path : paths) {
                add(path, found);
            }
        } catch (DirectoryIteratorException broken) {
            throw broken.getCause();
        }
        return found;
    }

    private static void add(Path path, List<Found> found) throws IOException {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isDirectory() || attributes.isRegularFile()) {
                long modified = attributes.lastModifiedTime().toMillis();
                found.add(new Found(path, attributes.isDirectory(), attributes.size(), modified));
            }
        } catch (NoSuchFileException gone) {
            // Another process deletes files while this one lists them.
        }
    }

    @Override
    public void makeDirectory(Path directory) throws IOException {
        OwnerOnly.makeDirectory(directory);
    }

    @Override
    public void write(Path file, byte[]... parts) throws IOException {
        try (FileOutputStream out = make(file)) {
            for (byte[] part : parts) {
                out.write(part);
            }
            out.getFD().sync();
        }
    }

    @Override
    public Appending create(Path file) throws IOException {
        return new Growing(make(file));
    }

    /** A new file as a stream: unlike a channel, it stays open when the thread is interrupted. */
    private static FileOutputStream make(Path file) throws IOException {
        FileChannel.open(file, NEW_FILE, OwnerOnly.file(file)).close();
        OwnerOnly.restrict(file);
        return new FileOutputStream(file.toFile(), true);
    }

    @Override
    public byte[] read(Path file, int most) throws IOException {
        if (Files.isSymbolicLink(file)) {
            throw new FileSystemException(file.toString(), null, "a symbolic link");
        }
        try (var in = new FileInputStream(file.toFile())) {
            // In one piece: without a length it is read in hundreds of pieces.
            var whole = new byte[(int) Math.min(most, file.toFile().length())];
            int length = in.readNBytes(whole, 0, whole.length);
            return length == whole.length ? whole : Arrays.copyOf(whole, length);
        } catch (FileNotFoundException notThere) {
            if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new NoSuchFileException(file.toString());
            }
            throw new FileSystemException(file.toString(), null, notThere.getMessage());
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public Volume volume(Path directory) throws IOException {
        FileStore store = Files.getFileStore(directory);
        return new Volume(store.type(), store.getTotalSpace(), sharesLocks(directory));
    }

    private static boolean sharesLocks(Path directory) {
        try {
            return Mounts.shareLocks(Files.readAllLines(MOUNTS), directory.toRealPath());
        } catch (IOException notOnThisPlatform) {
            return true;
        }
    }

    @Override
    public Set<PosixFilePermission> modes(Path path) throws IOException {
        return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .permissions();
    }

    @Override
    public void changeModes(Path path, Set<PosixFilePermission> modes) throws IOException {
        Files.setPosixFilePermissions(path, modes);
    }

    @Override
    public void forceDirectory(Path directory) {
        boolean again = true;
        while (again) {
            again = false;
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            } catch (ClosedByInterruptException meantSomethingElse) {
                again = Thread.interrupted();
            } catch (IOException notOnThisPlatform) {
                // Windows cannot open directories; its file systems keep names in order by themselves.
            }
        }
    }

    private record Growing(FileOutputStream file) implements Appending {
        @Override
        public void write(byte[] bytes, int length) throws IOException {
            file.write(bytes, 0, length);
        }

        @Override
        public void force() throws IOException {
            file.getFD().sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
