package io.github.azuremonitor.appender.spring;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import ch.qos.logback.core.status.StatusManager;
import io.github.azuremonitor.appender.logback.AzureMonitorAppender;

/** Shows what the appender says, from INFO on, on stderr. What is graver is shown by whoever else listens, if anybody does. */
final class LogbackLines implements StatusListener {
    private final StatusManager statuses;

    private LogbackLines(StatusManager statuses) {
        this.statuses = statuses;
    }

    /** From now on; a reset forgets those who listen. */
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
