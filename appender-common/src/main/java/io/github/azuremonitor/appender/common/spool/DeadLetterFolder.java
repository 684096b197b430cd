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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps refused rows readable, one file of JSON lines for each refusal: first an object that says why, then the rows.
 * Within a cap of bytes and of age; when the disk fails, rows are counted as refused all the same. Courier only.
 */
final class DeadLetterFolder implements DeadLetters {
    static final String FOLDER = "dead-letters";

    private static final JsonFactory JSON = new JsonFactory();
    static final Pattern FORM = Pattern.compile("\\d{13}-\\d{8}\\.ndjson");
    private static final int TRIES = 1000;

    private final SpoolPlace place;
    private final String dcr;
    private final Disk disk;
    private final long maxBytes;
    private final long maxAgeMillis;
    private final Time time;
    private final DiskHealth health;

    /** Oldest first; what other processes put since the last look is not in it. */
    private final Deque<Found> letters = new ArrayDeque<>();

    private long bytes;
    private long lastSequence;
    private @Nullable Path folder;

    /** @param maxBytes 0 keeps nothing */
    DeadLetterFolder(
            SpoolPlace place, String dcr, Disk disk, long maxBytes, Duration maxAge, Time time, DiskHealth health) {
        this.place = place;
        this.dcr = dcr;
        this.disk = disk;
        this.maxBytes = maxBytes;
        this.maxAgeMillis = maxAge.toMillis();
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
            if (text.length <= maxBytes) {
                letters.addLast(write(text));
                bytes += text.length;
                keepCaps();
            }
        } catch (IOException | RuntimeException failed) {
            folder = null;
            health.odd("refused rows could not be kept in " + place, failed);
        }
    }

    private Found write(byte[] text) throws IOException {
        Path into = open();
        long now = time.epochMillis();
        for (int i = 0; i < TRIES; i++) {
            Path file = into.resolve(String.format(Locale.ROOT, "%013d-%08d.ndjson", now, ++lastSequence));
            try {
                disk.write(file, text);
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
            letters.clear();
            bytes = 0;
            List<Found> found = disk.list(opened);
            found.stream()
                    .filter(file -> FORM.matcher(file.name()).matches())
                    .sorted(Comparator.comparing(Found::name))
                    .forEach(letters::addLast);
            bytes = letters.stream().mapToLong(Found::size).sum();
            folder = opened;
        }
        return opened;
    }

    private void keepCaps() throws IOException {
        long oldest = time.epochMillis() - maxAgeMillis;
        for (Found first = letters.peekFirst();
                first != null && (bytes > maxBytes || millis(first) < oldest);
                first = letters.peekFirst()) {
            letters.removeFirst();
            bytes -= first.size();
            disk.delete(first.path());
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
