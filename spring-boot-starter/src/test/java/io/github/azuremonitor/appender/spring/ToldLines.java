package io.github.azuremonitor.appender.spring;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.commons.logging.impl.NoOpLog;

/** Keeps the lines that the starter writes about itself. */
final class ToldLines extends NoOpLog {
    private static final long serialVersionUID = 1L;

    /** With their level in front. */
    final transient List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void info(Object message) {
        lines.add("INFO " + message);
    }

    @Override
    public void warn(Object message) {
        lines.add("WARN " + message);
    }
}
