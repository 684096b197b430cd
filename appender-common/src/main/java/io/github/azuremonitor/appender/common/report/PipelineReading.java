package io.github.azuremonitor.appender.common.report;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is to be known of a running pipeline: for health, metrics and JMX. Shows no secret and no row. While events
 * move, its parts are some microseconds apart.
 *
 * @param number of the pipeline, from 1, as in the names of its threads
 * @param endpoint host of the endpoint, with the port if it is not the usual one
 * @param dcrImmutableId the data collection rule
 * @param stats what became of every event
 * @param standing whether rows reach Azure, for each stream, and why not
 * @param lastProblem the last warning or error that was told, of whatever kind and even if it is over; null if there was
 *     none. Repeats that are thinned do not count
 * @param spoolBytes bytes of batches that wait: of their files, or in memory where there is no disk
 * @param spoolFiles files of waiting batches on disk
 * @param oldestHeld how long ago the oldest row was logged of all that are held, by the event's own time; zero if nothing
 *     is held
 * @param ringUsed slots of 1 KB that are taken
 * @param ringSize slots of 1 KB in all
 * @param posts what POSTs took and brought
 * @param inForce for each appender that is not like another one, what it ships and what it leaves out, as its line at
 *     start has it
 */
public record PipelineReading(
        int number,
        String endpoint,
        String dcrImmutableId,
        PipelineStats stats,
        Standing standing,
        @Nullable Trouble lastProblem,
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
