package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.batch.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The file of one open batch. The flusher writes it; the courier creates it, forces it, and deletes it once it is
 * dropped.
 */
final class JournalPage implements Journal.Page {
    /** Buffered bytes that trigger a write: one call for many rows, but a kill loses what is still buffered. */
    private static final int CHUNK_BYTES = 16 * 1024;

    private static final byte[] NOTHING = {};

    final Path directory;
    final SpoolName name;

    private final DiskJournal journal;
    private final Disk.Appending file;
    /** Rows that are not in the file yet. */
    byte[] pending = new byte[4096];

    private int pendingBytes;
    private String stream = "";
    private int rows;
    private int rawBytes;
    private long oldestMillis = Long.MAX_VALUE;
    private long newestMillis = Long.MIN_VALUE;

    /** Changed by flusher and courier; needs no memory to change. */
    private final AtomicReference<Rows> content = new AtomicReference<>(Rows.WHOLE);

    private final AtomicReference<Use> use = new AtomicReference<>(Use.OPEN);

    private volatile long bytes;
    private long forcedBytes;

    /** Whether the file has the rows of the batch. */
    private enum Rows {
        /** All that were written so far. */
        WHOLE,
        /** Some could not be written, or the file is gone; nothing more is written. */
        BROKEN,
        /** Another process has taken the file: as broken, and not ours to delete. */
        FOREIGN
    }

    /** What the file is needed for. */
    private enum Use {
        OPEN,
        /** Its rows are safe or lost: to be closed and deleted. */
        DROPPED,
        /** Nothing more is written. The file may stay, as a waiting batch or for the next start. */
        CLOSED
    }

    JournalPage(DiskJournal journal, Path directory, SpoolName name, Disk.Appending file) {
        this.journal = journal;
        this.directory = directory;
        this.name = name;
        this.file = file;
    }

    /** Makes this the page of the stream's next batch; flusher only. */
    JournalPage begin(String forStream) {
        stream = forStream;
        try {
            byte[] header = JournalFile.header(forStream);
            System.arraycopy(header, 0, room(header.length), 0, header.length);
            pendingBytes = header.length;
        } catch (OutOfMemoryError noRoom) {
            broken(noRoom);
        }
        return this;
    }

    @Override
    public void add(byte[] row, int length, long epochMillis) {
        if (!isWhole()) {
            return;
        }
        try {
            int framed = JournalFile.framed(length);
            JournalFile.frame(row, length, epochMillis, room(framed), pendingBytes);
            pendingBytes += framed;
        } catch (OutOfMemoryError noRoom) {
            broken(noRoom);
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
        if (pendingBytes == 0 || !isWhole()) {
            return;
        }
        if (use.get() == Use.CLOSED) {
            content.compareAndSet(Rows.WHOLE, Rows.BROKEN);
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
            broken(failed);
        }
    }

    @Override
    public synchronized void finish() {
        write();
        // The batch may wait in the inbox for a long time.
        pending = NOTHING;
        pendingBytes = 0;
    }

    @Override
    public boolean isWhole() {
        return content.get() == Rows.WHOLE;
    }

    @Override
    public void drop() {
        use.compareAndSet(Use.OPEN, Use.DROPPED);
    }

    boolean isDropped() {
        return use.get() == Use.DROPPED;
    }

    /** The header that a start would derive from the file; only once the batch is cut. */
    SpoolFile content() {
        return JournalFile.content(stream, rows, rawBytes, (int) bytes, oldestMillis, newestMillis);
    }

    Path path() {
        return directory.resolve(name.toString());
    }

    /** Bytes that it takes on the disk. */
    long taken() {
        return Disk.taken(bytes);
    }

    /** The file is gone; courier only. */
    void markGone() {
        content.compareAndSet(Rows.WHOLE, Rows.BROKEN);
    }

    /** Another process has taken the file; courier only. */
    void markForeign() {
        content.set(Rows.FOREIGN);
    }

    private void broken(Throwable why) {
        content.compareAndSet(Rows.WHOLE, Rows.BROKEN);
        journal.failed(why);
    }

    boolean isForeign() {
        return content.get() == Rows.FOREIGN;
    }

    /** Forces what was written since the last call; courier only. */
    void force() throws IOException {
        long written = bytes;
        if (written > forcedBytes && use.get() != Use.CLOSED) {
            file.force();
            forcedBytes = written;
        }
    }

    /** Closes the file: nothing more is written; courier only. */
    synchronized void close() {
        if (use.getAndSet(Use.CLOSED) != Use.CLOSED) {
            try {
                file.close();
            } catch (IOException nothingToDo) {
                // What was written is already with the operating system.
            }
        }
    }

    /** The buffer, with room for {@code more} bytes. */
    private byte[] room(int more) {
        if (pending.length - pendingBytes < more) {
            pending = Arrays.copyOf(pending, Math.max(pendingBytes + more, 2 * pending.length));
        }
        return pending;
    }
}
