package io.github.azuremonitor.appender.log4j2;

import io.github.azuremonitor.appender.common.pipeline.AllPipelines;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LifeCycle;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.impl.Log4jContextFactory;
import org.apache.logging.log4j.spi.LoggerContextShutdownAware;
import org.jspecify.annotations.Nullable;

/**
 * Listens for the end of a context, after which no new configuration takes over what an earlier one has handed over: it
 * is delivered then, before the call that stops the context returns.
 */
final class ContextEnd implements LoggerContextShutdownAware {
    private ContextEnd() {}

    /** Once for each context, however often it is configured. */
    static void watch(@Nullable LoggerContext context) {
        if (context == null) {
            return;
        }
        synchronized (ContextEnd.class) {
            var listeners = context.getListeners();
            if (listeners == null || listeners.stream().noneMatch(ContextEnd.class::isInstance)) {
                context.addShutdownListener(new ContextEnd());
            }
        }
    }

    /**
     * Whether the context is stopped when the JVM exits: by its owner, such as Spring Boot or a servlet container, or
     * by Log4j2's own hook, which a property or the mere presence of servlet classes switches off.
     */
    static boolean isToCome(Configuration configuration) {
        LoggerContext context = configuration.getLoggerContext();
        boolean owned = context != null && context.getExternalContext() != null;
        return owned || (configuration.isShutdownHookEnabled() && isHookThere());
    }

    private static boolean isHookThere() {
        return !(LogManager.getFactory() instanceof Log4jContextFactory factory
                && factory.getShutdownCallbackRegistry() instanceof LifeCycle registry
                && registry.getState() == LifeCycle.State.INITIALIZED);
    }

    @Override
    public void contextShutdown(org.apache.logging.log4j.spi.LoggerContext context) {
        AllPipelines.closeOrphans();
    }
}
