package io.github.azuremonitor.appender.spring;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.core.spi.LifeCycle;

/**
 * Tells of each reset of a logger context, be it in silence. A stop forgets the context's listeners, those that resist a
 * reset, too; but a reset first stops the context's components, and this is one of them. Spring Boot stops, resets and
 * starts the context each time that it sets it up.
 */
final class LogbackResets implements LoggerContextListener, LifeCycle {
    private final LoggerContext context;
    private final Told told;

    /** What is told, on the thread that resets or starts the context. */
    interface Told {
        /** A reset begins: its appenders are still there. */
        void resetting();

        /** A reset is over, and no appender is there. */
        void reset();

        /** The context was started, as it is once it is set up. */
        void started();
    }

    LogbackResets(LoggerContext context, Told told) {
        this.context = context;
        this.told = told;
    }

    /** From now on, unless it does so already. */
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

    /** The context's components are stopped first of all, and forgotten. */
    @Override
    public void stop() {
        if (!context.getCopyOfListenerList().contains(this)) {
            context.addListener(this);
        }
        told.resetting();
    }

    @Override
    public void onReset(LoggerContext reset) {
        context.register(this);
        told.reset();
    }

    @Override
    public void onStart(LoggerContext started) {
        told.started();
    }

    @Override
    public void onStop(LoggerContext stopped) {}

    @Override
    public void onLevelChange(Logger logger, Level level) {}
}
