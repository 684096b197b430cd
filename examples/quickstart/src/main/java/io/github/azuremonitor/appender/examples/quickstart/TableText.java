package io.github.azuremonitor.appender.examples.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;

/** Prints rows for a reader. */
final class TableText {
    /** How many rows are shown. */
    static final int ROWS = 20;

    private static final int STACK_TRACE_LINES = 3;
    private static final String FORMAT = "%4s %-12s %-5s %-13s %-44s %-8s %s%n";

    private TableText() {}

    /** The first rows as a table, and one error in full. */
    static void print(List<JsonNode> rows, PrintWriter out) {
        out.printf(FORMAT, "Seq", "TIME", "LEVEL", "LOGGER", "MESSAGE", "TRACE", "PROPERTIES");
        rows.stream().limit(ROWS).forEach(row -> print(row, out));
        if (rows.size() > ROWS) {
            out.printf("… %,d more%n", rows.size() - ROWS);
        }
        rows.stream()
                .filter(row -> row.path("Level").asText().equals("ERROR"))
                .findFirst()
                .ifPresent(row -> {
                    out.printf("%nOne of them in full:%n");
                    row.properties().forEach(column -> printColumn(column.getKey(), column.getValue(), out));
                });
    }

    private static void print(JsonNode row, PrintWriter out) {
        String time = row.path("TimeGenerated").asText();
        String message = row.path("Message").asText();
        out.printf(
                FORMAT,
                has(row, "Seq") ? row.path("Seq").asText() : "",
                time.length() >= 23 ? time.substring(11, 23) : time,
                row.path("Level").asText(),
                simpleName(row, "Logger"),
                cut(has(row, "ExceptionType") ? message + " ! " + simpleName(row, "ExceptionType") : message, 44),
                has(row, "TraceId") ? String.format("%.8s", row.path("TraceId").asText()) : "",
                has(row, "Properties") ? cut(row.path("Properties").toString(), 80) : "");
    }

    private static void printColumn(String name, JsonNode value, PrintWriter out) {
        if (!isThere(value)) {
            return;
        }
        String text = value.isTextual() ? value.textValue() : value.toString();
        List<String> lines = text.lines().toList();
        out.printf("  %-14s %s%n", name, lines.get(0));
        int shown = 0;
        for (String line : lines.subList(1, lines.size())) {
            boolean frame = line.startsWith("\t");
            shown = frame ? shown + 1 : 0;
            if (shown < STACK_TRACE_LINES) {
                out.printf("  %-14s %s%n", "", line.replace("\t", "    "));
            } else if (shown == STACK_TRACE_LINES) {
                out.printf("  %-14s     …%n", "");
            }
        }
    }

    private static boolean has(JsonNode row, String column) {
        return isThere(row.path(column));
    }

    /** A string that is missing reads back as an empty one. */
    private static boolean isThere(JsonNode value) {
        return !value.isNull()
                && !value.isMissingNode()
                && !(value.isTextual() && value.textValue().isEmpty());
    }

    private static String simpleName(JsonNode row, String column) {
        String name = row.path(column).asText();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }
}
