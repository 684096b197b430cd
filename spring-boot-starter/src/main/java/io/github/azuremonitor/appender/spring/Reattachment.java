package io.github.azuremonitor.appender.spring;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Attaches the appender again where a failure must not get out: to the framework, whose own reconfiguration it would
 * break off, or to a schedule, which it would end. Tells each failure once, until there is another one. Any thread.
 */
final class Reattachment {
    private final Log log;
    private volatile @Nullable String told;

    Reattachment() {
        this(LogFactory.getLog(Reattachment.class));
    }

    Reattachment(Log log) {
        this.log = log;
    }

    /** Never throws. */
    void attempt(Runnable attaching) {
        try {
            attemptAndTell(attaching);
        } catch (RuntimeException | Error untold) {
            // Mostly a full heap; the next check comes soon.
        }
    }

    private void attemptAndTell(Runnable attaching) {
        try {
            attaching.run();
        } catch (RuntimeException | LinkageError broken) {
            String why = broken.toString();
            if (!why.equals(told)) {
                told = why;
                log.warn(
                        "The logging system was set up anew, and log events are not sent to Azure Monitor: the appender"
                                + " cannot be attached again, which is tried every second (" + why + ")");
            }
        }
    }
}
