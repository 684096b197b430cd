package io.github.azuremonitor.appender.common.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The file {@code identity} in each directory: cloud and data collection rule of the rows in it. Rows for one must not be
 * sent to another. Courier only.
 */
final class SpoolIdentity {
    static final String FILE = "identity";

    static final int MOST_BYTES = 4096;

    private final List<byte[]> ours;
    private final byte[] mine;
    private final Disk disk;

    /** @param identities the first one is written, rows of all are sent */
    SpoolIdentity(List<String> identities, Disk disk) {
        this.ours = identities.stream()
                .map(identity -> identity.getBytes(StandardCharsets.UTF_8))
                .toList();
        this.mine = ours.get(0);
        this.disk = disk;
    }

    /** Writes ours into a directory; the caller forces and closes the file. */
    Disk.Appending write(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        disk.delete(file);
        Disk.Appending written = disk.create(file);
        try {
            written.write(mine, mine.length);
        } catch (IOException | RuntimeException failed) {
            written.close();
            throw failed;
        }
        return written;
    }

    /** Whether its rows have the same destination as ours. */
    boolean isOfOurs(Path directory) {
        try {
            return isOurs(disk.read(directory.resolve(FILE), MOST_BYTES));
        } catch (IOException incomplete) {
            return false;
        }
    }

    private boolean isOurs(byte[] theirs) {
        return ours.stream().anyMatch(one -> Arrays.equals(theirs, one));
    }

    /** The rule that the rows in a directory are for; empty if it is unknown, or the same as ours. */
    String otherRule(Path directory) {
        try {
            byte[] theirs = disk.read(directory.resolve(FILE), MOST_BYTES);
            String[] lines = new String(theirs, StandardCharsets.UTF_8).split("\n", -1);
            return isOurs(theirs) || lines.length != 3 ? "" : lines[1];
        } catch (IOException incomplete) {
            return "";
        }
    }
}
