package io.github.azuremonitor.appender.log4j2;

import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.event.Values;
import io.github.azuremonitor.appender.common.pipeline.PipelineHandle;
import io.github.azuremonitor.appender.common.pipeline.StartResult;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.settings.SettingProblem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.Core;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.LifeCycle;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.appender.AppenderLoggingException;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Ships log events into a table of Azure Monitor Logs.
 *
 * <pre>{@code
 * <AzureMonitor name="AZURE"
 *               endpoint="https://my-dce-5kyl.eastus-1.ingest.monitor.azure.com"
 *               dcrImmutableId="dcr-00a0000a000a00000a000000aa000a0a"
 *               streamName="Custom-JavaLogs_CL"/>
 * }</pre>
 *
 * <p>{@link #append} may be called by any thread, holds no lock and throws nothing, except for an appender with wrong
 * or missing settings and {@code ignoreExceptions="false"}, which a Failover appender needs. Otherwise such an appender
 * reports the fault once and counts as started, without effect: Log4j2 would complain about each event for a stopped
 * one.
 */
@Plugin(
        name = AzureMonitorAppender.PLUGIN_NAME,
        category = Core.CATEGORY_NAME,
        elementType = Appender.ELEMENT_TYPE,
        deferChildren = true,
        printObject = true)
public final class AzureMonitorAppender extends AbstractAppender {
    /** Name of the element in a configuration. */
    public static final String PLUGIN_NAME = "AzureMonitor";

    private final Map<String, String> settings;
    private final List<SettingProblem> slips;
    private final @Nullable Configuration configuration;
    private volatile @Nullable PipelineHandle handle;
    private volatile @Nullable Severity threshold;
    private volatile Patterns patterns = Patterns.NONE;

    AzureMonitorAppender(
            String name,
            @Nullable Filter filter,
            boolean ignoreExceptions,
            Property[] properties,
            Map<String, String> settings,
            List<SettingProblem> slips,
            @Nullable Configuration configuration) {
        super(name, filter, null, ignoreExceptions, properties);
        this.settings = Map.copyOf(settings);
        this.slips = List.copyOf(slips);
        this.configuration = configuration;
    }

    /** A builder for configurations in code; Log4j2 also uses it for those in files. */
    @PluginBuilderFactory
    public static AzureMonitorAppenderBuilder newBuilder() {
        return new AzureMonitorAppenderBuilder();
    }

    /**
     * Reads the settings and the file that {@code dcr} names, and opens the pipeline; touches no other file and no
     * network.
     */
    @Override
    public void start() {
        if (isStarted()) {
            return;
        }
        var reporter = new StatusReporter(getName());
        var compiler = new Patterns.Compiler(configuration);
        Filter filter = getFilter();
        List<Filter> filters = filter == null ? List.of() : List.of(filter);
        StartResult result =
                StartResult.of(settings, slips, reporter, this::isStoppedBySomebody, compiler::fault, filters);
        String fault = result.fault();
        if (fault != null) {
            // StatusLogger shows nothing below ERROR by default, and here an error does not prevent a start.
            reporter.error(fault);
        }
        threshold = result.threshold();
        PipelineHandle open = result.handle();
        if (open != null) {
            patterns = compiler.of(open.patterns());
        }
        handle = open;
        if (open != null && configuration != null) {
            ContextEnd.watch(configuration.getLoggerContext());
        }
        super.start();
    }

    /**
     * Delivers what is there and stops, within the setting {@code shutdownTimeout}. While a new configuration replaces
     * this one it does not wait: the new appender takes over the same pipeline if its settings are equal, else the old
     * pipeline ends by itself.
     *
     * @param timeout has no effect: Log4j2 passes 50 ms by default, which cannot be distinguished from a user's choice
     */
    @Override
    public boolean stop(long timeout, TimeUnit unit) {
        setStopping();
        boolean stopped = super.stop(timeout, unit, false);
        PipelineHandle open = handle;
        if (open != null && isReplaced()) {
            open.handOver();
        } else if (open != null) {
            close(open);
        }
        setStopped();
        return stopped;
    }

    private void close(PipelineHandle open) {
        Duration all = open.shutdownTimeout();
        long start = System.nanoTime();
        if (configuration != null) {
            Queues.drain(configuration, all.dividedBy(2));
        }
        open.close(all.minusNanos(System.nanoTime() - start));
    }

    @Override
    public void append(LogEvent event) {
        PipelineHandle open = handle;
        if (open == null) {
            refuseIfWanted();
            return;
        }
        try {
            Severity severity = Capture.severity(event.getLevel());
            Severity lowest = threshold;
            // Behind an asynchronous logger the calling thread is Log4j2's and not the one that logged.
            if ((lowest == null || severity.atLeast(lowest)) && open.isForeign(event.getThreadName())) {
                Capture.capture(event, severity, open, patterns);
            }
        } catch (Throwable broken) {
            Values.passOn(broken);
            open.captureFailed();
            // Without the text of the event or the exception: asking for it may throw again.
            error("an event could not be copied and is lost: " + Values.text(broken));
        }
    }

    /** Otherwise a Failover appender in front would never turn to another one. */
    private void refuseIfWanted() {
        if (!ignoreExceptions()) {
            throw new AppenderLoggingException("AzureMonitor appender " + getName()
                    + " sends nothing, as its line at the start says; and it was given ignoreExceptions=false");
        }
    }

    /**
     * Waits until everything logged before this call is accepted. Events that wait in an asynchronous logger or
     * appender have not arrived here yet.
     *
     * @return false if time ran out, events were lost, or the appender is inert
     */
    public boolean flush(Duration timeout) {
        PipelineHandle open = handle;
        return open != null && open.flush(timeout);
    }

    /** What became of the events of this appender's pipeline, or null if it never had one. */
    public @Nullable PipelineStats stats() {
        PipelineHandle open = handle;
        return open == null ? null : open.stats();
    }

    /** Whether a column needs the location of the log call. */
    @Override
    public boolean requiresLocation() {
        PipelineHandle open = handle;
        return open != null && (open.wantsCaller() || patterns.requireLocation());
    }

    private boolean isStoppedBySomebody() {
        return configuration != null && ContextEnd.isToCome(configuration);
    }

    /** Whether the whole configuration is being stopped while its context goes on. */
    private boolean isReplaced() {
        if (configuration == null || configuration.getState() != LifeCycle.State.STOPPING) {
            return false;
        }
        LoggerContext context = configuration.getLoggerContext();
        return context != null && (context.isStarted() || context.getState() == LifeCycle.State.STARTING);
    }
}
