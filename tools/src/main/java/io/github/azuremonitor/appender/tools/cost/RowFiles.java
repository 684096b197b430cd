package io.github.azuremonitor.appender.tools.cost;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.azuremonitor.appender.common.spool.SpoolInspection;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Content;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Folder;
import io.github.azuremonitor.appender.tools.input.BadInput;
import io.github.azuremonitor.appender.tools.input.ConfigFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Reads rows out of files of JSON lines, as {@code spool export} writes them, and out of spools; tells how far it is. */
final class RowFiles {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long TOLD_EACH = 50_000;

    private final Measured measured;
    private final PrintWriter progress;
    private long others;

    RowFiles(Measured measured, PrintWriter progress) {
        this.measured = measured;
        this.progress = progress;
    }

    /** Lines that are no row, and rows of damaged files that could not be read. */
    long others() {
        return others;
    }

    void read(Path from) throws BadInput {
        String name = from.toString();
        try {
            if (Files.isDirectory(from)) {
                for (Folder folder : new SpoolInspection().folders(from)) {
                    for (Content file : folder.files()) {
                        spooled(file.path());
                    }
                }
            } else if (name.endsWith(".batch") || name.endsWith(".open")) {
                spooled(from);
            } else {
                lines(from);
            }
        } catch (IOException unreadable) {
            throw new BadInput(from + ": " + ConfigFiles.reason(unreadable));
        }
    }

    private void spooled(Path file) throws IOException {
        List<byte[]> rows = new SpoolInspection().rows(file).rows();
        for (byte[] row : rows) {
            add(new String(row, StandardCharsets.UTF_8), row.length);
        }
    }

    private void lines(Path file) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isBlank()) {
                    add(line, line.getBytes(StandardCharsets.UTF_8).length);
                }
            }
        }
    }

    private void add(String text, int size) {
        JsonNode row;
        try {
            row = JSON.readTree(text);
        } catch (JsonProcessingException noJson) {
            others++;
            return;
        }
        if (!row.isObject()) {
            others++;
            return;
        }
        measured.add(row, size);
        if (measured.rows() % TOLD_EACH == 0) {
            progress.println(
                    String.format(Locale.ROOT, "… %,d rows, %,d MB", measured.rows(), measured.bytes() / 1_000_000));
            progress.flush();
        }
    }
}
