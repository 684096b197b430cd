package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.OpenBatch;
import io.github.azuremonitor.appender.common.report.PipelineContext;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The machine's disk as a script has it: slow, full, torn, dead. Forces nothing to the device, which no process can tell,
 * and lists in the order of names, so that a run can be repeated elsewhere.
 */
public final class PlayedDisk implements Disk {
    /** What is done with files. */
    public enum Call {
        LIST,
        MAKE,
        WRITE,
        CREATE,
        APPEND,
        READ,
        RENAME,
        DELETE,
        FORCE
    }

    /** Decides what becomes of each call. */
    public interface Script {
        /** Comes before the call, which fails if this throws. */
        void before(Call call, Path file) throws IOException;

        /** How many of the bytes get there; comes after {@link #before} of a write or of an addition to a file. */
        int written(Path file, int bytes);

        /** Comes after a write of which not all bytes got there. */
        void torn(Path file) throws IOException;

        /** Milliseconds since 1970 as the time of each change. */
        long modifiedMillis();
    }

    private final RealDisk real = new RealDisk();
    private final Script script;

    public PlayedDisk(Script script) {
        this.script = script;
    }

    /** A pipeline's disk on top of this one. */
    public DiskBuffer buffer(
            PipelineSettings settings, PipelineContext context, long memoryBytes, Runnable wakeCourier) {
        return new DiskBuffer(settings, context, memoryBytes, wakeCourier, this);
    }

    @Override
    public List<Found> list(Path directory) throws IOException {
        script.before(Call.LIST, directory);
        var found = new ArrayList<Found>();
        for (Found entry : real.list(directory)) {
            found.add(new Found(entry.path(), entry.isDirectory(), entry.size(), script.modifiedMillis()));
        }
        found.sort(Comparator.comparing(Found::path));
        return found;
    }

    @Override
    public void makeDirectory(Path directory) throws IOException {
        script.before(Call.MAKE, directory);
        real.makeDirectory(directory);
    }

    @Override
    public void write(Path file, byte[]... parts) throws IOException {
        script.before(Call.WRITE, file);
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part);
        }
        int written = script.written(file, all.size());
        Files.write(file, Arrays.copyOf(all.toByteArray(), written), StandardOpenOption.CREATE_NEW);
        if (written < all.size()) {
            script.torn(file);
        }
    }

    @Override
    public Appending create(Path file) throws IOException {
        script.before(Call.CREATE, file);
        return new Growing(file, real.create(file));
    }

    @Override
    public byte[] read(Path file, int most) throws IOException {
        script.before(Call.READ, file);
        return real.read(file, most);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        script.before(Call.RENAME, from);
        real.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        script.before(Call.DELETE, file);
        real.delete(file);
    }

    @Override
    public Volume volume(Path directory) throws IOException {
        return real.volume(directory);
    }

    @Override
    public Set<PosixFilePermission> modes(Path path) throws IOException {
        return real.modes(path);
    }

    @Override
    public void changeModes(Path path, Set<PosixFilePermission> modes) throws IOException {
        real.changeModes(path, modes);
    }

    @Override
    public void forceDirectory(Path directory) {
        try {
            script.before(Call.FORCE, directory);
        } catch (IOException ignored) {
            // As the real one does.
        }
    }

    /** Files with that ending anywhere below a directory. */
    public static List<Path> files(Path root, String ending) {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Batches that a next start would find below a directory, those of half-finished files among them. */
    public static List<Batch> waiting(Path root) {
        var batches = new ArrayList<Batch>();
        Stream.of(files(root, ".batch"), files(root, ".tmp"), files(root, ".open"))
                .flatMap(List::stream)
                .forEach(file -> batches.addAll(batchIn(file)));
        return batches;
    }

    /** The batch in a file, or none if it is damaged. */
    public static List<Batch> batchIn(Path file) {
        try {
            byte[] whole = Files.readAllBytes(file);
            if (file.toString().endsWith(".open")) {
                return journal(whole);
            }
            SpoolFile content = SpoolFile.read(whole, whole.length);
            return List.of(new Batch(-1, new UUID(0, 0), content.batch(), content.body(whole)));
        } catch (DamagedFileException | java.nio.file.NoSuchFileException nothing) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Batch> journal(byte[] whole) throws DamagedFileException {
        if (whole.length == 0) {
            return List.of();
        }
        JournalFile journal = JournalFile.read(whole);
        try (var batch = new OpenBatch(journal.content().stream(), 1)) {
            for (int i = 0; i < journal.content().rows(); i++) {
                byte[] row = journal.row(i);
                batch.add(row, row.length, journal.millis()[i], 0);
            }
            return batch.rows() == 0 ? List.of() : List.of(batch.finish(-1, new UUID(0, 0)));
        }
    }

    private final class Growing implements Appending {
        private final Path file;
        private final Appending real;

        Growing(Path file, Appending real) {
            this.file = file;
            this.real = real;
        }

        @Override
        public void write(byte[] bytes, int length) throws IOException {
            script.before(Call.APPEND, file);
            int written = script.written(file, length);
            real.write(bytes, written);
            if (written < length) {
                script.torn(file);
            }
        }

        @Override
        public void force() throws IOException {
            script.before(Call.FORCE, file);
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }
}
