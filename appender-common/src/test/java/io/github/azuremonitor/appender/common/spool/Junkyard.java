package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.BatchInfo;
import io.github.azuremonitor.appender.common.testing.ManualTime;
import io.github.azuremonitor.appender.common.testing.Mutations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;

/**
 * What ended processes left: sound batches, and beside them files that nobody in their right mind would write. A new
 * kind of file is one line in {@link #KINDS}.
 */
final class Junkyard {
    static final List<Junk> KINDS = List.of(
            new Junk("noise", yard -> yard.leave(yard.noise(3000))),
            new Junk("mutated", yard -> yard.leave(Mutations.of(yard.file(), yard.random))),
            new Junk("spliced", yard -> yard.leave(yard.spliced())),
            new Junk("journal", yard -> yard.sound.add(yard.leaveJournal(bytes -> bytes))),
            new Junk("mutated journal", yard -> yard.leaveJournal(bytes -> Mutations.of(bytes, yard.random))),
            new Junk("journal cut anywhere", yard -> yard.leaveJournal(yard::cut)),
            new Junk("odd header with a good checksum", yard -> yard.leave(yard.resealed())),
            new Junk("bad body with a good checksum", yard -> yard.leave(file(yard.oddBody()))),
            new Junk("empty files", Junkyard::manyEmpty),
            new Junk("8 GB of nothing", Junkyard::sparse),
            new Junk("wrong name", yard -> Files.write(yard.home.resolve(yard.wrongName()), yard.file())),
            new Junk("directory with a batch's name", Junkyard::directory),
            new Junk("symbolic link", Junkyard::link),
            new Junk("temporary twin", Junkyard::temporaryTwin),
            new Junk("unreadable", Junkyard::unreadable),
            new Junk("directory that cannot be listed", yard -> yard.unlistable.add(yard.another(yard.identity))),
            new Junk("foreign identity", yard -> yard.another(Mutations.of(yard.identity, yard.random))),
            new Junk(
                    "lock that is a directory",
                    yard -> Files.createDirectory(yard.another(yard.identity).resolve(SpoolLocks.FILE))),
            new Junk("things beside the directories", Junkyard::besideTheDirectories));

    /** Rows that must come out exactly once. */
    final Set<String> sound = new HashSet<>();

    /** Rows that must come out exactly once, but not before the disk reads again. */
    final Set<String> later = new HashSet<>();

    /** Bodies that may come out; whatever else does was made up by the reader. */
    private final Set<ByteBuffer> bodies = new HashSet<>();

    /** Rows of journals, each of which may come out. */
    private final Set<String> journaled = new HashSet<>();

    final Set<Path> unreadable = new HashSet<>();
    final Set<Path> unlistable = new HashSet<>();

    private final Random random;
    private final Path root;
    private final byte[] identity;
    private final ManualTime time;
    private final Path home;
    private int count;

    /** One directory with {@code batches} sound batches. */
    Junkyard(Path root, byte[] identity, ManualTime time, Random random, int batches) throws IOException {
        this.root = root;
        this.identity = identity;
        this.time = time;
        this.random = random;
        this.home = directory(identity);
        for (int i = 0; i < batches; i++) {
            sound.add(leaveSound(home, SpoolName.BATCH));
        }
    }

    /** A kind of junk. */
    record Junk(String name, Leaver leaver) {
        /** Leaves it there. */
        interface Leaver {
            void leave(Junkyard yard) throws IOException;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Whether somebody left such a batch. */
    boolean mayCome(Batch batch) {
        return bodies.contains(ByteBuffer.wrap(batch.body())) || journaled.containsAll(Run.texts(batch));
    }

    void leave(Junk junk) throws IOException {
        junk.leaver.leave(this);
    }

    private void leave(byte[] bytes) throws IOException {
        Files.write(home.resolve(name(ending())), bytes);
    }

    private byte[] noise(int most) {
        return Mutations.noise(most, random);
    }

    private byte[] spliced() throws IOException {
        byte[] one = file();
        byte[] other = file();
        return Mutations.spliced(one, random.nextInt(one.length), other, random.nextInt(other.length));
    }

