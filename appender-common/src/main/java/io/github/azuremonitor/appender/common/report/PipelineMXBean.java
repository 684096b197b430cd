package io.github.azuremonitor.appender.common.report;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A running pipeline as JMX shows it, under {@code io.github.azuremonitor.appender:type=Pipeline,id=<n>,dcr=<rule>}.
 * Each attribute is read afresh; times are ISO 8601 in UTC. {@link PipelineReading} and its parts say what they mean.
 */
public interface PipelineMXBean {
    /** Number of the pipeline, as in the names of its threads. */
    int getId();

    /** Host of the endpoint, with the port unless it is the default. */
    String getEndpoint();

    /** The data collection rule that rows go to now. */
    String getDcrImmutableId();

    /** What each appender ships and leaves out, as in its status line at start. */
    List<String> getInForce();

    /** {@code shipping}, {@code overdue}, {@code spooling} or {@code refused}: the worst state of its streams. */
    String getState();

    /** Why rows wait and what to do about it; null while shipping. */
    @Nullable String getStateReason();

    /** Since when they wait; null while shipping. */
    @Nullable String getStateSince();

    /** The state of each stream. */
    Map<String, String> getStreams();

    /** The last warning or error reported, even if it is over; null if there was none. */
    @Nullable String getLastError();

    /** When it was reported. */
    @Nullable String getLastErrorTime();

    /** Events of log calls, lost ones included. */
    long getOffered();

    /** Rows that Azure accepted. */
    long getAccepted();

    /** Events that were not delivered, for any reason, including those that routes leave out. */
    long getDropped();

    /** The same without what routes leave out. */
    long getLost();

    /** Events that were not delivered, by reason; reasons without events are left out. */
    Map<String, Long> getDroppedByReason();

    /** Rows of earlier runs. */
    long getRecovered();

    /** Rows of the library's own: about losses, and heartbeats. */
    long getReported();

    /** Values that were cut, and objects of which something was left out. */
    long getCutValues();

    /** The same by column and logger, with a blank between. */
    Map<String, Long> getCutValuesByLogger();

    /** Values left out of rows because they did not fit their column's type. */
    long getUnfitValues();

    /** The same by column and logger, with a blank between. */
    Map<String, Long> getUnfitValuesByLogger();

    /** Values left out of rows because searching them took too long. */
    long getRedactionsGivenUp();

    /** Rows that have left the ring and that Azure has not accepted yet. */
    long getHeldRows();

    /** How long ago the oldest of them was logged, in seconds. */
    double getOldestHeldSeconds();

    /** Bytes of waiting batches: of their files, or in memory where there is no disk. */
    long getSpoolBytes();

    /** Files of waiting batches. */
    long getSpoolFiles();

    /** Slots of 1 KB in the ring that are in use. */
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

    /** Attempts by result: status, {@code timeout}, {@code unreachable}, {@code no-token}. */
    Map<String, Long> getResponses();

    /** Attempts after which the batch is sent again. */
    Map<String, Long> getRetries();

    /** Accepted batches. */
    long getBatches();

    /** Mean of their rows. */
    double getBatchRowsMean();

    /** Mean of their bytes, as JSON before gzip. */
    double getBatchBytesMean();

    /** For how long the next three have been counted, in seconds. */
    double getCountedSeconds();

    /** Rows put into batches, by stream, level and logger, with a blank between; of many rows an estimate. */
    Map<String, Long> getRowsByLogger();

    /** Their bytes, as JSON before gzip, by the same names. */
    Map<String, Long> getBytesByLogger();

    /** The same bytes by stream and column, with a blank between. */
    Map<String, Long> getBytesByColumn();
}
