package io.github.azuremonitor.appender.benchmarks;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import org.slf4j.LoggerFactory;

/** A contestant that is set up by code as an appender of Logback. */
interface LogbackContestant extends Contestant {
    /** The started appender that gets the events. */
    Appender<ILoggingEvent> appender();

    /** Has the measured logger log through this appender alone. */
    default LogbackContestant attached() {
        Logger logger = (Logger) LoggerFactory.getLogger(Events.LOGGER_ROOT);
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
        logger.addAppender(appender());
        return this;
    }
}
