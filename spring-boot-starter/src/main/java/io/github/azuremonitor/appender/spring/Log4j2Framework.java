package io.github.azuremonitor.appender.spring;

import io.github.azuremonitor.appender.log4j2.AzureMonitorAppender;
import java.beans.PropertyChangeEvent;
import java.beans.PropertyChangeListener;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.NullConfiguration;
import org.apache.logging.log4j.core.impl.Log4jContextFactory;
import org.jspecify.annotations.Nullable;

/** The appender in Log4j2. Any thread. */
final class Log4j2Framework implements LogFramework {
    private final ClassLoader loader = Log4j2Framework.class.getClassLoader();
    private LoggerContext context;
    private @Nullable Plan plan;
    private @Nullable Plan attached;
    private @Nullable AzureMonitorAppender appender;
    private @Nullable Configuration home;
    private boolean stoppedSeen;

    private final Reattachment reattachment = new Reattachment();
    private final PropertyChangeListener listener = event -> reattachment.attempt(() -> changed(event));

    private Log4j2Framework(LoggerContext context) {
        this.context = context;
        context.addPropertyChangeListener(listener);
    }

    static @Nullable LogFramework find() {
        return LogManager.getContext(Log4j2Framework.class.getClassLoader(), false) instanceof LoggerContext context
                ? new Log4j2Framework(context)
                : null;
    }

    @Override
    public synchronized boolean attach(@Nullable Plan wanted) {
        plan = wanted;
        follow();
        return attach();
    }

    @Override
    public synchronized void attachAgain() {
        follow();
        attach();
    }

    @Override
    public synchronized void look() {
        if (appender == null) {
            return;
        }
        // Asking for a context creates one, which is up to the application.
        boolean over = isOver() && hasContext();
        if (over) {
            follow();
        }
        boolean stopped = appender.isStopped();
        if (stopped && (over || stoppedSeen)) {
            attach();
        }
        stoppedSeen = stopped;
    }

    /** Moves to the context that replaced one that was shut down. */
    private void follow() {
        if (isOver() && LogManager.getContext(loader, false) instanceof LoggerContext now && now != context) {
            context.removePropertyChangeListener(listener);
            context = now;
            now.addPropertyChangeListener(listener);
        }
    }

    /**
     * Whether the context has ended. One that is reconfigured afterwards logs again, although Log4j2 still calls it
     * stopped.
     */
    private boolean isOver() {
        return context.isStopped() && context.getConfiguration() instanceof NullConfiguration;
    }

    private boolean hasContext() {
        return LogManager.getFactory() instanceof Log4jContextFactory factory
                && factory.getSelector().hasContext(Log4j2Framework.class.getName(), loader, false);
    }

    @Override
    public synchronized void stop() {
        plan = null;
        take(appender, home);
        appender = null;
    }

    /** A new configuration has replaced the old one, whose appenders are stopped. */
    private synchronized void changed(PropertyChangeEvent event) {
        if (LoggerContext.PROPERTY_CONFIG.equals(event.getPropertyName())) {
            attach();
        }
    }

    private boolean attach() {
        Configuration configuration = context.getConfiguration();
        if (context.isStopping() || isOver()) {
            // Nothing would stop an appender in its empty configuration.
            return true;
        }
        Plan wanted = plan;
        AzureMonitorAppender old = appender;
        Configuration oldHome = home;
        boolean own = configuration.getAppenders().values().stream()
                .anyMatch(found -> found instanceof AzureMonitorAppender && found != old);
        if (wanted == null || own) {
            take(old, oldHome);
            appender = null;
            return true;
        }
        if (old != null && old.isStarted() && wanted.equals(attached) && configuration == oldHome) {
            return old.stats() != null;
        }
        var builder = AzureMonitorAppender.newBuilder();
        builder.setName(APPENDER).setConfiguration(configuration);
        wanted.settings().forEach(builder::set);
        if (wanted.verbose()) {
            Log4j2Lines.show();
        }
        AzureMonitorAppender fresh = builder.build();
        fresh.start();
        take(old, oldHome);
        // No need of updateLoggers, which would only call this again: a logger's appenders are read at each event.
        configuration.addAppender(fresh);
        configuration.getRootLogger().addAppender(fresh, null, null);
        appender = fresh;
        attached = wanted;
        home = configuration;
        return fresh.stats() != null;
    }

    /** Both have the same name, so the old one has to be removed first. */
    private static void take(@Nullable AzureMonitorAppender old, @Nullable Configuration its) {
        if (old == null) {
            return;
        }
        if (its != null) {
            its.getRootLogger().removeAppender(old.getName());
            its.getAppenders().remove(old.getName(), old);
        }
        if (old.isStarted()) {
            old.stop();
        }
    }
}
