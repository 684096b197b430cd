package io.github.azuremonitor.appender.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.CoreConstants;
import io.github.azuremonitor.appender.common.pipeline.Inlet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells a reset of the logger context, after which appenders come back, from its end. Logback stops the appenders in both
 * cases before it says which it is: a reset forgets the context's objects first, and only an end is followed by {@code
 * onStop}.
 */
final class ContextWatch implements LoggerContextListener {
    private static final String MARK = AzureMonitorAppender.class.getName() + ".mark";

    /** Spring Boot leaves an object of this name in a context that it manages. */
    private static final String SPRING_BOOT = "org.springframework.boot.logging.LoggingSystem";

    private final List<Inlet> handedOver = new ArrayList<>();

    private ContextWatch() {}

    static void started(Context context, AzureMonitorAppender appender) {
        if (context != null) {
            context.putObject(MARK, appender);
        }
        if (context instanceof LoggerContext loggerContext && of(loggerContext) == null) {
            loggerContext.addListener(new ContextWatch());
        }
    }

    /** Whether the appender is being stopped because its context forgets everything. */
    static boolean isResetting(Context context) {
        return context instanceof LoggerContext && context.getObject(MARK) == null;
    }

    /** Remembers a pipeline to be closed in earnest if the context turns out to end. */
    static void handedOver(Context context, Inlet inlet) {
        if (context instanceof LoggerContext loggerContext) {
            ContextWatch watch = of(loggerContext);
            if (watch == null) {
                inlet.close(Duration.ZERO);
            } else {
                watch.add(inlet);
            }
        }
    }

    /** Whether Spring Boot or Logback's own hook stops the context when the JVM exits. */
    static boolean isStoppedBySomebody(@Nullable Context context) {
        return context != null
                && (context.getObject(SPRING_BOOT) != null
                        || context.getObject(CoreConstants.SHUTDOWN_HOOK_THREAD) != null);
    }

    @Override
    public boolean isResetResistant() {
        return true;
    }

    @Override
    public void onStart(LoggerContext context) {}

    /** Appenders that come back take their pipelines over; those that do not let them end by themselves. */
    @Override
    public void onReset(LoggerContext context) {}

    @Override
    public void onStop(LoggerContext context) {
        List<Inlet> toClose;
        synchronized (handedOver) {
            toClose = new ArrayList<>(handedOver);
            handedOver.clear();
        }
        toClose.forEach(inlet -> inlet.close(Duration.ZERO));
    }

    @Override
    public void onLevelChange(Logger logger, Level level) {}

    private void add(Inlet inlet) {
        synchronized (handedOver) {
            handedOver.removeIf(Inlet::isOver);
            handedOver.add(inlet);
        }
    }

    private static @Nullable ContextWatch of(LoggerContext context) {
        for (LoggerContextListener listener : context.getCopyOfListenerList()) {
            if (listener instanceof ContextWatch watch) {
                return watch;
            }
        }
        return null;
    }
}
