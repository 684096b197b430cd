package io.github.azuremonitor.appender.tools.spool;

import io.github.azuremonitor.appender.common.spool.SpoolInspection;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Rows;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes rows of spool files as lines of JSON, and reports what could not be read. */
final class RowWriter {
    private final Writer out;
    private final PrintWriter err;
    private final @Nullable String stream;
    private final SpoolInspection inspection = new SpoolInspection();
    private long rows;
    private int damaged;

    /** @param stream the only one wanted, or null for all */
    RowWriter(Writer out, PrintWriter err, @Nullable String stream) {
        this.out = out;
        this.err = err;
        this.stream = stream;
    }

    void write(List<Path> files) {
        for (Path file : files) {
            Rows read;
            try {
                read = inspection.rows(file);
            } catch (NoSuchFileException sentMeanwhile) {
                continue;
            } catch (IOException unreadable) {
                tell(file, String.valueOf(unreadable.getMessage()));
                continue;
            }
            if (read.damage() != null) {
                tell(file, read.damage());
            }
            if (stream == null || stream.equals(read.stream())) {
                write(read);
            }
        }
    }

    long rows() {
        return rows;
    }

    int damaged() {
        return damaged;
    }

    private void write(Rows read) {
        try {
            for (byte[] row : read.rows()) {
                out.write(new String(row, StandardCharsets.UTF_8));
                out.write('\n');
                rows++;
            }
        } catch (IOException full) {
            throw new UncheckedIOException(full.getMessage(), full);
        }
    }

    private void tell(Path file, String why) {
        damaged++;
        err.println(file + ": damaged (" + why + ")");
    }
}
