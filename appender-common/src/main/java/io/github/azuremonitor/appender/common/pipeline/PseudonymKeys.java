package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.PseudonymKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the keys of the steps {@code hash}, once, on the thread that starts the appender. Shows nothing of them. */
final class PseudonymKeys {
    private static final long LARGEST_BYTES = 64 * 1024;

    private final Function<String, @Nullable String> environment;
    private final List<String> faults;

    private PseudonymKeys(Function<String, @Nullable String> environment, List<String> faults) {
        this.environment = environment;
        this.faults = faults;
    }

    /**
     * The same columns with their keys.
     *
     * @param faults gets one sentence for each key that is missing or too short
     */
    static List<Column> into(
            List<Column> columns, Function<String, @Nullable String> environment, List<String> faults) {
        var keys = new PseudonymKeys(environment, faults);
        var with = new ArrayList<Column>(columns.size());
        for (Column column : columns) {
            // Most have none, and the thread that configures logging waits for each lambda.
            with.add(column.hasKeys() ? column.withKeys(key -> keys.read(column.name(), key)) : column);
        }
        return List.copyOf(with);
    }

    private PseudonymKey read(String column, PseudonymKey key) {
        String text;
        String fault;
        if (key.isInFile()) {
            try {
                text = text(Path.of(key.name()));
                fault = PseudonymKey.fault(text);
            } catch (NoSuchFileException missing) {
                text = "";
                fault = "does not exist; write the key into it, or name the file that has it";
            } catch (IOException | RuntimeException unreadable) {
                text = "";
                fault = "cannot be read: " + unreadable.getClass().getSimpleName();
            }
        } else {
            String value = environment.apply(key.name());
            text = value == null ? "" : value;
            fault = text.isBlank() ? "is not set; put the key into it" : PseudonymKey.fault(text);
        }
        if (fault != null) {
            String place = key.isInFile() ? ": the key of hash, the file " : ": the key of hash, the variable ";
            faults.add("column " + column + place + key.name() + ", " + fault);
            return key;
        }
        return key.with(text);
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > LARGEST_BYTES) {
            throw new IOException("above 64 KB");
        }
        return Files.readString(file);
    }
}
