package io.github.azuremonitor.appender.common.pipeline;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One call that waits until everything logged before it is accepted. */
final class Flush {
    private final @Nullable Flushes owner;
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();

    /** Completed by the courier, with whether the batches were accepted. */
    final CompletableFuture<Boolean> settled = new CompletableFuture<>();

    /** What was logged before is no matter. */
    final Flushes.Point since;

    /** Events lost before they got into the ring, when this was asked. */
    final long lostAtDoor;

    /** Youngest slot of the ring when this was asked. */
    final long upTo;

    /** Batches that had been opened when the ring was read so far; flusher only. */
    long openUpTo;

    /** Youngest batch that is waited for; written by the flusher before {@link #done}, read after it. */
    volatile long lastBatch;

    /** Whether a row did not come as far as a batch; as {@link #lastBatch}. */
    volatile boolean lostSome;

    Flush(@Nullable Flushes owner, Flushes.Point since, long lostAtDoor, long upTo) {
        this.owner = owner;
        this.since = since;
        this.lostAtDoor = lostAtDoor;
        this.upTo = upTo;
        this.lostSome = lostAtDoor > since.lostAtDoor();
        this.lastBatch = since.batch();
        var unused = settled.thenAccept(accepted -> done.complete(accepted && !lostSome));
    }

    /** What a closed pipeline answers. */
    static Flush refused() {
        var flush = new Flush(null, new Flushes.Point(0, 0, 0), 0, 0);
        flush.giveUp();
        return flush;
    }

    /**
     * Waits; false if the time was over before everything was settled, or if a row was lost. Called once, by the thread
     * that asked.
     */
    boolean await(Duration timeout) {
        boolean accepted = Waiting.until(done, timeout);
        if (!giveUp() && owner != null) {
            owner.answered(this);
        }
        return accepted;
    }

    /** Whether nobody waits any more; any thread. */
    boolean isOver() {
        return done.isDone();
    }

    /** Nobody waits any more. Returns false if there was an answer; any thread. */
    boolean giveUp() {
        boolean first = done.complete(false);
        settled.complete(false);
        return first;
    }
}