    /** A journal of some rows, after something was done to it; returns the rows as they were. */
    private String leaveJournal(UnaryOperator<byte[]> damage) throws IOException {
        var file = new ByteArrayOutputStream();
        file.write(JournalFile.header(Run.STREAM));
        var texts = new ArrayList<String>();
        count++;
        for (int i = random.nextInt(4); i >= 0; i--) {
            String text = "journal " + count + " row " + i;
            byte[] row = ("{\"Message\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
            byte[] framed = new byte[JournalFile.framed(row.length)];
            JournalFile.frame(row, row.length, time.epochMillis(), framed, 0);
            file.write(framed);
            texts.add(text);
        }
        journaled.addAll(texts);
        Files.write(home.resolve(name(SpoolName.OPEN)), damage.apply(file.toByteArray()));
        return String.join("|", texts);
    }

    private byte[] cut(byte[] bytes) {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }

    private void manyEmpty() throws IOException {
        for (int i = 0; i < 200; i++) {
            Files.createFile(home.resolve(name(ending())));
        }
    }

    private void sparse() throws IOException {
        byte[] start = random.nextBoolean() ? file() : new byte[0];
        try (var file = new RandomAccessFile(home.resolve(name(ending())).toFile(), "rw")) {
            file.write(start);
            file.setLength(1L << 33);
        }
    }

    private void directory() throws IOException {
        Path directory = Files.createDirectory(home.resolve(name(ending())));
        if (random.nextBoolean()) {
            Files.write(directory.resolve(name(SpoolName.BATCH)), file());
        }
    }

    private void link() throws IOException {
        Path target = Files.write(root.resolveSibling("outside-" + count), file());
        Files.createSymbolicLink(
                home.resolve(name(ending())), random.nextBoolean() ? target : Path.of("nowhere" + count));
    }

    private void temporaryTwin() throws IOException {
        if (random.nextBoolean()) {
            sound.add(leaveSound(home, SpoolName.TEMPORARY));
            return;
        }
        String name = name(SpoolName.BATCH);
        Batch batch = batch();
        sound.add(text(batch));
        Files.write(home.resolve(name), file(batch));
        Files.write(home.resolve(name.replace(SpoolName.BATCH, SpoolName.TEMPORARY)), file());
    }

    private void unreadable() throws IOException {
        String name = name(random.nextBoolean() ? SpoolName.BATCH : SpoolName.TEMPORARY);
        Batch batch = batch();
        later.add(text(batch));
        unreadable.add(Files.write(home.resolve(name), file(batch)));
    }

    private void besideTheDirectories() throws IOException {
        Files.write(root.resolve(UUID.randomUUID().toString()), noise(100));
        Files.createDirectory(root.resolve(UUID.randomUUID().toString()));
        Files.createDirectories(root.resolve("x".repeat(1 + random.nextInt(255))));
        Path outside = directory(identity);
        leaveSound(outside, SpoolName.BATCH);
        Path moved = Files.move(outside, root.resolveSibling("moved-" + ++count));
        Files.createSymbolicLink(root.resolve(UUID.randomUUID().toString()), moved);
        Path full = Files.createDirectory(root.resolve(UUID.randomUUID().toString()));
        Files.createDirectory(full.resolve(SpoolIdentity.FILE));
    }

    private Path another(byte[] whose) throws IOException {
        Path directory = directory(whose);
        String text = leaveSound(directory, SpoolName.BATCH);
        if (Arrays.equals(whose, identity)) {
            // Whatever is wrong with the directory: if it is read after all, then once.
            maybe.add(text);
        }
        return directory;
    }

    /** Rows that may come out, but not twice. */
    final Set<String> maybe = new HashSet<>();

    private Path directory(byte[] whose) throws IOException {
        Path directory =
                Files.createDirectories(root.resolve(new UUID(random.nextLong(), random.nextLong()).toString()));
        Files.write(directory.resolve(SpoolIdentity.FILE), whose);
        return directory;
    }

    private String leaveSound(Path directory, String ending) throws IOException {
        Batch batch = batch();
        Files.write(directory.resolve(name(ending)), file(batch));
        return text(batch);
    }

    private String ending() {
        return List.of(SpoolName.BATCH, SpoolName.BATCH, SpoolName.TEMPORARY, SpoolName.OPEN, SpoolName.BAD)
                .get(random.nextInt(5));
    }

    private String name(String ending) {
        return new SpoolName(time.epochMillis(), ++count, ending).toString();
    }

    private String wrongName() {
        return switch (random.nextInt(6)) {
            case 0 -> "%013d-%09d.batch".formatted(time.epochMillis(), 1 + random.nextInt(count + 1));
            case 1 -> "%013d-999999999999999999.%s".formatted(time.epochMillis(), ending());
            case 2 -> "-000000000001-00000001.batch";
            case 3 -> "%013d-%08d.BATCH".formatted(time.epochMillis(), count);
            case 4 -> "\u0661".repeat(13) + "-00000001.batch";
            default -> "9".repeat(1 + random.nextInt(200)) + ".batch";
        };
    }

    /** The whole file of some batch. */
    private byte[] file() throws IOException {
        return file(batch());
    }

    private static byte[] file(Batch batch) throws IOException {
        byte[] header = SpoolFile.header(batch);
        return Mutations.spliced(header, header.length, batch.body(), 0);
    }

    /** A file whose header says something odd and has the right checksum all the same. */
    private byte[] resealed() throws IOException {
        byte[] bytes = file();
        ByteBuffer fields = ByteBuffer.wrap(bytes);
        switch (random.nextInt(4)) {
            case 0 -> fields.putInt(8 + 4 * random.nextInt(4), Mutations.edge(random));
            case 1 -> fields.putLong(24 + 8 * random.nextInt(2), (long) Mutations.edge(random) << 32);
            case 2 -> fields.putShort(6, (short) (50 + random.nextInt(fields.getShort(6) - 50)));
            default -> fields.put(46 + random.nextInt(Run.STREAM.length()), (byte) random.nextInt());
        }
        int end = Math.max(46, Math.min(bytes.length, fields.getShort(6)) - 4);
        var checksum = new CRC32C();
        checksum.update(bytes, 0, end);
        return fields.putInt(end, (int) checksum.getValue()).array();
    }

    private Batch oddBody() throws IOException {
        int rows = 1 + random.nextInt(5);
        return switch (random.nextInt(6)) {
            case 0 -> batch(rows, 10_000, noise(1000));
            case 1 -> batch(rows, 2 << 20, gzip(new byte[40 << 20]));
            case 2 -> batch(rows, 1000, gzip(noise(1000)));
            case 3 -> {
                byte[] raw = ",\n".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
                raw[0] = '[';
                raw[raw.length - 1] = ']';
                yield batch(rows, raw.length, gzip(raw));
            }
            case 4 -> {
                byte[] raw = ("[{\"TimeGenerated\":\"+1000000000-12-31T23:59:59.9Z\",\"a\":" + "[".repeat(2000)
                                + "},\n{\"TimeGenerated\":\"-1000000000-01-01T00:00:00Z\"}]")
                        .getBytes(StandardCharsets.US_ASCII);
                yield batch(2, raw.length, gzip(raw));
            }
            default -> batch(rows, 2, gzip("[]".getBytes(StandardCharsets.US_ASCII)));
        };
    }

    /** A sound batch with rows that no other has. */
    private Batch batch() throws IOException {
        int rows = 1 + random.nextInt(3);
        var json = new StringBuilder();
        count++;
        for (int i = 0; i < rows; i++) {
            json.append(i == 0 ? "[" : ",\n")
                    .append("{\"Message\":\"left ")
                    .append(count)
                    .append(" row ");
            json.append(i).append("\"}");
        }
        byte[] raw = json.append(']').toString().getBytes(StandardCharsets.UTF_8);
        return batch(rows, raw.length, gzip(raw));
    }

    private Batch batch(int rows, int rawBytes, byte[] body) {
        byte[] some = body.length == 0 ? new byte[1] : body;
        bodies.add(ByteBuffer.wrap(some));
        long now = time.epochMillis();
        return new Batch(1, new UUID(1, count), new BatchInfo(Run.STREAM, rows, Math.max(2, rawBytes), now, now), some);
    }

    private static String text(Batch batch) {
        return String.join("|", Run.texts(batch));
    }

    private static byte[] gzip(byte[] raw) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(raw);
        }
        return packed.toByteArray();
    }
}
