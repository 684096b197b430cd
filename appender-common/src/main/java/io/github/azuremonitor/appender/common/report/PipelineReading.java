package io.github.azuremonitor.appender.common.report;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything to know about a running pipeline, for health, metrics and JMX. Shows no secret and no row. While events
 * move, its parts are some microseconds apart.
 *
 * @param number of the pipeline, from 1, as in the names of its threads
 * @param endpoint host of the endpoint, with the port unless it is the default
 * @param dcrImmutableId the data collection rule that rows go to now; of several, another one after a refusal
 * @param stats what became of every event
 * @param deliveryStatus whether rows reach Azure, for each stream, and why not
 * @param lastProblem the last warning or error reported, of whatever kind and even if it is over; null if there was
 *     none. Suppressed repeats do not count
 * @param spoolBytes bytes of waiting batches: of their files, or in memory where there is no disk
 * @param spoolFiles files of waiting batches on disk
 * @param oldestHeld age of the oldest held row by the event's own time; zero if nothing is held
 * @param ringUsed slots of 1 KB that are in use
 * @param ringSize slots of 1 KB in all
 * @param posts durations and results of POSTs
 * @param inForce for each appender that differs from the others, what it ships and leaves out, as in its status line at
 *     start
 */
public record PipelineReading(
        int number,
        String endpoint,
        String dcrImmutableId,
        PipelineStats stats,
        DeliveryStatus deliveryStatus,
        @Nullable Problem lastProblem,
        long spoolBytes,
        long spoolFiles,
        Duration oldestHeld,
        long ringUsed,
        long ringSize,
        PostStats posts,
        List<String> inForce) {
    /** Copies the list. */
    public PipelineReading {
        inForce = List.copyOf(inForce);
    }
}
