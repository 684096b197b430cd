package com.example.quarkus;

import io.github.azuremonitor.appender.log4j2.AzureMonitorAppender;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/** Gives what Quarkus logs to an appender that gets its settings from the environment. */
public final class AzureMonitorHandler extends ExtHandler {
    private static final PatternFormatter MESSAGE = new PatternFormatter("%s");

    private final AzureMonitorAppender azure =
            AzureMonitorAppender.newBuilder().setName("AZURE").build();

    public AzureMonitorHandler() {
        azure.start();
    }

    @Override
    protected void doPublish(ExtLogRecord record) {
        azure.append(Log4jLogEvent.newBuilder()
                .setTimeMillis(record.getMillis())
                .setLevel(level(record.getLevel().intValue()))
                .setLoggerName(String.valueOf(record.getLoggerName()))
                .setThreadName(record.getThreadName())
                .setMessage(new SimpleMessage(MESSAGE.format(record)))
                .setThrown(record.getThrown())
                .setContextData(new SortedArrayStringMap(record.getMdcCopy()))
                .build());
    }

    @Override
    public void close() {
        azure.stop();
        super.close();
    }

    /** The numbers are those of java.util.logging, between which JBoss has its own. */
    private static Level level(int number) {
        if (number >= 1100) {
            return Level.FATAL;
        } else if (number >= 1000) {
            return Level.ERROR;
        } else if (number >= 900) {
            return Level.WARN;
        } else if (number >= 700) {
            return Level.INFO;
        }
        return number >= 500 ? Level.DEBUG : Level.TRACE;
    }
}
