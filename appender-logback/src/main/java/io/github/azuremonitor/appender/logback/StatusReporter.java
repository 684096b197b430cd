package io.github.azuremonitor.appender.logback;

import ch.qos.logback.core.Context;
import ch.qos.logback.core.status.InfoStatus;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import ch.qos.logback.core.status.StatusManager;
import ch.qos.logback.core.status.WarnStatus;
import io.github.azuremonitor.appender.common.report.Reporter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the pipeline's lines into Logback status messages, never above WARN: any ERROR makes Spring Boot refuse to
 * start.
 */
final class StatusReporter implements Reporter {
    private final @Nullable StatusManager statuses;
    private final Object origin;

    /**
     * The last known listeners: a stopping context first drops its listeners, but the last line is the most important
     * one.
     */
    private volatile List<StatusListener> listeners = List.of();

    private StatusReporter(@Nullable StatusManager statuses, Object origin) {
        this.statuses = statuses;
        this.origin = origin;
    }

    /** A reporter for {@code appender}; adds a console listener if there is no listener. */
    static StatusReporter of(AzureMonitorAppender appender) {
        Context context = appender.getContext();
        StatusManager statuses = context == null ? null : context.getStatusManager();
        if (statuses != null && statuses.getCopyOfStatusListenerList().isEmpty()) {
            statuses.add(new WarningsOnConsole());
        }
        var reporter = new StatusReporter(statuses, appender);
        reporter.rememberListeners();
        return reporter;
    }

    @Override
    public void info(String message) {
        say(new InfoStatus(message, origin));
    }

    @Override
    public void warn(String message) {
        say(new WarnStatus(message, origin));
    }

    @Override
    public void error(String message) {
        warn(message);
    }

    private void say(Status status) {
        if (statuses == null) {
            return;
        }
        boolean heard = rememberListeners();
        statuses.add(status);
        if (!heard) {
            listeners.forEach(listener -> listener.addStatusEvent(status));
        }
    }

    /** Returns whether there is a listener now. */
    private boolean rememberListeners() {
        List<StatusListener> now = statuses == null ? List.of() : statuses.getCopyOfStatusListenerList();
        if (!now.isEmpty()) {
            listeners = List.copyOf(now);
        }
        return !now.isEmpty();
    }

    /** Without a listener Logback does not show what happens after the start. Shows this library's lines only. */
    private static final class WarningsOnConsole implements StatusListener {
        @Override
        public void addStatusEvent(Status status) {
            if (status.getEffectiveLevel() >= Status.WARN && status.getOrigin() instanceof AzureMonitorAppender) {
                System.err.println(status);
            }
        }
    }
}
