package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.PipelineMXBean;
import io.github.azuremonitor.appender.common.report.PipelineReading;
import io.github.azuremonitor.appender.common.report.Trouble;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows readings as attributes. Any thread. */
final class PipelineView implements PipelineMXBean {
    private final Supplier<PipelineReading> pipeline;

    PipelineView(Supplier<PipelineReading> pipeline) {
        this.pipeline = pipeline;
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
        return now().standing().state().word();
    }

    @Override
    public @Nullable String getStateReason() {
        return sentence(now().standing().why());
    }

    @Override
    public @Nullable String getStateSince() {
        return time(now().standing().why());
    }

    @Override
    public Map<String, String> getStreams() {
        var states = new TreeMap<String, String>();
        now().standing().streams().forEach((stream, state) -> states.put(stream, state.word()));
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
        return now().stats().offered();
    }

    @Override
    public long getAccepted() {
        return now().stats().accepted();
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
        var losses = new TreeMap<String, Long>();
        for (Map.Entry<DropReason, Long> loss : now().stats().dropped().entrySet()) {
            losses.put(loss.getKey().name(), loss.getValue());
        }
        return losses;
    }

    @Override
    public long getRecovered() {
        return now().stats().recovered();
    }

    @Override
    public long getReported() {
        return now().stats().reported();
    }

    @Override
    public long getUnfitValues() {
        return now().stats().unfitValues();
    }

    @Override
    public long getRedactionsGivenUp() {
        return now().stats().redactionsGivenUp();
    }

    @Override
    public long getHeldRows() {
        return now().stats().held();
    }

    @Override
    public double getOldestHeldSeconds() {
        return now().oldestHeld().toMillis() / 1e3;
    }

    @Override
    public long getSpoolBytes() {
        return now().spoolBytes();
    }

    @Override
    public long getSpoolFiles() {
        return now().spoolFiles();
    }

    @Override
    public long getRingUsed() {
        return now().ringUsed();
    }

    @Override
    public long getRingSize() {
        return now().ringSize();
    }

    @Override
    public long getPosts() {
        return now().stats().posts();
    }

    @Override
    public long getPostedBytes() {
        return now().stats().bytesPosted();
    }

    @Override
    public double getPostMillisMean() {
        return now().posts().nanos().mean() / 1e6;
    }

    @Override
    public double getPostMillisMax() {
        return now().posts().nanos().max() / 1e6;
    }

    @Override
    public Map<String, Long> getResponses() {
        return now().posts().responses();
    }

    @Override
    public Map<String, Long> getRetries() {
        return now().posts().retries();
    }

    @Override
    public long getBatches() {
        return now().posts().batchRows().count();
    }

    @Override
    public double getBatchRowsMean() {
        return now().posts().batchRows().mean();
    }

    @Override
    public double getBatchBytesMean() {
        return now().posts().batchBytes().mean();
    }

    private static @Nullable String sentence(@Nullable Trouble trouble) {
        return trouble == null ? null : trouble.sentence();
    }

    private static @Nullable String time(@Nullable Trouble trouble) {
        return trouble == null ? null : trouble.time().toString();
    }
}
