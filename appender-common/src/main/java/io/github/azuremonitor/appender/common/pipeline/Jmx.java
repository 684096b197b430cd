package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.time.OwnThreads;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Shows a pipeline in JMX from soon after its start to its end. On a thread of its own, because the JVM's first use of JMX
 * takes most of a second on a small machine, and after a while, because the application needs that processor for its own
 * start. Silent where there is no JMX: nobody could look at it anyway.
 */
final class Jmx {
    /** Longer than from a start to the first log call in most applications. */
    private static final long DELAY_MILLIS = 300;

    private final int number;
    private final String dcr;
    private final PipelineView view;

    private @Nullable Runnable removal;
    private final CountDownLatch over = new CountDownLatch(1);

    Jmx(int number, String dcr, PipelineView view) {
        this.number = number;
        this.dcr = dcr;
        this.view = view;
    }

    void start() {
        try {
            OwnThreads.create("azure-monitor-" + number + "-jmx", this::show).start();
        } catch (OutOfMemoryError noThread) {
            // The pipeline has worse problems to report.
        }
    }

    private void show() {
        try {
            if (over.await(DELAY_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
            Runnable remove = PlatformBeans.register(view, number, dcr);
            if (isOver(remove)) {
                remove.run();
            }
        } catch (Exception | LinkageError | OutOfMemoryError noJmx) {
            // A runtime image without java.management, a security policy, or a full heap.
        }
    }

    /** Does not wait: if the pipeline is shown a moment later, it is removed at once. */
    void end() {
        Runnable remove = over();
        if (remove != null) {
            remove.run();
        }
    }

    private synchronized boolean isOver(Runnable remove) {
        removal = remove;
        return over.getCount() == 0;
    }

    private synchronized @Nullable Runnable over() {
        over.countDown();
        return removal;
    }
}
