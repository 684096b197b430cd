package io.github.azuremonitor.appender.tools.queries;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.kql.KqlException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a query finds, so that it can be compared with what was reviewed. */
final class Answer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Answer() {}

    static String of(Workspace workspace, String query) {
        List<ObjectNode> rows;
        try {
            rows = workspace.emulator().query(query);
        } catch (KqlException e) {
            return "not run: " + e.getMessage();
        }
        var lines = new ArrayList<String>();
        for (ObjectNode row : rows) {
            lines.add(settled(row));
        }
        // Rows that are equal in what they are sorted by come as they arrived, which several batches do in any order.
        lines.sort(Comparator.naturalOrder());
        return lines.isEmpty() ? "nothing" : String.join("\n", lines);
    }

    /** A few KB differ from machine to machine. */
    private static String size(JsonNode number) {
        double size = number.asDouble();
        return size == 0 ? "none" : size < 1 ? "some" : number.toString();
    }

    /** Members of an object by their names: those of a context come in any order. */
    private static String ordered(String text) {
        if (!text.startsWith("{\"")) {
            return text;
        }
        try {
            return JSON.writeValueAsString(JSON.readValue(text, TreeMap.class));
        } catch (JsonProcessingException noObject) {
            return text;
        }
    }

    /** Without what differs from run to run. */
    private static String settled(ObjectNode row) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> value : row.properties()) {
            String text = value.getValue().isTextual()
                    ? value.getValue().asText()
                    : value.getValue().toString();
            String settled = ordered(text)
                    .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "<time>")
                    .replaceAll("^(\\d\\.)?\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?$", "<span>")
                    .replaceAll("x{9,}.*", "x…")
                    .replaceAll("(values of events are not wholly in their rows: |\"cut\":).*", "$1…");
            values.put(
                    value.getKey(),
                    switch (value.getKey()) {
                        case "AppInstance" -> "<instance>";
                        case "GB", "quiet", "MB", "cost" ->
                            size(value.getValue()); // has the length of the host's name in it
                        case "seconds", "percentile_late_50", "percentile_late_95" ->
                            settled.replaceAll("^[0-9.]+$", "<seconds>");
                        case "example" -> settled.replaceAll("\\d+", "N"); // any one of several
                        default -> settled;
                    });
        }
        return values.toString();
    }
}
