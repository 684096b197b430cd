package io.github.azuremonitor.appender.emulator.rows;

import io.github.azuremonitor.appender.emulator.dcr.ColumnType;
import io.github.azuremonitor.appender.emulator.files.FileFault;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Accepted bodies in a file, in their order, so that their rows outlive the process. Each record has a check sum; what
 * follows a damaged one is not read: a killed process leaves half a record. Not synchronized: the store that writes it
 * is.
 */
final class RowsFile {
    private static final int MARK = 0x524F5753;
    private static final int MOST_BODY_BYTES = 64 << 20;

    private final Path file;
    private long bytes;

    /**
     * Opens the file in a directory, which is created if necessary.
     *
     * @throws UncheckedIOException if it cannot be
     */
    RowsFile(Path directory) {
        this.file = directory.resolve("rows");
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /**
     * What earlier processes have written, oldest first.
     *
     * @param columns of a rule's stream, or null if there is no such stream any more, whose rows are left out
     */
    List<Submission> read(BiFunction<String, String, @Nullable Map<String, ColumnType>> columns) {
        var all = new ArrayList<Submission>();
        if (!Files.exists(file)) {
            return all;
        }
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            while (in.available() > 0 && in.readInt() == MARK) {
                String rule = in.readUTF();
                String stream = in.readUTF();
                String requestId = in.readUTF();
                String clientRequestId = in.readUTF();
                Instant receivedAt = Instant.ofEpochSecond(in.readLong(), in.readInt());
                boolean gzip = in.readBoolean();
                int length = in.readInt();
                if (length < 0 || length > MOST_BODY_BYTES) {
                    break;
                }
                byte[] body = in.readNBytes(length);
                if (body.length < length || in.readLong() != checkSum(body)) {
                    break;
                }
                Map<String, ColumnType> known = columns.apply(rule, stream);
                if (known != null) {
                    all.add(new Submission(
                            body,
                            gzip,
                            rule,
                            stream,
                            known,
                            receivedAt,
                            requestId,
                            clientRequestId.isEmpty() ? null : clientRequestId));
                }
            }
        } catch (IOException endsEarly) {
            // The complete records before it have been read.
        }
        return all;
    }

    /** Appends a body. */
    void add(Submission body) {
        write(file, List.of(body), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Rewrites the file with these bodies only. */
    void replace(List<Submission> bodies) {
        Path fresh = file.resolveSibling("rows.tmp");
        bytes = 0;
        write(fresh, bodies, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
        try {
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** The bytes written since the file was last rewritten, that included. */
    long bytes() {
        return bytes;
    }

    private void write(Path to, List<Submission> bodies, OpenOption... options) {
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(to, withWrite(options))))) {
            for (Submission body : bodies) {
                out.writeInt(MARK);
                body.writeTo(out);
                out.writeLong(checkSum(body.body()));
            }
            out.flush();
            bytes += out.size();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private static OpenOption[] withWrite(OpenOption... options) {
        var all = new ArrayList<>(List.of(options));
        all.add(StandardOpenOption.WRITE);
        return all.toArray(OpenOption[]::new);
    }

    private static long checkSum(byte[] body) {
        var sum = new CRC32();
        sum.update(body);
        return sum.getValue();
    }

    private UncheckedIOException broken(IOException e) {
        return new UncheckedIOException("rows cannot be kept in " + file + ": " + FileFault.reason(e), e);
    }
}
