package io.github.azuremonitor.appender.common.spool;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The machine's disk. */
final class RealDisk implements Disk {
    private static final Set<OpenOption> NEW_FILE =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

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
            // Another process tidies up while this one looks.
        }
    }

    @Override
    public void makeDirectory(Path directory) throws IOException {
        OwnerOnly.makeDirectory(directory);
    }

    @Override
    public void write(Path file, byte[]... parts) throws IOException {
        try (FileChannel channel = FileChannel.open(file, NEW_FILE, OwnerOnly.file(file))) {
            OwnerOnly.restrict(file);
            for (byte[] part : parts) {
                var left = ByteBuffer.wrap(part);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
            }
            channel.force(true);
        }
    }

    @Override
    public Appending create(Path file) throws IOException {
        FileChannel.open(file, NEW_FILE, OwnerOnly.file(file)).close();
        OwnerOnly.restrict(file);
        // Unlike a channel's, its file stays open when somebody interrupts the thread that writes.
        return new Growing(new FileOutputStream(file.toFile(), true));
    }

    @Override
    public byte[] read(Path file, int most) throws IOException {
        try (FileChannel channel = FileChannel.open(file, READ)) {
            var bytes = ByteBuffer.allocate((int) Math.min(most, channel.size()));
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // Until the end of the file or of what is wanted.
            }
            byte[] read = new byte[bytes.position()];
            bytes.flip().get(read);
            return read;
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
    public void forceDirectory(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException notOnThisPlatform) {
            // Windows opens no directory; its file systems keep the order of names by themselves.
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
