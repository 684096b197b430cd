package io.github.azuremonitor.appender.common;

import io.github.azuremonitor.appender.common.pipeline.AllPipelines;
import io.github.azuremonitor.appender.common.report.PipelineReading;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import java.time.Duration;
import java.util.List;

/**
 * For code that has to be sure that its log events are on their way: functions that are frozen after each call, jobs
 * that end, audit trails.
 *
 * <pre>{@code
 * boolean accepted = AzureMonitorLogs.flush(Duration.ofSeconds(5));
 * }</pre>
 */
public final class AzureMonitorLogs {
    private AzureMonitorLogs() {}

    /**
     * Waits until Azure has accepted everything that was logged before this call, by all appenders of this copy of the
     * library. Any thread; never throws for what Azure answers.
     *
     * @param timeout longest wait
     * @return true if Azure accepted all of it; false if the time was over before, if events that were under way were
     *     lost, or if no appender runs. Events that were dropped earlier are in {@link #stats()}. Delivery goes on either
     *     way
     */
    public static boolean flush(Duration timeout) {
        return AllPipelines.flush(timeout);
    }

    /** What became of every event so far: a reading for each running pipeline, in no particular order. */
    public static List<PipelineStats> stats() {
        return AllPipelines.stats();
    }

    /**
     * All that health checks and metrics show: {@link #stats()}, whether rows reach Azure and why not, what waits and for
     * how long, what POSTs took. A reading for each running pipeline, in no particular order. Any thread; costs some
     * microseconds and no log call waits for it.
     */
    public static List<PipelineReading> readings() {
        return AllPipelines.readings();
    }
}
