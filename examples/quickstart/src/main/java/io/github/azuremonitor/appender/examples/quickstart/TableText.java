package io.github.azuremonitor.appender.examples.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;

/** Prints rows for a reader. */
final class TableText {
    /** How many rows are shown. */
    static final int ROWS = 20;

    private static final String FORMAT = "%-12s %-5s %-13s %-36s %-8s %s%n";

    private TableText() {}

    static void print(List<JsonNode> rows, PrintWriter out) {
        out.printf(FORMAT, "TIME", "LEVEL", "LOGGER", "MESSAGE", "TRACE", "PROPERTIES");
        for (JsonNode row : rows.subList(0, Math.min(ROWS, rows.size()))) {
            String time = row.path("TimeGenerated").asText();
            String logger = row.path("Logger").asText();
            JsonNode properties = row.path("Properties");
            out.printf(
                    FORMAT,
                    time.length() >= 23 ? time.substring(11, 23) : time,
                    row.path("Level").asText(),
                    cut(logger.substring(logger.lastIndexOf('.') + 1), 13),
                    cut(message(row), 36),
                    cut(row.path("TraceId").asText(), 8),
                    properties.isObject() ? cut(properties.toString(), 70) : "");
        }
        if (rows.size() > ROWS) {
            out.printf("… %d more%n", rows.size() - ROWS);
        }
    }

    private static String message(JsonNode row) {
        String message = row.path("Message").asText();
        String exception = row.path("ExceptionType").asText("");
        return exception.isEmpty() || row.path("ExceptionType").isNull()
                ? message
                : cut(message, 16) + " ! " + exception.substring(exception.lastIndexOf('.') + 1);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }
}
