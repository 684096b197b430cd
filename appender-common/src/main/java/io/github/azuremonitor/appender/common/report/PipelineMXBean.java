package io.github.azuremonitor.appender.common.report;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A running pipeline as JMX shows it, under {@code io.github.azuremonitor.appender:type=Pipeline,id=<n>,dcr=<rule>}. Each
 * attribute is read anew; times are ISO 8601 in UTC. What they mean is told at {@link PipelineReading} and its parts.
 */
public interface PipelineMXBean {
    /** Number of the pipeline, as in the names of its threads. */
    int getId();

    /** Host of the endpoint, with the port if it is not the usual one. */
    String getEndpoint();

    /** The data collection rule. */
    String getDcrImmutableId();

    /** What each appender ships and leaves out, as its line at start has it. */
    List<String> getInForce();

    /** {@code shipping}, {@code overdue}, {@code spooling} or {@code refused}: that of the stream which is worst off. */
    String getState();

    /** What keeps the rows and what to do about it; null while shipping. */
    @Nullable String getStateReason();

    /** Since when it does; null while shipping. */
    @Nullable String getStateSince();

    /** The state of each stream. */
    Map<String, String> getStreams();

    /** The last warning or error that was told, even if it is over; null if there was none. */
    @Nullable String getLastError();

    /** When it was told. */
    @Nullable String getLastErrorTime();

    /** Events that log calls handed over, lost ones included. */
    long getOffered();

    /** Rows that Azure accepted. */
    long getAccepted();

    /** Events that were not delivered, for all reasons, those included that routes leave out. */
    long getDropped();

    /** The same without what routes leave out. */
    long getLost();

    /** Events that were not delivered by reason, those of nothing left out. */
    Map<String, Long> getDroppedByReason();

    /** Rows of earlier runs. */
    long getRecovered();

    /** Rows of the library's own that tell of losses. */
    long getReported();

    /** Values left out of rows because they did not fit their column's type. */
    long getUnfitValues();

    /** Values left out of rows because searching them took too long. */
    long getRedactionsGivenUp();

    /** Rows that have left the ring and that Azure has not accepted. */
    long getHeldRows();

    /** How long ago the oldest of them was logged, in seconds. */
    double getOldestHeldSeconds();

    /** Bytes of batches that wait: of their files, or in memory where there is no disk. */
    long getSpoolBytes();

    /** Files of batches that wait. */
    long getSpoolFiles();

    /** Slots of 1 KB in the ring that are taken. */
    long getRingUsed();

    /** Slots of 1 KB in the ring. */
    long getRingSize();

    /** POSTs started. */
    long getPosts();

    /** Bytes of their bodies, after gzip. */
    long getPostedBytes();

    /** Mean time from the start of a POST to its answer, in milliseconds. */
    double getPostMillisMean();

    /** Longest time of the last one to two minutes, in milliseconds. */
    double getPostMillisMax();

    /** Attempts by what came of them: status, {@code timeout}, {@code unreachable}, {@code no-token}. */
    Map<String, Long> getResponses();

    /** Those of them after which the batch is sent again. */
    Map<String, Long> getRetries();

    /** Accepted batches. */
    long getBatches();

    /** Mean of their rows. */
    double getBatchRowsMean();

    /** Mean of their bytes, as JSON before gzip. */
    double getBatchBytesMean();
}
