package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.batch.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The file of one open batch. The flusher writes; the courier makes it, forces it, and deletes it once it is dropped.
 */
final class JournalPage implements Journal.Page {
    /** Written at once when so much has come together: one call for many rows, but a kill takes what waits for it. */
    private static final int CHUNK_BYTES = 16 * 1024;

    private static final byte[] NOTHING = {};

    final Path directory;
    final SpoolName name;

    private final DiskJournal journal;
    private final Disk.Appending file;
    private byte[] pending = new byte[4096];
    private int pendingBytes;
    private String stream = "";
    private int rows;
    private int rawBytes;
    private long oldestMillis = Long.MAX_VALUE;
    private long newestMillis = Long.MIN_VALUE;

    /** Set when bytes could not be written, or were not any more. */
    private volatile boolean broken;

    /** Set when another process has the file now. */
    private volatile boolean foreign;

    private volatile long bytes;

    /** Set when nobody needs it any more. */
    private volatile boolean dropped;

    private boolean closed;
    private long forcedBytes;

    JournalPage(DiskJournal journal, Path directory, SpoolName name, Disk.Appending file) {
        this.journal = journal;
        this.directory = directory;
        this.name = name;
        this.file = file;
    }

    /** Makes it the page of that stream's next batch; flusher only. */
    JournalPage begin(String forStream) {
        stream = forStream;
        try {
            byte[] header = JournalFile.header(forStream);
            System.arraycopy(header, 0, room(header.length), 0, header.length);
            pendingBytes = header.length;
        } catch (OutOfMemoryError noRoom) {
            broken = true;
            journal.failed(noRoom);
        }
        return this;
    }

    @Override
    public void add(byte[] row, int length, long epochMillis) {
        if (broken) {
            return;
        }
        try {
            int framed = JournalFile.framed(length);
            JournalFile.frame(row, length, epochMillis, room(framed), pendingBytes);
            pendingBytes += framed;
        } catch (OutOfMemoryError noRoom) {
            broken = true;
            journal.failed(noRoom);
            return;
        }
        rows++;
        rawBytes += length + 2;
        oldestMillis = Math.min(oldestMillis, epochMillis);
        newestMillis = Math.max(newestMillis, epochMillis);
        if (pendingBytes >= CHUNK_BYTES) {
            write();
        }
    }

    @Override
    public synchronized void write() {
        if (pendingBytes == 0 || broken) {
            return;
        }
        if (closed) {
            broken = true;
            return;
        }
        try {
            file.write(pending, pendingBytes);
            long before = taken();
            bytes = bytes + pendingBytes;
            journal.grew(taken() - before);
            pendingBytes = 0;
            if (pending.length > 2 * CHUNK_BYTES) {
                pending = new byte[CHUNK_BYTES];
            }
        } catch (IOException | RuntimeException | Error failed) {
            broken = true;
            journal.failed(failed);
        }
    }

    @Override
    public synchronized void finish() {
        write();
        // The batch may wait in the inbox for long.
        pending = NOTHING;
        pendingBytes = 0;
    }

    @Override
    public boolean isWhole() {
        return !broken;
    }

    @Override
    public void drop() {
        dropped = true;
    }

    boolean isDropped() {
        return dropped;
    }

    /** What a start would find in the file; only once the batch is cut. */
    SpoolFile content() {
        return JournalFile.content(stream, rows, rawBytes, (int) bytes, oldestMillis, newestMillis);
    }

    Path path() {
        return directory.resolve(name.toString());
    }

    /** What it takes from the disk. */
    long taken() {
        return Disk.taken(bytes);
    }

    /** Nothing in it can be relied on: the file is gone, or {@code another} process has it; courier only. */
    void giveUp(boolean another) {
        foreign = another;
        broken = true;
    }

    boolean isForeign() {
        return foreign;
    }

    /** Forces what was written since the last time; courier only. */
    void force() throws IOException {
        long written = bytes;
        if (written > forcedBytes && !isClosed()) {
            file.force();
            forcedBytes = written;
        }
    }

    /** Bytes of memory that the page takes beside its batch; for tests. */
    int pendingCapacity() {
        return pending.length;
    }

    /** Nothing is written any more; courier only. */
    synchronized void close() {
        if (!closed) {
            closed = true;
            try {
                file.close();
            } catch (IOException nothingToDo) {
                // What was written is with the operating system.
            }
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** The buffer, with room for so many bytes more. */
    private byte[] room(int more) {
        if (pending.length - pendingBytes < more) {
            pending = Arrays.copyOf(pending, Math.max(pendingBytes + more, 2 * pending.length));
        }
        return pending;
    }
}
