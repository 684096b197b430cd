package io.github.azuremonitor.appender.common.spool;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;

/** A batch on disk: all that is known of it without its body. Courier only. */
final class SpoolEntry {
    /** The order of sending. */
    static final Comparator<SpoolEntry> ORDER = Comparator.<SpoolEntry>comparingLong(entry -> entry.turn)
            .thenComparingLong(entry -> entry.content.oldestMillis())
            .thenComparingLong(entry -> entry.name.sequence())
            // Their file in parts, because to put them together takes memory, and an entry has to go when there is
            // none.
            .thenComparingLong(entry -> entry.name.millis())
            .thenComparing(entry -> entry.directory)
            .thenComparing(entry -> entry.name.ending());

    final Path directory;
    final SpoolName name;

    /** Negative for a batch of an earlier run. */
    final long batchId;

    final UUID requestId;
    final SpoolFile content;

    /** 0 at first; entries with a higher one were put behind the others. Set only before it is in the index. */
    long turn;

    /** When it is too old, on the monotonic clock: a wall clock that is set right must not empty the spool. */
    long expiresNanos;

    boolean leased;

    /** Whether another process has it now: it is not deleted any more. */
    boolean foreign;

    /** Whether its parts are counted elsewhere, so that only its bytes count here. */
    boolean replaced;

    /** Not read before this time, after a reading or a POST that failed; meaningful if {@link #mustWait}. */
    private long notBeforeNanos;

    private boolean mustWait;

    SpoolEntry(Path directory, SpoolName name, long batchId, UUID requestId, SpoolFile content) {
        this.directory = directory;
        this.name = name;
        this.batchId = batchId;
        this.requestId = requestId;
        this.content = content;
    }

    /** The same with another turn. */
    SpoolEntry after(long otherTurn) {
        var other = new SpoolEntry(directory, name, batchId, requestId, content);
        other.turn = otherTurn;
        other.expiresNanos = expiresNanos;
        other.leased = leased;
        other.foreign = foreign;
        other.replaced = replaced;
        other.notBeforeNanos = notBeforeNanos;
        other.mustWait = mustWait;
        return other;
    }

    void notBefore(long nanos) {
        notBeforeNanos = nanos;
        mustWait = true;
    }

    /** Nanoseconds until it may be read, 0 if it may be now. */
    long nanosToDue(long nowNanos) {
        return mustWait ? Math.max(0, notBeforeNanos - nowNanos) : 0;
    }

    Path file() {
        return directory.resolve(name.toString());
    }

    /** What it takes from the disk. */
    long bytes() {
        return Disk.taken((long) content.length() + content.bodyBytes());
    }
}
