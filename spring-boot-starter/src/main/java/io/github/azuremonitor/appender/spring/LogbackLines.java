package io.github.azuremonitor.appender.spring;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import ch.qos.logback.core.status.StatusManager;
import io.github.azuremonitor.appender.logback.AzureMonitorAppender;

/** Shows the appender's INFO lines on stderr, and graver ones if no other listener does. */
final class LogbackLines implements StatusListener {
    private final StatusManager statuses;

    private LogbackLines(StatusManager statuses) {
        this.statuses = statuses;
    }

    /** Starts showing lines; a reset drops all listeners. */
    static void show(LoggerContext context) {
        StatusManager statuses = context.getStatusManager();
        if (statuses.getCopyOfStatusListenerList().stream().noneMatch(LogbackLines.class::isInstance)) {
            statuses.add(new LogbackLines(statuses));
        }
    }

    @Override
    public void addStatusEvent(Status status) {
        boolean shownByOthers = status.getEffectiveLevel() > Status.INFO
                && statuses.getCopyOfStatusListenerList().size() > 1;
        if (status.getOrigin() instanceof AzureMonitorAppender && !shownByOthers) {
            System.err.println(status);
        }
    }
}
