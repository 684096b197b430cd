package io.github.azuremonitor.appender.common.flush;

import io.github.azuremonitor.appender.common.time.Time;
import io.github.azuremonitor.appender.common.time.UninterruptedWait;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One call that waits until everything logged before it is accepted. */
public final class Flush {
    /** Between two looks at whether a flush is hopeless. */
    private static final long LOOK_NANOS = 50_000_000L;

    private final @Nullable Flushes owner;
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();

    /** Completed by the courier, with whether the batches were accepted. */
    final CompletableFuture<Boolean> settled = new CompletableFuture<>();

    /** Events logged before this point do not matter. */
    final Flushes.Point since;

    /** Events lost before they entered the ring, by the time of this call. */
    final long lostAtDoor;

    /** Youngest slot of the ring at the time of this call. */
    final long upTo;

    /** Batches opened by the time the ring was read up to that slot; flusher only. */
    long openUpTo;

    /** Youngest batch to wait for; written by the flusher before {@link #done}, read after it. */
    volatile long lastBatch;

    /** Whether a row was lost before it reached a batch; as {@link #lastBatch}. */
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

    /** The answer of a closed pipeline. */
    public static Flush refused() {
        var flush = new Flush(null, new Flushes.Point(0, 0, 0), 0, 0);
        flush.giveUp();
        return flush;
    }

    /**
     * Waits; false if time ran out before everything was settled, or if a row was lost. Called once, by the thread that
     * asked.
     */
    public boolean await(Duration timeout) {
        boolean accepted = UninterruptedWait.until(done, timeout);
        if (!giveUp() && owner != null) {
            owner.answered(this);
        }
        return accepted;
    }

    /** As {@link #await(Duration)}, but false soon after {@code hopeless} is true. */
    public boolean await(Duration timeout, BooleanSupplier hopeless) {
        long end = Time.SYSTEM.nanos() + TimeUnit.NANOSECONDS.convert(timeout);
        long left = end - Time.SYSTEM.nanos();
        while (left > 0 && !done.isDone() && !hopeless.getAsBoolean()) {
            UninterruptedWait.until(done, Duration.ofNanos(Math.min(left, LOOK_NANOS)));
            left = end - Time.SYSTEM.nanos();
        }
        return await(Duration.ZERO);
    }

    /** Whether the caller has stopped waiting; any thread. */
    boolean isOver() {
        return done.isDone();
    }

    /** The caller stops waiting. Returns false if there was an answer; any thread. */
    boolean giveUp() {
        boolean first = done.complete(false);
        settled.complete(false);
        return first;
    }
}
