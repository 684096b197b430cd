package io.github.azuremonitor.appender.log4j2;

import io.github.azuremonitor.appender.common.pipeline.AllPipelines;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.spi.LoggerContextShutdownAware;
import org.jspecify.annotations.Nullable;

/**
 * Hears of a context's end, after which no new configuration takes what an earlier one has handed over: it is delivered
 * then, before whoever stops the context goes on.
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

    @Override
    public void contextShutdown(org.apache.logging.log4j.spi.LoggerContext context) {
        AllPipelines.closeOrphans();
    }
}
