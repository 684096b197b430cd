package io.github.azuremonitor.appender.spring;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.core.spi.LifeCycle;

/**
 * Detects each reset of a logger context, even a silent one. A stop drops the context's listeners, even those that
 * survive a reset; but a reset first stops the context's components, and this is one of them. Spring Boot stops, resets
 * and starts the context each time it sets it up.
 */
final class LogbackResets implements LoggerContextListener, LifeCycle {
    private final LoggerContext context;
    private final Callbacks callbacks;
    private final Reattachment reattachment;

    /** Callbacks, on the thread that resets or starts the context. */
    interface Callbacks {
        /** A reset begins: the appenders are still there. */
        void resetting();

        /** A reset is over: no appender is there. */
        void reset();

        /** The context was started, as it is once it is set up. */
        void started();
    }

    LogbackResets(LoggerContext context, Callbacks callbacks, Reattachment reattachment) {
        this.context = context;
        this.callbacks = callbacks;
        this.reattachment = reattachment;
    }

    /** Starts listening, unless it already does. */
    void listen() {
        if (!context.getCopyOfListenerList().contains(this)) {
            context.addListener(this);
            context.register(this);
        }
    }

    @Override
    public boolean isResetResistant() {
        return true;
    }

    @Override
    public boolean isStarted() {
        return true;
    }

    @Override
    public void start() {}

    /** The context's components are stopped before anything else, and dropped. */
    @Override
    public void stop() {
        if (!context.getCopyOfListenerList().contains(this)) {
            context.addListener(this);
        }
        reattachment.attempt(callbacks::resetting);
    }

    @Override
    public void onReset(LoggerContext reset) {
        context.register(this);
        reattachment.attempt(callbacks::reset);
    }

    @Override
    public void onStart(LoggerContext started) {
        reattachment.attempt(callbacks::started);
    }

    @Override
    public void onStop(LoggerContext stopped) {}

    @Override
    public void onLevelChange(Logger logger, Level level) {}
}
