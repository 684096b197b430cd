package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.settings.AppenderSettings;
import io.github.azuremonitor.appender.common.settings.Durability;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What each appender of one pipeline ships and leaves out, one line for each: the causes of missing rows that no number
 * shows. Any thread.
 */
final class EffectiveSettings {
    private static final int LONGEST = 1000;

    private final List<String> lines = new ArrayList<>();
    private final Set<String> told = new HashSet<>();

    /** An appender has joined; returns whether its line is new. */
    synchronized boolean enter(String line) {
        lines.add(line);
        return told.add(line);
    }

    /** An appender has left. */
    synchronized void leave(String line) {
        lines.remove(line);
    }

    /** Each line once. */
    synchronized List<String> lines() {
        return lines.stream().distinct().toList();
    }

    /**
     * The line of an appender. Shows no secret.
     *
     * @param filters filters that the framework applies before the appender
     */
    static String line(AppenderSettings settings, List<Column> columns, List<?> filters) {
        Severity lowest = settings.threshold();
        PipelineSettings pipeline = settings.pipeline();
        String version = EffectiveSettings.class.getPackage().getImplementationVersion();
        var names = new ArrayList<String>();
        for (Object filter : filters) {
            String name = name(filter);
            if (!name.isBlank()) {
                names.add(name);
            }
        }
        var shipped = new ArrayList<String>();
        for (Column column : columns) {
            shipped.add(column.name());
        }
        String line = "in force: " + (lowest == null ? "events of every level" : "events from " + lowest + " on")
                + exceptions(settings.routes().droppedLoggers(), names)
                + " go to " + settings.table().streamName()
                + (settings.routes().doesMoreThanDropLoggers() ? " or where routes lead" : "")
                + "; columns " + String.join(", ", shipped)
                + "; what has to wait does so " + place(pipeline.spool())
                + (version == null ? "" : "; version " + version);
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }

    private static String exceptions(List<String> loggers, List<String> filters) {
        if (loggers.isEmpty() && filters.isEmpty()) {
            return "";
        }
        return ", but for those"
                + (loggers.isEmpty() ? "" : " of " + String.join(", ", loggers))
                + (loggers.isEmpty() || filters.isEmpty() ? "" : " and those")
                + (filters.isEmpty() ? "" : " that " + String.join(" and ", filters) + " may keep out")
                + ",";
    }

    /** Filters of Log4j2 print what they compare with, those of Logback print nothing useful. */
    private static String name(Object filter) {
        Class<?> type = filter.getClass();
        try {
            String text = String.valueOf(filter);
            if (text.startsWith(type.getName() + "@")) {
                return type.getSimpleName();
            }
            return type.getName().startsWith("org.apache.") ? type.getSimpleName() + " " + text : text;
        } catch (RuntimeException unreportable) {
            return type.getSimpleName();
        }
    }

    private static String place(PipelineSettings.Spooling spool) {
        @Nullable Path directory = spool.directory();
        if (spool.durability() == Durability.MEMORY) {
            return "in memory and goes with the process";
        }
        return "on disk" + (directory == null ? "" : " in " + directory);
    }
}
