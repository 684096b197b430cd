package io.github.azuremonitor.appender.log4j2;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.status.StatusData;
import org.apache.logging.log4j.status.StatusListener;
import org.apache.logging.log4j.status.StatusLogger;

/** Hears Log4j2's own log from INFO on, and keeps it off the console. */
final class Statuses implements StatusListener {
    /** One line of it. */
    record Line(Level level, String text) {}

    private final List<Line> lines = new CopyOnWriteArrayList<>();

    static Statuses listen() {
        var statuses = new Statuses();
        StatusLogger.getLogger().registerListener(statuses);
        return statuses;
    }

    /** What the appenders of this library said, without their prefix. */
    List<Line> ours() {
        return lines.stream()
                .filter(line -> line.text.startsWith("AzureMonitor appender "))
                .map(line -> new Line(line.level, line.text.substring(line.text.indexOf(": ") + 2)))
                .toList();
    }

    List<String> ours(Level level) {
        return ours().stream()
                .filter(line -> line.level.equals(level))
                .map(Line::text)
                .toList();
    }

    /** What anybody said at that level. */
    List<String> all(Level level) {
        return lines.stream()
                .filter(line -> line.level.equals(level))
                .map(Line::text)
                .toList();
    }

    @Override
    public void log(StatusData data) {
        lines.add(new Line(data.getLevel(), data.getMessage().getFormattedMessage()));
    }

    @Override
    public Level getStatusLevel() {
        return Level.INFO;
    }

    /** All of it, for messages of assertions. */
    @Override
    public String toString() {
        return lines.stream().map(Line::text).collect(Collectors.joining("\n"));
    }

    void stopListening() {
        StatusLogger.getLogger().removeListener(this);
    }

    /** Called by {@link #stopListening()}. */
    @Override
    public void close() {}
}
