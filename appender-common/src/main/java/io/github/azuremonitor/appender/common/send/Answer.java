package io.github.azuremonitor.appender.common.send;

import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.time.OwnThreads;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Hands one outcome to its receiver: exactly once, on an own thread, whatever the receiver throws. */
final class Answer {
    /**
     * Runs the steps of every exchange of this copy of the library. Never shut down: it holds no thread while idle, and
     * an answer that arrives after its sender was closed still finds a thread.
     */
    static final ExecutorService POOL = OwnThreads.pool("azure-monitor-http");

    private final Consumer<Outcome> receiver;
    private final Reporter reporter;
    private final AtomicBoolean given = new AtomicBoolean();

    Answer(Consumer<Outcome> receiver, Reporter reporter) {
        this.receiver = receiver;
        this.reporter = reporter;
    }

    /** Runs {@code step} on an own thread; whatever it throws becomes the answer. */
    void onOwnThread(Runnable step) {
        Runnable guarded = () -> {
            try {
                step.run();
            } catch (Throwable failure) {
                // An Error as well: a batch without an answer would hold its place in the window for ever.
                give(Unreachable.unexpected(failure));
            }
        };
        try {
            POOL.execute(guarded);
        } catch (Throwable noThread) {
            // No memory for a thread. A late answer on a wrong thread is better than a lost batch.
            give(Unreachable.unexpected(noThread));
        }
    }

    /** Gives the answer unless one was given before. */
    void give(Outcome outcome) {
        if (!given.compareAndSet(false, true)) {
            return;
        }
        try {
            receiver.accept(outcome);
        } catch (RuntimeException failure) {
            reporter.warn("an answer could not be handed on, so its rows are kept until the stop; please report it: "
                    + failure);
        }
    }
}
