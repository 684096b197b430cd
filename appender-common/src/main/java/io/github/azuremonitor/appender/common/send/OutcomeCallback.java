package io.github.azuremonitor.appender.common.send;

import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.time.OwnThreads;
import io.github.azuremonitor.appender.common.time.Time;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands one outcome to its receiver: exactly once, on a thread of our own. A receiver that throws gets it again with
 * the next {@link #maintain}, which also ends what is overdue: the JDK's timers do not fire when the heap is full.
 */
final class OutcomeCallback {
    /**
     * Runs the steps of every exchange of this copy of the library. Never shut down: it holds no thread while idle, and
     * an answer that arrives after its sender was closed still gets a thread.
     */
    static final ExecutorService POOL = OwnThreads.pool("azure-monitor-http");

    private static final long GRACE_NANOS = Duration.ofSeconds(5).toNanos();

    private final Consumer<Outcome> receiver;
    private final Reporter reporter;
    private final Time time;
    private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();
    private final AtomicBoolean given = new AtomicBoolean();
    private volatile long deadlineNanos;
    private volatile boolean told;

    /** Gives up what is under way, without allocating. */
    private volatile @Nullable Runnable abandon;

    /** @param limit as {@link #within}, for the time until the first step runs */
    OutcomeCallback(Consumer<Outcome> receiver, Reporter reporter, Time time, Duration limit) {
        this.receiver = receiver;
        this.reporter = reporter;
        this.time = time;
        within(limit);
    }

    /** Sets a limit for the next step: the time that working timers allow it, and some seconds for them to fire. */
    void within(Duration limit) {
        deadlineNanos = time.nanos() + limit.toNanos() + GRACE_NANOS;
    }

    /** Sets how to give up if the answer never comes. */
    void whenOverdue(Runnable givesUp) {
        abandon = givesUp;
    }

    /** Runs {@code step} on a thread of our own; whatever it throws becomes the answer. */
    void onOwnThread(Runnable step) {
        try {
            Runnable guarded = () -> {
                try {
                    step.run();
                } catch (Throwable failure) {
                    // An Error as well: a batch without an answer would hold its place in the window for ever.
                    give(ConnectionFailure.unexpected(failure));
                }
            };
            POOL.execute(guarded);
        } catch (Throwable noThread) {
            // No memory for a thread. An answer on the wrong thread is better than a lost batch.
            give(ConnectionFailure.unexpected(noThread));
        }
    }

    /** Delivers the answer unless one was delivered before. */
    void give(Outcome answer) {
        if (outcome.compareAndSet(null, answer)) {
            handOn(answer);
        }
    }

    /** Whether the receiver has the answer; tries again if not, and ends what is overdue. */
    boolean maintain() {
        Outcome known = outcome.get();
        if (known != null) {
            handOn(known);
        } else if (time.nanos() - deadlineNanos > 0) {
            overdue();
        }
        return given.get();
    }

    private void overdue() {
        give(ConnectionFailure.OVERDUE);
        Runnable givesUp = abandon;
        if (givesUp != null) {
            givesUp.run();
        }
    }

    private void handOn(Outcome answer) {
        if (!given.compareAndSet(false, true)) {
            return;
        }
        try {
            receiver.accept(answer);
        } catch (Throwable failure) {
            given.set(false);
            tell(failure);
        }
    }

    private void tell(Throwable failure) {
        if (!told && !(failure instanceof OutOfMemoryError)) {
            told = true;
            reporter.warn("an answer could not be handed on and is tried again; please report it: " + failure);
        }
    }
}
