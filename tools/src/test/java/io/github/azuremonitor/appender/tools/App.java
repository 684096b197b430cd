package io.github.azuremonitor.appender.tools;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.file.Path;
import org.slf4j.Logger;

/** An application that logs through Logback with a configuration file, as its own world beside the test's. */
public final class App implements AutoCloseable {
    private final LoggerContext context = new LoggerContext();

    public App(Path config) {
        var joran = new JoranConfigurator();
        joran.setContext(context);
        try {
            joran.doConfigure(config.toFile());
        } catch (JoranException e) {
            throw new IllegalStateException(e);
        }
    }

    public Logger logger() {
        return logger("shop.Orders");
    }

    public Logger logger(String name) {
        return context.getLogger(name);
    }

    /** Stops the appenders: what Azure does not take is on disk afterwards. */
    @Override
    public void close() {
        context.stop();
    }
}
