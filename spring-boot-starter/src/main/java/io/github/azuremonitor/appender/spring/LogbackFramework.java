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
 * <p>A reset takes all appenders off, and what follows it may tell nobody when it is done. So the next appender is there at
 * once, on the same pipeline; until the configuration is settled, it leaves out what only the root level of a reset context
 * lets through.
 */
final class LogbackFramework implements LogFramework, LogbackResets.Told {
    private final LoggerContext context;
    private final LogbackResets resets;
    private @Nullable Plan plan;
    private @Nullable Attached attached;

    /** Attached nowhere: keeps the pipeline while the other one is away, or each reset would cost the time of a stop. */
    private @Nullable Attached keeper;

    private boolean stoppedSeen;

    private LogbackFramework(LoggerContext context) {
        this.context = context;
        this.resets = new LogbackResets(context, this);
        context.addConfigurationEventListener(this::configured);
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
        // Whoever stopped it may be about to set the context up: not at the first look.
        boolean stopped = !current.appender.isStarted();
        if (current.isUnsettled() || (stopped && stoppedSeen)) {
            settle();
        }
        stoppedSeen = stopped;
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
            // It also listens to the context, which the next one must not begin to do while the listeners are told.
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

    /** The configuration is what it is going to be: with the appender that is wanted, or without. */
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

    /** Those behind Logback's AsyncAppender, too. */
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

    /** An appender that was started, and what it is to be. */
    private static final class Attached {
        private final Plan plan;
        private final AzureMonitorAppender appender = new AzureMonitorAppender();
        private final Exclusions exclusions;

        Attached(LoggerContext context, Plan plan, boolean unsettled) {
            this.plan = plan;
            this.exclusions = new Exclusions(plan, unsettled);
            appender.setContext(context);
            appender.setName(APPENDER);
            plan.settings().forEach(appender::set);
            appender.addFilter(exclusions);
            if (plan.verbose()) {
                LogbackLines.show(context);
            }
            appender.start();
        }

        boolean isUnsettled() {
            return exclusions.unsettled;
        }

        void settled() {
            exclusions.unsettled = false;
        }
    }

    /** Keeps the events of excluded loggers here. */
    private static final class Exclusions extends Filter<ILoggingEvent> {
        private final Plan plan;

        /** Whether the root level is that of a reset, DEBUG, which nobody asked for. */
        private volatile boolean unsettled;

        Exclusions(Plan plan, boolean unsettled) {
            this.plan = plan;
            this.unsettled = unsettled;
        }

        /** For the line that says what is in force. */
        @Override
        public String toString() {
            return plan.excludedLoggers().isEmpty() ? "" : "excluded-loggers " + plan.excludedLoggers();
        }

        @Override
        public FilterReply decide(ILoggingEvent event) {
            boolean out = plan.excludes(event.getLoggerName())
                    || (unsettled && !event.getLevel().isGreaterOrEqual(Level.INFO));
            return out ? FilterReply.DENY : FilterReply.NEUTRAL;
        }
    }
}
