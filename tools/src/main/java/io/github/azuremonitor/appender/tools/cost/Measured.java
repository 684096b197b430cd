package io.github.azuremonitor.appender.tools.cost;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Adds up rows. One thread. */
final class Measured {
    /** A stack trace that is cut here still has its exception, its message and the frames of one's own. */
    static final int SHORT_STACK_TRACE = 2048;

    private static final Set<String> QUIET = Set.of("TRACE", "DEBUG", "INFO");
    private static final Pattern IDS = Pattern.compile(
            "\\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\\b|\\b(?=[0-9a-fA-F]*[0-9])[0-9a-fA-F]{8,}\\b|[0-9]+");
    private static final int LONGEST_TEMPLATE = 100;

    /** Quotes, colon and comma around a member of a row. */
    private static final int AROUND = 4;

    private final RowNames names;
    private final Sums loggers = new Sums();
    private final Sums quietLoggers = new Sums();
    private final Sums levels = new Sums();
    private final Sums columns = new Sums();
    private final Sums templates = new Sums();
    private long rows;
    private long bytes;
    private long beyondShortTraces;
    private Duration counted = Duration.ZERO;
    private @Nullable Instant first;
    private @Nullable Instant last;

    Measured(RowNames names) {
        this.names = names;
    }

    /** @param size bytes of the row as JSON */
    void add(JsonNode row, int size) {
        rows++;
        bytes += size;
        String logger = text(row, names.logger());
        String level = text(row, names.level());
        loggers.add(logger, size);
        levels.add(level, size);
        if (QUIET.contains(level)) {
            quietLoggers.add(logger, size);
        }
        templates.add(logger + "  " + template(row), size);
        for (Map.Entry<String, JsonNode> member : row.properties()) {
            int length = bytes(member.getValue().toString()) + member.getKey().length() + AROUND;
            columns.add(member.getKey(), length);
            if (member.getKey().equals(names.stackTrace())) {
                beyondShortTraces += Math.max(0, length - SHORT_STACK_TRACE);
            }
        }
        time(text(row, names.time()));
    }

    /** Rows that were counted elsewhere, of one logger and level. */
    void add(String logger, String level, long counted, long size) {
        rows += counted;
        bytes += size;
        loggers.add(logger, counted, size);
        levels.add(level, counted, size);
        if (QUIET.contains(level)) {
            quietLoggers.add(logger, counted, size);
        }
    }

    /** For how long rows were counted elsewhere; of several times the longest. */
    void counted(Duration time) {
        counted = time.compareTo(counted) > 0 ? time : counted;
    }

    /** The column with the stack trace; empty for none. */
    String stackTrace() {
        return names.stackTrace();
    }

    /** What is more than short stack traces have, counted elsewhere. */
    void beyondShortTraces(long size) {
        beyondShortTraces += size;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String text(JsonNode row, String name) {
        return row.path(name).asText("");
    }

    private String template(JsonNode row) {
        String given = text(row, names.template());
        String text = given.isEmpty() ? IDS.matcher(text(row, names.message())).replaceAll("…") : given;
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= LONGEST_TEMPLATE ? line : line.substring(0, LONGEST_TEMPLATE) + "…";
    }

    /** When a row was logged; what is no time is passed over. */
    void time(String text) {
        Instant at;
        try {
            at = Instant.parse(text);
        } catch (DateTimeException none) {
            return;
        }
        first = first == null || at.isBefore(first) ? at : first;
        last = last == null || at.isAfter(last) ? at : last;
    }

    long rows() {
        return rows;
    }

    long bytes() {
        return bytes;
    }

    /** Bytes of stack traces that are more than a short one has. */
    long beyondShortTraces() {
        return beyondShortTraces;
    }

    Sums loggers() {
        return loggers;
    }

    /** Below {@code WARN}. */
    Sums quietLoggers() {
        return quietLoggers;
    }

    Sums levels() {
        return levels;
    }

    Sums columns() {
        return columns;
    }

    Sums templates() {
        return templates;
    }

    /** From the first row to the last, or how long they were counted; zero if rows have no time. */
    Duration span() {
        return first == null || last == null ? counted : Duration.between(first, last);
    }
}
