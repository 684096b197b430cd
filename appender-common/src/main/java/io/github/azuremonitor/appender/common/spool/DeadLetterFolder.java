package io.github.azuremonitor.appender.common.spool;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.BatchSplitter;
import io.github.azuremonitor.appender.common.spool.Disk.Found;
import io.github.azuremonitor.appender.common.time.Time;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps refused rows readable, one file of JSON lines for each refusal: first an object that says why, then the rows.
 * Bounded in bytes and age; rows are counted as refused even if the disk fails. Courier only.
 */
final class DeadLetterFolder implements DeadLetters {
    static final String FOLDER = "dead-letters";

    private static final JsonFactory JSON = new JsonFactory();
    static final Pattern FORM = Pattern.compile("\\d{13}-\\d{8}\\.ndjson");
    private static final int TRIES = 1000;
    private static final long LOOK_NANOS = Duration.ofHours(1).toNanos();

    private final SpoolLocation place;
    private final String dcr;
    private final Disk disk;
    private final long maxBytes;
    private final Expiries expiries;
    private final Time time;
    private final DiskHealth health;

    /** Oldest first; without what other processes have written since the last look. */
    private final Deque<Found> letters = new ArrayDeque<>();

    private long bytes;
    private long lastSequence;
    private boolean looked;
    private long lastLookNanos;
    private @Nullable Path folder;

    /** @param maxBytes 0 keeps nothing */
    DeadLetterFolder(
            SpoolLocation place, String dcr, Disk disk, long maxBytes, Duration maxAge, Time time, DiskHealth health) {
        this.place = place;
        this.dcr = dcr;
        this.disk = disk;
        this.maxBytes = maxBytes;
        this.expiries = new Expiries(maxAge, time);
        this.time = time;
        this.health = health;
    }

    @Override
    public void put(Batch rows, String reason, int status, String requestId) {
        if (maxBytes == 0) {
            return;
        }
        try {
            byte[] text = text(rows, reason, status, requestId);
            if (Disk.taken(text.length) <= maxBytes) {
                letters.addLast(write(text));
                bytes += Disk.taken(text.length);
                keepCaps();
            }
        } catch (IOException | RuntimeException failed) {
            folder = null;
            health.fileProblem("refused rows could not be kept in " + place, failed);
        }
    }

    /** At once, then every hour: what earlier runs and other processes left counts too. */
    @Override
    public void maintain() {
        long now = time.nanos();
        if (maxBytes == 0 || (looked && now - lastLookNanos < LOOK_NANOS)) {
            return;
        }
        looked = true;
        lastLookNanos = now;
        SpoolLocation.Opened found;
        try {
            found = place.open();
        } catch (IOException | RuntimeException told) {
            // Opened by the spool, which needs it more.
            return;
        }
        try {
            look(found.root().resolve(FOLDER).resolve(dcr));
            keepCaps();
        } catch (NoSuchFileException nothingWasEverRefused) {
            folder = null;
        } catch (IOException | RuntimeException failed) {
            folder = null;
            health.fileProblem("old refused rows could not be looked for in " + place, failed);
        }
    }

    private Found write(byte[] text) throws IOException {
        Path into = open();
        long now = time.epochMillis();
        for (int i = 0; i < TRIES; i++) {
            Path file = into.resolve(String.format(Locale.ROOT, "%013d-%08d.ndjson", now, ++lastSequence));
            try {
                disk.write(file, text);
                expiries.of(file, now);
                return new Found(file, false, text.length, now);
            } catch (FileAlreadyExistsException ofAnotherProcess) {
                // The next number is free, or the one after.
            } catch (IOException | RuntimeException torn) {
                disk.delete(file);
                throw torn;
            }
        }
        throw new IOException("no free name");
    }

    private Path open() throws IOException {
        Path opened = folder;
        if (opened == null) {
            Path all = place.open().root().resolve(FOLDER);
            disk.makeDirectory(all);
            opened = all.resolve(dcr);
            disk.makeDirectory(opened);
            look(opened);
        }
        return opened;
    }

    private void look(Path into) throws IOException {
        letters.clear();
        bytes = 0;
        long now = time.nanos();
        List<Found> found = disk.list(into);
        found.stream()
                .filter(file -> !file.isDirectory() && FORM.matcher(file.name()).matches())
                .sorted(Comparator.comparingLong((Found file) -> expiries.of(file.path(), millis(file)) - now)
                        .thenComparing(Found::name))
                .forEach(letters::addLast);
        Set<Path> there = letters.stream().map(Found::path).collect(Collectors.toSet());
        expiries.forgetUnless(there::contains);
        bytes = letters.stream().mapToLong(Found::taken).sum();
        folder = into;
    }

    private void keepCaps() {
        for (Found first = letters.peekFirst();
                first != null && (bytes > maxBytes || expiries.isOver(first.path(), millis(first)));
                first = letters.peekFirst()) {
            letters.removeFirst();
            bytes -= first.taken();
            delete(first.path());
        }
    }

    /** A failed deletion must not keep the others from being deleted: the next look finds the file again. */
    private void delete(Path letter) {
        try {
            disk.delete(letter);
            expiries.forget(letter);
        } catch (IOException | RuntimeException stays) {
            health.fileProblem(letter + " cannot be deleted", stays);
        }
    }

    private static long millis(Found letter) {
        return Long.parseLong(letter.name().substring(0, 13));
    }

    private byte[] text(Batch rows, String reason, int status, String requestId) throws IOException {
        var out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("reason", reason);
            json.writeNumberField("status", status);
            json.writeStringField("requestId", requestId);
            json.writeStringField(
                    "time", Instant.ofEpochMilli(time.epochMillis()).toString());
            json.writeStringField("stream", rows.stream());
            json.writeEndObject();
        }
        out.write('\n');
        for (byte[] row : BatchSplitter.rows(rows)) {
            out.write(row);
            out.write('\n');
        }
        return out.toByteArray();
    }
}
