package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.report.Metric;
import io.github.azuremonitor.appender.common.report.PipelineMXBean;
import io.github.azuremonitor.appender.common.report.PipelineReading;
import io.github.azuremonitor.appender.common.report.Problem;
import io.github.azuremonitor.appender.common.report.VolumeStats;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows readings as attributes; what they count is in {@link Metric}. Any thread. */
final class PipelineView implements PipelineMXBean {
    private final Supplier<PipelineReading> pipeline;
    private final Supplier<VolumeStats> volumes;

    PipelineView(Supplier<PipelineReading> pipeline, Supplier<VolumeStats> volumes) {
        this.pipeline = pipeline;
        this.volumes = volumes;
    }

    private PipelineReading now() {
        return pipeline.get();
    }

    @Override
    public int getId() {
        return now().number();
    }

    @Override
    public String getEndpoint() {
        return now().endpoint();
    }

    @Override
    public String getDcrImmutableId() {
        return now().dcrImmutableId();
    }

    @Override
    public List<String> getInForce() {
        return now().inForce();
    }

    @Override
    public String getState() {
        return now().deliveryStatus().state().word();
    }

    @Override
    public @Nullable String getStateReason() {
        return sentence(now().deliveryStatus().why());
    }

    @Override
    public @Nullable String getStateSince() {
        return time(now().deliveryStatus().why());
    }

    @Override
    public Map<String, String> getStreams() {
        var states = new TreeMap<String, String>();
        now().deliveryStatus().streams().forEach((stream, state) -> states.put(stream, state.word()));
        return states;
    }

    @Override
    public @Nullable String getLastError() {
        return sentence(now().lastProblem());
    }

    @Override
    public @Nullable String getLastErrorTime() {
        return time(now().lastProblem());
    }

    @Override
    public long getOffered() {
        return count(Metric.OFFERED);
    }

    @Override
    public long getAccepted() {
        return count(Metric.ACCEPTED);
    }

    @Override
    public long getDropped() {
        return now().stats().totalDropped();
    }

    @Override
    public long getLost() {
        return now().stats().totalLost();
    }

    @Override
    public Map<String, Long> getDroppedByReason() {
        var losses = counts(Metric.DROPPED);
        losses.values().removeIf(count -> count == 0);
        return losses;
    }

    @Override
    public long getRecovered() {
        return count(Metric.RECOVERED);
    }

    @Override
    public long getReported() {
        return count(Metric.REPORTED);
    }

    @Override
    public long getCutValues() {
        return count(Metric.CUT_VALUES);
    }

    @Override
    public Map<String, Long> getCutValuesByLogger() {
        return counts(Metric.CUT_VALUES_BY_LOGGER);
    }

    @Override
    public long getUnfitValues() {
        return count(Metric.UNFIT_VALUES);
    }

    @Override
    public Map<String, Long> getUnfitValuesByLogger() {
        return counts(Metric.UNFIT_VALUES_BY_LOGGER);
    }

    @Override
    public long getRedactionsGivenUp() {
        return count(Metric.REDACTIONS_GIVEN_UP);
    }

    @Override
    public long getHeldRows() {
        return count(Metric.HELD_ROWS);
    }

    @Override
    public double getOldestHeldSeconds() {
        return number(Metric.OLDEST_HELD, "");
    }

    @Override
    public long getSpoolBytes() {
        return count(Metric.SPOOL_BYTES);
    }

    @Override
    public long getSpoolFiles() {
        return count(Metric.SPOOL_FILES);
    }

    @Override
    public long getRingUsed() {
        return count(Metric.RING_USED);
    }

    @Override
    public long getRingSize() {
        return count(Metric.RING_SIZE);
    }

    @Override
    public long getPosts() {
        return count(Metric.POSTS);
    }

    @Override
    public long getPostedBytes() {
        return count(Metric.POSTED_BYTES);
    }

    @Override
    public double getPostMillisMean() {
        return mean(Metric.POST) * 1e3;
    }

    @Override
    public double getPostMillisMax() {
        return number(Metric.POST, "max") * 1e3;
    }

    @Override
    public Map<String, Long> getResponses() {
        return counts(Metric.RESPONSES);
    }

    @Override
    public Map<String, Long> getRetries() {
        return counts(Metric.RETRIES);
    }

    @Override
    public long getBatches() {
        return (long) number(Metric.BATCH_ROWS, "count");
    }

    @Override
    public double getBatchRowsMean() {
        return mean(Metric.BATCH_ROWS);
    }

    @Override
    public double getBatchBytesMean() {
        return mean(Metric.BATCH_BYTES);
    }

    @Override
    public double getCountedSeconds() {
        return volumes.get().counted().toMillis() / 1e3;
    }

    @Override
    public Map<String, Long> getRowsByLogger() {
        return new TreeMap<>(volumes.get().rowsByLogger());
    }

    @Override
    public Map<String, Long> getBytesByLogger() {
        return new TreeMap<>(volumes.get().bytesByLogger());
    }

    @Override
    public Map<String, Long> getBytesByColumn() {
        return new TreeMap<>(volumes.get().bytesByColumn());
    }

    private long count(Metric metric) {
        return (long) number(metric, "");
    }

    private double number(Metric metric, String key) {
        return metric.values(now()).getOrDefault(key, 0.0);
    }

    private Map<String, Long> counts(Metric metric) {
        var counts = new TreeMap<String, Long>();
        metric.values(now()).forEach((key, number) -> counts.put(key, number.longValue()));
        return counts;
    }

    private double mean(Metric metric) {
        Map<String, Double> summary = metric.values(now());
        double count = summary.getOrDefault("count", 0.0);
        return count == 0 ? 0 : summary.getOrDefault("total", 0.0) / count;
    }

    private static @Nullable String sentence(@Nullable Problem problem) {
        return problem == null ? null : problem.sentence();
    }

    private static @Nullable String time(@Nullable Problem problem) {
        return problem == null ? null : problem.time().toString();
    }
}
