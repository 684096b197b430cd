package io.github.azuremonitor.appender.spring;

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

/** The appender in Logback. Any thread. */
final class LogbackFramework implements LogFramework {
    private final LoggerContext context;
    private @Nullable Plan plan;
    private @Nullable Plan attached;
    private @Nullable AzureMonitorAppender appender;

    private LogbackFramework(LoggerContext context) {
        this.context = context;
        // A reset takes all appenders off; only the end of the configuration that follows tells whether it has its own.
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
        return attach();
    }

    @Override
    public synchronized void attachAgain() {
        attach();
    }

    @Override
    public synchronized void stop() {
        AzureMonitorAppender old = appender;
        if (old != null) {
            old.stop();
        }
    }

    private synchronized void configured(ConfigurationEvent event) {
        switch (event.getEventType()) {
            case CONFIGURATION_ENDED_SUCCESSFULLY, CONFIGURATION_ENDED_WITH_XML_PARSING_ERRORS -> attach();
            default -> {}
        }
    }

    private boolean attach() {
        Plan wanted = plan;
        AzureMonitorAppender old = appender;
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        boolean own = appenders().stream().anyMatch(found -> found instanceof AzureMonitorAppender && found != old);
        if (wanted == null || own) {
            take(old, root);
            appender = null;
            return true;
        }
        if (old != null && old.isStarted() && wanted.equals(attached) && root.isAttached(old)) {
            return true;
        }
        var fresh = new AzureMonitorAppender();
        fresh.setContext(context);
        fresh.setName(APPENDER);
        wanted.settings().forEach(fresh::set);
        fresh.addFilter(new Exclusions(wanted));
        fresh.start();
        appender = fresh;
        attached = wanted;
        if (fresh.isStarted()) {
            root.addAppender(fresh);
        }
        take(old, root);
        return fresh.isStarted();
    }

    private static void take(@Nullable AzureMonitorAppender old, Logger root) {
        if (old != null) {
            root.detachAppender(old);
            old.stop();
        }
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

    /** Keeps the events of excluded loggers here. */
    private static final class Exclusions extends Filter<ILoggingEvent> {
        private final Plan plan;

        Exclusions(Plan plan) {
            this.plan = plan;
        }

        @Override
        public FilterReply decide(ILoggingEvent event) {
            return plan.excludes(event.getLoggerName()) ? FilterReply.DENY : FilterReply.NEUTRAL;
        }
    }
}
