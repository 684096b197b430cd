package io.github.azuremonitor.appender.log4j2;

import io.github.azuremonitor.appender.common.report.Reporter;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.status.StatusLogger;

/** Writes the pipeline's lines to Log4j2's own log, which shows only errors by default. */
final class StatusReporter implements Reporter {
    private static final Logger STATUS = StatusLogger.getLogger();

    private final String prefix;

    StatusReporter(String appenderName) {
        prefix = "AzureMonitor appender " + appenderName + ": ";
    }

    @Override
    public void info(String message) {
        STATUS.info(prefix + message);
    }

    @Override
    public void warn(String message) {
        STATUS.warn(prefix + message);
    }

    @Override
    public void error(String message) {
        STATUS.error(prefix + message);
    }
}
