package io.github.azuremonitor.appender.emulator.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/**
 * A file that exists only while the emulator is ready: a file of an earlier run must not mislead those who wait for it.
 * Used by one thread at a time.
 */
public final class ReadyFile {
    private final Path file;
    private final Path fresh;
    private byte[] written = {};

    private ReadyFile(Path file) {
        this.file = file;
        this.fresh = file.resolveSibling(file.getFileName() + ".tmp");
    }

    /**
     * Removes a file of an earlier run, and checks that the file can be written later.
     *
     * @throws IOException if not; {@link FileFault} tells why
     */
    public static ReadyFile cleared(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file)) {
            throw new IOException(file + " is no regular file");
        }
        ReadyFile ready = new ReadyFile(file);
        Files.deleteIfExists(file);
        Files.write(ready.fresh, ready.written);
        Files.delete(ready.fresh);
        return ready;
    }

    /** Writes it atomically. */
    public void write(String text) throws IOException {
        written = text.getBytes(StandardCharsets.UTF_8);
        Files.write(fresh, written);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes it, unless it has been written by somebody else since. */
    public void remove() {
        try {
            if (written.length > 0 && Arrays.equals(Files.readAllBytes(file), written)) {
                Files.delete(file);
            }
        } catch (IOException e) {
            // It is gone already, or stays: at the end there is nobody to tell.
        }
    }
}
