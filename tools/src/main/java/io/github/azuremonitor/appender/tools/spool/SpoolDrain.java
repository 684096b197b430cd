package io.github.azuremonitor.appender.tools.spool;

import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.time.Time;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Waits until a pipeline has sent the rows of some files. */
final class SpoolDrain {
    private final List<Path> files;
    private final Supplier<PipelineStats> stats;
    private final Time time;
    private final Runnable pause;

    /**
     * @param files files to send; the pipeline deletes or renames each once its fate is known
     * @param pause waits for a moment
     */
    SpoolDrain(List<Path> files, Supplier<PipelineStats> stats, Time time, Runnable pause) {
        this.files = files;
        this.stats = stats;
        this.time = time;
        this.pause = pause;
    }

    /** True if nothing is waiting any more; false if nothing was accepted for {@code patience}, or on an interrupt. */
    boolean await(Duration patience) {
        long accepted = stats.get().accepted();
        long since = time.nanos();
        while (!isOver()) {
            long now = stats.get().accepted();
            if (now != accepted) {
                accepted = now;
                since = time.nanos();
            } else if (time.nanos() - since >= patience.toNanos()
                    || Thread.currentThread().isInterrupted()) {
                return false;
            }
            pause.run();
        }
        return true;
    }

    /** A file can be gone, or renamed because it was found to be complete, while its rows are still under way. */
    private boolean isOver() {
        return files.stream().noneMatch(Files::exists) && stats.get().held() == 0;
    }
}
