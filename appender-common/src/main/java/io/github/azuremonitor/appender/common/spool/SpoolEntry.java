package io.github.azuremonitor.appender.common.spool;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;

/** A batch on disk, without its body. Courier only. */
final class SpoolEntry {
    /** What is done with it here. */
    private enum State {
        WAITING,
        /** Being sent. */
        LEASED,
        /** Being sent in parts, which are counted elsewhere: only its bytes count here. */
        REPLACED
    }

    /** The order of sending. */
    static final Comparator<SpoolEntry> ORDER = Comparator.<SpoolEntry>comparingLong(entry -> entry.turn)
            .thenComparingLong(entry -> entry.content.oldestMillis())
            .thenComparingLong(entry -> entry.name.sequence())
            // The parts of the file name, because joining them takes memory, and removing an entry must not.
            .thenComparingLong(entry -> entry.name.millis())
            .thenComparing(entry -> entry.directory)
            .thenComparing(entry -> entry.name.ending());

    final Path directory;
    final SpoolName name;

    /** Negative for a batch of an earlier run. */
    final long batchId;

    final UUID requestId;
    final SpoolFile content;

    /** 0 at first; entries with a higher value come after the others. Set only before the entry is in the index. */
    long turn;

    /** When it becomes too old, on the monotonic clock: a corrected wall clock must not empty the spool. */
    long expiresNanos;

    /** Whether another process has its file now, so that it must not be deleted; whatever the state, and for good. */
    private boolean foreign;

    private State state = State.WAITING;

    /** Not read before this time, on the monotonic clock. */
    private long notBeforeNanos;

    SpoolEntry(Path directory, SpoolName name, long batchId, UUID requestId, SpoolFile content) {
        this.directory = directory;
        this.name = name;
        this.batchId = batchId;
        this.requestId = requestId;
        this.content = content;
    }

    /** The same entry with another turn. */
    SpoolEntry after(long otherTurn) {
        var other = new SpoolEntry(directory, name, batchId, requestId, content);
        other.turn = otherTurn;
        other.expiresNanos = expiresNanos;
        other.foreign = foreign;
        other.state = state;
        other.notBeforeNanos = notBeforeNanos;
        return other;
    }

    /** Whether it can be leased, evicted or moved, or was taken while it waited. */
    boolean isWaiting() {
        return state == State.WAITING;
    }

    /** Whether it can be leased, evicted or moved. */
    boolean isAvailable() {
        return isWaiting() && !foreign;
    }

    boolean isForeign() {
        return foreign;
    }

    /** Another process has its file now. */
    void giveAway() {
        foreign = true;
    }

    void lease() {
        state = State.LEASED;
    }

    void release() {
        state = State.WAITING;
    }

    /** From now on its parts count instead. */
    void replace() {
        state = State.REPLACED;
    }

    boolean isReplaced() {
        return state == State.REPLACED;
    }

    void notBefore(long nanos) {
        notBeforeNanos = nanos;
    }

    /** Nanoseconds until it may be read, 0 for now. */
    long nanosToDue(long nowNanos) {
        return Math.max(0, notBeforeNanos - nowNanos);
    }

    Path file() {
        return directory.resolve(name.toString());
    }

    /** Bytes that it takes on the disk. */
    long bytes() {
        return Disk.taken((long) content.length() + content.bodyBytes());
    }
}
