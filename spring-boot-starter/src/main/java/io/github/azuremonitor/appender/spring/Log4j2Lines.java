package io.github.azuremonitor.appender.spring;

import java.util.Iterator;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.status.StatusData;
import org.apache.logging.log4j.status.StatusListener;
import org.apache.logging.log4j.status.StatusLogger;

/** Shows the appender's INFO lines on stderr, and graver ones if no other listener does. */
final class Log4j2Lines implements StatusListener {
    private static final Log4j2Lines HERE = new Log4j2Lines();

    private Log4j2Lines() {}

    /** Starts showing lines. */
    static void show() {
        for (StatusListener listener : StatusLogger.getLogger().getListeners()) {
            if (listener instanceof Log4j2Lines) {
                return;
            }
        }
        StatusLogger.getLogger().registerListener(HERE);
    }

    @Override
    public void log(StatusData data) {
        String line = data.getMessage().getFormattedMessage();
        if (Level.INFO.equals(data.getLevel()) ? line.startsWith("AzureMonitor appender ") : isAlone()) {
            System.err.println(data.getFormattedStatus());
        }
    }

    private static boolean isAlone() {
        Iterator<StatusListener> all = StatusLogger.getLogger().getListeners().iterator();
        if (all.hasNext()) {
            all.next();
        }
        return !all.hasNext();
    }

    @Override
    public Level getStatusLevel() {
        return Level.INFO;
    }

    @Override
    public void close() {}
}
