package io.github.azuremonitor.appender.tools.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.tools.input.BadInput;
import io.github.azuremonitor.appender.tools.input.ConfigFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a rule says of one stream.
 *
 * @param columns types by column; empty if the rule does not declare the stream
 * @param table where the rows end; empty if no flow takes the stream
 */
record Declared(Map<String, String> columns, String table) {
    private static final String RULE = "Microsoft.Insights/dataCollectionRules";

    /** Reads an exported rule, what az shows, or an ARM template. */
    static Declared of(Path file, String stream) throws BadInput {
        JsonNode root = ConfigFiles.json(file);
        JsonNode rule = root;
        for (JsonNode resource : root.path("resources")) {
            rule = resource.path("type").asText().equalsIgnoreCase(RULE) ? resource : rule;
        }
        JsonNode properties = rule.path("properties").isObject() ? rule.get("properties") : rule;
        JsonNode streams = properties.path("streamDeclarations");
        if (!streams.isObject()) {
            throw new BadInput(file + ": is no data collection rule with streamDeclarations");
        }
        Map<String, String> columns = new LinkedHashMap<>();
        for (JsonNode column : streams.path(stream).path("columns")) {
            columns.put(column.path("name").asText(), column.path("type").asText());
        }
        String output = "";
        for (JsonNode flow : properties.path("dataFlows")) {
            for (JsonNode name : flow.path("streams")) {
                output =
                        name.asText().equals(stream) ? flow.path("outputStream").asText(stream) : output;
            }
        }
        return new Declared(columns, output);
    }

    /** A line for each column that Azure would drop or lose; none if all fit. */
    List<String> misfits(List<Column> sent) {
        var misfits = new ArrayList<String>();
        for (Column column : sent) {
            String type = columns.get(column.name());
            if (type == null) {
                String other = columns.keySet().stream()
                        .filter(name -> name.equalsIgnoreCase(column.name()))
                        .findFirst()
                        .orElse("");
                misfits.add(column.name() + " is not declared, so Azure drops it"
                        + (other.isEmpty() ? "" : "; " + other + " is, and case counts"));
            } else if (!type.equals(column.type().text())) {
                misfits.add(column.name() + " is declared as " + type + ", but sent as "
                        + column.type().text() + "; values that do not fit become null");
            }
        }
        return misfits;
    }

    /** Declared columns that are not sent and stay empty. */
    List<String> unused(List<Column> sent) {
        var names = new ArrayList<>(columns.keySet());
        sent.forEach(column -> names.remove(column.name()));
        return names;
    }
}
