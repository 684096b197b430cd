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
 * Turns the pipeline's lines into Logback status messages, never above WARN: Spring Boot takes any ERROR as a reason not
 * to start.
 */
final class StatusReporter implements Reporter {
    private final @Nullable StatusManager statuses;
    private final Object origin;

    /** Who listened last: a context that stops forgets its listeners first, and the last line is the one that counts. */
    private volatile List<StatusListener> listeners = List.of();

    private StatusReporter(@Nullable StatusManager statuses, Object origin) {
        this.statuses = statuses;
        this.origin = origin;
    }

    /** Speaks for {@code appender}; adds a console listener if nobody listens. */
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

    /** Returns whether anybody listens now. */
    private boolean rememberListeners() {
        List<StatusListener> now = statuses == null ? List.of() : statuses.getCopyOfStatusListenerList();
        if (!now.isEmpty()) {
            listeners = List.copyOf(now);
        }
        return !now.isEmpty();
    }

    /** Without a listener Logback shows nobody what happens after the start. Only this library's lines are shown. */
    private static final class WarningsOnConsole implements StatusListener {
        @Override
        public void addStatusEvent(Status status) {
            if (status.getEffectiveLevel() >= Status.WARN && status.getOrigin() instanceof AzureMonitorAppender) {
                System.err.println(status);
            }
        }
    }
}
