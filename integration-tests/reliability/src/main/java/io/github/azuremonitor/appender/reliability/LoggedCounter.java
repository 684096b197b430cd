package io.github.azuremonitor.appender.reliability;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How many log calls have returned. It lives in a mapped file: what was written to it survives {@code kill -9}, because
 * the page belongs to the operating system, and writing costs no system call.
 */
final class LoggedCounter {
    private final MappedByteBuffer page;

    private LoggedCounter(MappedByteBuffer page) {
        this.page = page;
    }

    static LoggedCounter create(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer page = channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
            page.order(ByteOrder.nativeOrder());
            return new LoggedCounter(page);
        }
    }

    void set(long logged) {
        page.putLong(0, logged);
    }

    /** What a counter of another process says, 0 before it has one. */
    static long read(Path file) throws IOException {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return bytes.length < Long.BYTES
                    ? 0
                    : ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getLong();
        } catch (NoSuchFileException notYet) {
            return 0;
        }
    }
}
