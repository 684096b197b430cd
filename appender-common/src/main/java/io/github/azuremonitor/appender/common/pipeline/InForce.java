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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the appenders of one pipeline ship and what they leave out, in a line for each: the causes of missing rows that no
 * number shows. Any thread.
 */
final class InForce {
    private static final int LONGEST = 1000;

    private final List<String> lines = new ArrayList<>();
    private final Set<String> told = new HashSet<>();

    /** An appender is there; returns whether this was not told before. */
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
     * @param filters what the framework asks before the appender
     */
    static String line(AppenderSettings settings, List<Column> columns, List<?> filters) {
        Severity lowest = settings.threshold();
        PipelineSettings pipeline = settings.pipeline();
        String version = InForce.class.getPackage().getImplementationVersion();
        List<String> names = filters.stream()
                .map(InForce::name)
                .filter(name -> !name.isBlank())
                .toList();
        String line = "in force: " + (lowest == null ? "events of every level" : "events from " + lowest + " on")
                + (names.isEmpty() ? "" : ", but for those that " + String.join(" and ", names) + " may keep out,")
                + " go to " + settings.table().streamName()
                + (settings.routes().isBlank() ? "" : " or where routes lead")
                + "; columns " + columns.stream().map(Column::name).collect(Collectors.joining(", "))
                + "; what has to wait does so " + place(pipeline.spool())
                + (version == null ? "" : "; version " + version);
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }

    /** Filters of Log4j2 say what they compare with, those of Logback nothing. */
    private static String name(Object filter) {
        Class<?> type = filter.getClass();
        try {
            String text = String.valueOf(filter);
            if (text.startsWith(type.getName() + "@")) {
                return type.getSimpleName();
            }
            return type.getName().startsWith("org.apache.") ? type.getSimpleName() + " " + text : text;
        } catch (RuntimeException unspeakable) {
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
