package io.github.azuremonitor.appender.common;

import io.github.azuremonitor.appender.common.pipeline.AllPipelines;
import io.github.azuremonitor.appender.common.report.PipelineReading;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import java.time.Duration;
import java.util.List;

/**
 * For code that must know that its log events have been delivered: functions that are frozen after each call, jobs that
 * end, audit trails.
 *
 * <pre>{@code
 * boolean accepted = AzureMonitorLogs.flush(Duration.ofSeconds(5));
 * }</pre>
 */
public final class AzureMonitorLogs {
    private AzureMonitorLogs() {}

    /**
     * Waits until Azure has accepted everything that was logged before this call, by all appenders of this copy of the
     * library. Any thread; never throws because of Azure's answer.
     *
     * @param timeout longest wait
     * @return true if Azure accepted all of it; false if time ran out, if events under way were lost, or if no appender
     *     runs. Events dropped earlier are in {@link #stats()}. Delivery continues either way
     */
    public static boolean flush(Duration timeout) {
        return AllPipelines.flush(timeout);
    }

    /** What became of every event so far: a reading for each running pipeline, in no particular order. */
    public static List<PipelineStats> stats() {
        return AllPipelines.stats();
    }

    /**
     * Everything that health checks and metrics show: {@link #stats()}, whether rows reach Azure and if not why, what
     * waits and for how long, and how long POSTs take. A reading for each running pipeline, in no particular order. Any
     * thread; costs some microseconds and no log call waits for it.
     */
    public static List<PipelineReading> readings() {
        return AllPipelines.readings();
    }
}
