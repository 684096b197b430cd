package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.report.Trouble;
import io.github.azuremonitor.appender.common.time.Time;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Remembers the last warning or error that was told, for those who did not listen. Any thread. */
final class LastProblem implements Reporter {
    private final Reporter reporter;
    private final Time time;
    private volatile @Nullable Trouble last;

    LastProblem(Reporter reporter, Time time) {
        this.reporter = reporter;
        this.time = time;
    }

    /** Null if nothing was wrong so far. */
    @Nullable Trouble last() {
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
            last = new Trouble(Instant.ofEpochMilli(time.epochMillis()), message);
        } catch (OutOfMemoryError full) {
            // The line itself is more than what is remembered of it.
        }
    }
}
