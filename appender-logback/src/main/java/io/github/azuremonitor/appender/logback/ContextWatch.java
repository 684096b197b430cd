package io.github.azuremonitor.appender.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.CoreConstants;
import io.github.azuremonitor.appender.common.pipeline.AllPipelines;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes a reset of the logger context, after which appenders come back, from its end. In both cases Logback
 * stops the appenders before it says which it is: a reset first clears the context's objects, and only an end is
 * followed by {@code onStop}.
 */
final class ContextWatch implements LoggerContextListener {
    private static final String MARK = AzureMonitorAppender.class.getName() + ".mark";

    /** Spring Boot leaves an object of this name in a context that it manages. */
    private static final String SPRING_BOOT = "org.springframework.boot.logging.LoggingSystem";

    private final Set<AzureMonitorAppender> running = ConcurrentHashMap.newKeySet();

    private ContextWatch() {}

    static void started(Context context, AzureMonitorAppender appender) {
        if (context instanceof LoggerContext loggerContext) {
            ContextWatch watch = of(loggerContext);
            if (watch == null) {
                watch = new ContextWatch();
                loggerContext.addListener(watch);
            }
            context.putObject(MARK, watch);
            watch.running.add(appender);
        }
    }

    static void stopped(Context context, AzureMonitorAppender appender) {
        ContextWatch watch = context instanceof LoggerContext loggerContext ? of(loggerContext) : null;
        if (watch != null) {
            watch.running.remove(appender);
        }
    }

    /** Whether the appender is being stopped because its context is reset, so that it may come back. */
    static boolean isResetting(Context context) {
        return context instanceof LoggerContext loggerContext
                && of(loggerContext) != null
                && context.getObject(MARK) == null;
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

    /**
     * Appenders that come back take over their pipelines; the pipelines of the others end by themselves. An appender
     * stopped from now on is stopped individually.
     */
    @Override
    public void onReset(LoggerContext context) {
        context.putObject(MARK, this);
    }

    /**
     * Pipelines that were handed over now deliver and close. An appender that is still running was detached, or is
     * behind a queue that takes longer than Logback waits for it: it ends with the queue, or by itself.
     */
    @Override
    public void onStop(LoggerContext context) {
        List<AzureMonitorAppender> left = List.copyOf(running);
        running.clear();
        AllPipelines.closeOrphans();
        left.forEach(AzureMonitorAppender::letGo);
    }

    @Override
    public void onLevelChange(Logger logger, Level level) {}

    private static @Nullable ContextWatch of(LoggerContext context) {
        for (LoggerContextListener listener : context.getCopyOfListenerList()) {
            if (listener instanceof ContextWatch watch) {
                return watch;
            }
        }
        return null;
    }
}
