package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.report.Problem;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.time.Time;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Remembers the last warning or error reported, for those who missed it. Any thread. */
final class LastProblem implements Reporter {
    private final Reporter reporter;
    private final Time time;
    private volatile @Nullable Problem last;

    LastProblem(Reporter reporter, Time time) {
        this.reporter = reporter;
        this.time = time;
    }

    /** Null if nothing has been wrong so far. */
    @Nullable Problem last() {
        return last;
    }

    @Override
    public void info(String message) {
        reporter.info(message);
    }

    @Override
    public void warn(String message) {
        remember(message);
        reporter.warn(message);
    }

    @Override
    public void error(String message) {
        remember(message);
        reporter.error(message);
    }

    private void remember(String message) {
        try {
            last = new Problem(Instant.ofEpochMilli(time.epochMillis()), message);
        } catch (OutOfMemoryError full) {
            // The line itself matters more than remembering it.
        }
    }
}
