package io.github.azuremonitor.appender.emulator.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/**
 * A file that is there while the emulator is ready, and at no other time: whoever waits for it must not be told by one of
 * an earlier run. Used by one thread after the other.
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
     * Removes what lies there from an earlier run, and sees that the file can be written later.
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

    /** Writes it: whoever sees the file sees all of it. */
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
