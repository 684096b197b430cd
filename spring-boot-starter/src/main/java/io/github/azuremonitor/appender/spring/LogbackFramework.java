package io.github.azuremonitor.appender.spring;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.ConfigurationEvent;
import ch.qos.logback.core.spi.FilterReply;
import io.github.azuremonitor.appender.logback.AzureMonitorAppender;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The appender in Logback. Any thread.
 *
 * <p>A reset detaches all appenders, and there may be no sign when the configuration after it is complete. So the next
 * appender is attached at once, on the same pipeline; until the configuration is settled, it leaves out events that
 * only the root level of a reset context lets through.
 */
final class LogbackFramework implements LogFramework, LogbackResets.Callbacks {
    private final LoggerContext context;
    private final Reattachment reattachment = new Reattachment();
    private final LogbackResets resets;
    private @Nullable Plan plan;
    private @Nullable Attached attached;

    /**
     * Attached nowhere: keeps the pipeline alive while the other one is gone, or each reset would cost the time of a
     * stop.
     */
    private @Nullable Attached keeper;

    /** The appender that the last check found stopped or unsettled. */
    private @Nullable Attached doubtful;

    private LogbackFramework(LoggerContext context) {
        this.context = context;
        this.resets = new LogbackResets(context, this, reattachment);
        context.addConfigurationEventListener(event -> reattachment.attempt(() -> configured(event)));
    }

    static @Nullable LogFramework find() {
        return LoggerFactory.getILoggerFactory() instanceof LoggerContext context
                ? new LogbackFramework(context)
                : null;
    }

    @Override
    public synchronized boolean attach(@Nullable Plan wanted) {
        plan = wanted;
        return settle();
    }

    @Override
    public synchronized void attachAgain() {
        settle();
    }

    @Override
    public synchronized void look() {
        Attached current = attached;
        if (current == null) {
            return;
        }
        resets.listen();
        boolean inDoubt = current.isUnsettled() || !current.appender.isStarted();
        // The context may be about to be set up again, so not at the first check, which can come at any moment.
        if (inDoubt && doubtful == current) {
            settle();
        }
        doubtful = inDoubt ? current : null;
    }

    @Override
    public synchronized void stop() {
        plan = null;
        Attached old = attached;
        if (old != null) {
            old.appender.stop();
        }
        dropKeeper();
    }

    @Override
    public synchronized void resetting() {
        Attached old = attached;
        if (plan != null && old != null && old.appender.isStarted() && keeper == null) {
            // It also listens to the context, which the next one must not start doing while the listeners are being
            // notified.
            keeper = new Attached(context, old.plan, true);
        }
    }

    @Override
    public synchronized void reset() {
        Plan wanted = plan;
        if (wanted != null && keeper != null) {
            attach(wanted, true);
        }
    }

    @Override
    public synchronized void started() {
        if (attached != null && attached.appender.isStarted()) {
            settle();
        }
    }

    private synchronized void configured(ConfigurationEvent event) {
        switch (event.getEventType()) {
            case CONFIGURATION_ENDED_SUCCESSFULLY, CONFIGURATION_ENDED_WITH_XML_PARSING_ERRORS -> settle();
            default -> {}
        }
    }

    /** The configuration is complete: keeps the wanted appender, or removes it. */
    private boolean settle() {
        resets.listen();
        Plan wanted = plan;
        Attached old = attached;
        if (wanted == null || hasItsOwn(old)) {
            attached = null;
            take(old);
            dropKeeper();
            return true;
        }
        if (old != null && old.appender.isStarted() && wanted.equals(old.plan) && root().isAttached(old.appender)) {
            old.settled();
            return true;
        }
        return attach(wanted, false);
    }

    private boolean attach(Plan wanted, boolean unsettled) {
        Attached old = attached;
        var fresh = new Attached(context, wanted, unsettled);
        attached = fresh;
        if (fresh.appender.isStarted()) {
            root().addAppender(fresh.appender);
        }
        take(old);
        dropKeeper();
        return fresh.appender.isStarted();
    }

    private void take(@Nullable Attached old) {
        if (old != null) {
            root().detachAppender(old.appender);
            old.appender.stop();
        }
    }

    private void dropKeeper() {
        Attached kept = keeper;
        keeper = null;
        if (kept != null) {
            kept.appender.stop();
        }
    }

    private boolean hasItsOwn(@Nullable Attached ours) {
        return appenders().stream()
                .anyMatch(found -> found instanceof AzureMonitorAppender && (ours == null || found != ours.appender));
    }

    private Logger root() {
        return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private List<Appender<ILoggingEvent>> appenders() {
        var found = new ArrayList<Appender<ILoggingEvent>>();
        for (Logger logger : context.getLoggerList()) {
            collect(logger.iteratorForAppenders(), found);
        }
        return found;
    }

    /** Includes those behind Logback's AsyncAppender. */
    @SuppressWarnings("unchecked") // an appender of events holds appenders of events
    private static void collect(Iterator<Appender<ILoggingEvent>> from, List<Appender<ILoggingEvent>> to) {
        while (from.hasNext()) {
            Appender<ILoggingEvent> next = from.next();
            to.add(next);
            if (next instanceof AppenderAttachable<?> holder) {
                collect(((AppenderAttachable<ILoggingEvent>) holder).iteratorForAppenders(), to);
            }
        }
    }

    /** An appender that was started, and its plan. */
    private static final class Attached {
        private final Plan plan;
        private final AzureMonitorAppender appender = new AzureMonitorAppender();
        private final AfterReset levels;

        Attached(LoggerContext context, Plan plan, boolean unsettled) {
            this.plan = plan;
            this.levels = new AfterReset(unsettled);
            appender.setContext(context);
            appender.setName(APPENDER);
            plan.settings().forEach(appender::set);
            if (unsettled) {
                appender.addFilter(levels);
            }
            if (plan.verbose()) {
                LogbackLines.show(context);
            }
            appender.start();
        }

        boolean isUnsettled() {
            return levels.unsettled;
        }

        void settled() {
            levels.unsettled = false;
        }
    }

    /** Leaves out what only a reset lets through: the root level is DEBUG then, which nobody configured. */
    private static final class AfterReset extends Filter<ILoggingEvent> {
        private volatile boolean unsettled;

        AfterReset(boolean unsettled) {
            this.unsettled = unsettled;
        }

        /** Not shown in the line that says what is in force: it holds for a moment. */
        @Override
        public String toString() {
            return "";
        }

        @Override
        public FilterReply decide(ILoggingEvent event) {
            return unsettled && !event.getLevel().isGreaterOrEqual(Level.INFO) ? FilterReply.DENY : FilterReply.NEUTRAL;
        }
    }
}
