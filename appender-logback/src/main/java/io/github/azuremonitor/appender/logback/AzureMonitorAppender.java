package io.github.azuremonitor.appender.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterAttachableImpl;
import ch.qos.logback.core.spi.FilterReply;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.event.Values;
import io.github.azuremonitor.appender.common.pipeline.PipelineHandle;
import io.github.azuremonitor.appender.common.pipeline.StartResult;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Ships log events into a table of Azure Monitor Logs.
 *
 * <pre>{@code
 * <appender name="AZURE" class="io.github.azuremonitor.appender.logback.AzureMonitorAppender">
 *   <endpoint>https://my-dce-5kyl.eastus-1.ingest.monitor.azure.com</endpoint>
 *   <dcrImmutableId>dcr-00a0000a000a00000a000000aa000a0a</dcrImmutableId>
 *   <streamName>Custom-JavaLogs_CL</streamName>
 * </appender>
 * }</pre>
 *
 * <p>{@link #doAppend} may be called by any thread, holds no lock and throws nothing. It is not derived from Logback's
 * base classes, because their guard against recursion would drop what a {@code toString} logs while its event is
 * formatted.
 */
public final class AzureMonitorAppender extends AzureMonitorSettings implements Appender<ILoggingEvent> {
    private final FilterAttachableImpl<ILoggingEvent> filters = new FilterAttachableImpl<>();
    /**
     * How many events look for Spring Boot: its mark appears after the appender's start and disappears before the last
     * beans have logged, when an exit hook may need to know.
     */
    private static final int LOOKS = 16;

    private @Nullable String name;
    private volatile @Nullable PipelineHandle handle;
    private @Nullable Severity threshold;
    private Patterns patterns = Patterns.NONE;
    private final AtomicBoolean brokenCaptureTold = new AtomicBoolean();
    private volatile boolean started;

    /** Not atomic: one look more or less does not matter. */
    private int looks;

    private volatile boolean stopperSeen;

    /** An appender that ships nothing until it is configured and started. */
    public AzureMonitorAppender() {}

    /**
     * Reads the settings and opens the pipeline; touches neither disk, except the file that the setting {@code dcr}
     * names, nor network. A wrong setting leaves it inert.
     */
    @Override
    public void start() {
        if (started) {
            return;
        }
        StatusReporter reporter = StatusReporter.of(this);
        var compiler = new Patterns.Compiler(getContext(), reporter);
        StartResult result = StartResult.of(
                settings(),
                slips(name, getCopyOfAttachedFiltersList()),
                reporter,
                this::isStoppedBySomebody,
                compiler::fault,
                getCopyOfAttachedFiltersList());
        String fault = result.fault();
        if (fault != null && result.strict()) {
            addError(fault);
        } else if (fault != null) {
            // Spring Boot refuses to start after an ERROR, and a missing log line is no reason for that.
            addWarn(fault);
        }
        threshold = result.threshold();
        Capture.prepare();
        PipelineHandle open = result.handle();
        if (open != null) {
            patterns = compiler.of(open.patterns());
        }
        handle = open;
        started = open != null;
        if (started) {
            ContextWatch.started(getContext(), this);
        }
    }

    /**
     * Delivers what is there and stops, within the setting {@code shutdownTimeout}. While the whole context is reset it
     * does not wait: the configuration that follows takes over the same pipeline.
     */
    @Override
    public void stop() {
        PipelineHandle open = handle;
        if (!started || open == null) {
            return;
        }
        started = false;
        boolean resetting = ContextWatch.isResetting(getContext());
        ContextWatch.stopped(getContext(), this);
        if (resetting) {
            open.handOver();
        } else {
            open.close(Duration.ZERO);
        }
    }

    /** The context has ended without stopping this appender; events of the next seconds are still delivered. */
    void letGo() {
        PipelineHandle open = handle;
        if (open != null) {
            open.handOver();
        }
    }

    /** Whether Spring Boot or Logback's own hook stops this appender when the JVM exits, as far as was ever seen. */
    boolean isStoppedBySomebody() {
        return stopperSeen || ContextWatch.isStoppedBySomebody(getContext());
    }

    @Override
    public boolean isStarted() {
        return started;
    }

    @Override
    public void doAppend(ILoggingEvent event) {
        PipelineHandle open = handle;
        if (open == null) {
            return;
        }
        if (looks < LOOKS) {
            looks++;
            stopperSeen = isStoppedBySomebody();
        }
        try {
            if (getFilterChainDecision(event) != FilterReply.DENY) {
                append(event, open);
            }
        } catch (Throwable broken) {
            Values.passOnUp(broken);
            // A filter, marker or value of the application failed: no reason for its log call to fail. A stack overflow
            // is left to the application; handling it here would only fill the stack further.
            lose(open, broken);
        }
    }

    private void append(ILoggingEvent event, PipelineHandle open) {
        Severity severity = Capture.severity(event.getLevel());
        Severity lowest = threshold;
        // Behind Logback's AsyncAppender the calling thread is not the one that logged.
        if ((lowest == null || severity.atLeast(lowest)) && open.isForeign(event.getThreadName())) {
            Capture.capture(event, severity, open, patterns);
        }
    }

    private void lose(PipelineHandle open, Throwable broken) {
        open.captureFailed();
        if (brokenCaptureTold.compareAndSet(false, true)) {
            addWarn(
                    "an event could not be captured and is lost, as will be others like it: a filter, marker or value of the application threw",
                    broken);
        }
    }

    /**
     * Waits until everything logged before this call is accepted.
     *
     * @return false if time ran out, events were lost, or the appender is inert
     */
    public boolean flush(Duration timeout) {
        PipelineHandle open = handle;
        return open != null && open.flush(timeout);
    }

    /** What became of the events of this appender's pipeline, or null if it never started. */
    public @Nullable PipelineStats stats() {
        PipelineHandle open = handle;
        return open == null ? null : open.stats();
    }

    @Override
    public @Nullable String getName() {
        return name;
    }

    @Override
    public void setName(String name) {
        this.name = name;
    }

    @Override
    public void addFilter(Filter<ILoggingEvent> filter) {
        filters.addFilter(filter);
    }

    @Override
    public void clearAllFilters() {
        filters.clearAllFilters();
    }

    @Override
    public List<Filter<ILoggingEvent>> getCopyOfAttachedFiltersList() {
        return filters.getCopyOfAttachedFiltersList();
    }

    @Override
    public FilterReply getFilterChainDecision(ILoggingEvent event) {
        return filters.getFilterChainDecision(event);
    }

    @Override
    public String toString() {
        return "AzureMonitorAppender[" + name + "]";
    }
}
