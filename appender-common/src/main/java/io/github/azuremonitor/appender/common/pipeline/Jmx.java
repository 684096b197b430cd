package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.time.OwnThreads;
import org.jspecify.annotations.Nullable;

/**
 * Shows a pipeline in JMX from its start to its end. On a thread of its own, because the JVM's first use of JMX takes a
 * good part of a second on a small machine. Says nothing where there is no JMX: nobody could look there anyway.
 */
final class Jmx {
    private final int number;
    private final String dcr;
    private final PipelineView view;

    private @Nullable Runnable removal;
    private boolean over;

    Jmx(int number, String dcr, PipelineView view) {
        this.number = number;
        this.dcr = dcr;
        this.view = view;
    }

    void start() {
        try {
            OwnThreads.create("azure-monitor-" + number + "-jmx", this::show).start();
        } catch (OutOfMemoryError noThread) {
            // The pipeline has worse to tell of.
        }
    }

    private void show() {
        try {
            Runnable remove = PlatformBeans.register(view, number, dcr);
            if (isOver(remove)) {
                remove.run();
            }
        } catch (Exception | LinkageError | OutOfMemoryError noJmx) {
            // A runtime image without java.management, a security policy, or a full heap.
        }
    }

    /** Waits for nothing: should the pipeline be shown a moment later, it is removed at once. */
    void end() {
        Runnable remove = over();
        if (remove != null) {
            remove.run();
        }
    }

    private synchronized boolean isOver(Runnable remove) {
        removal = remove;
        return over;
    }

    private synchronized @Nullable Runnable over() {
        over = true;
        return removal;
    }
}
