package io.github.azuremonitor.appender.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.dcr.ColumnType;
import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import io.github.azuremonitor.appender.emulator.rows.Row;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A query reads the values that the stream has, whatever was sent: both read the same bodies, each in its own way. */
class QueryValuesTest {
    private static final Instant NOW = Instant.parse("2026-02-28T12:00:00Z");
    private static final String STREAM = "Custom-All";

    @Test
    void everyValueInEveryColumnIsReadAsTheStreamHasIt() throws Exception {
        List<String> values = List.of(
                "null",
                "true",
                "7",
                "-3000000000",
                "9223372036854775808",
                "1.5",
                "\"\"",
                "\"text\"",
                "\"7\"",
                "\"2026-02-28T01:02:03Z\"",
                "\"2026-02-28T01:02:03.1234567Z\"",
                "\"2026-02-29T00:00:00Z\"",
                "\"2026-02-28T25:00:00Z\"",
                "\"2026-02-28T01:02:03+02:00\"",
                "\"2026-02-28T01:02:03.Z\"",
                "\"2026-02-28\"",
                "{\"a\":[1,null]}",
                "[]",
                "\"" + "ä".repeat(40_000) + "\"",
                "[\"" + "x".repeat(70_000) + "\"]");
        Map<String, ColumnType> columns = new LinkedHashMap<>();
        for (ColumnType type : ColumnType.values()) {
            columns.put("C" + type.name().toLowerCase(Locale.ROOT), type);
        }
        DcrDefinition rule = new DcrDefinition(DcrDefinition.DEFAULT_IMMUTABLE_ID, "/rule", Map.of(STREAM, columns));
        try (LogsEmulator emulator = LogsEmulator.builder()
                .requireToken(false)
                .clock(() -> NOW)
                .dcr(rule)
                .start()) {
            for (String value : values) {
                post(emulator, columns, value);
            }

            List<Row> rows = emulator.rows(STREAM);
            List<ObjectNode> read = emulator.query("All");
            assertThat(read).hasSameSizeAs(values);
            for (int i = 0; i < values.size(); i++) {
                for (Map.Entry<String, ColumnType> column : columns.entrySet()) {
                    String what = column.getKey() + " of "
                            + values.get(i)
                                    .substring(0, Math.min(40, values.get(i).length()));
                    JsonNode there = rows.get(i).get(column.getKey());
                    assertThat(same(column.getValue(), read.get(i).get(column.getKey())))
                            .as(what)
                            .isEqualTo(same(column.getValue(), there));
                }
            }
        }
    }

    private static void post(LogsEmulator emulator, Map<String, ColumnType> columns, String value) throws Exception {
        StringBuilder row = new StringBuilder("[{\"Other\":{\"Cstring\":[1]}");
        columns.keySet()
                .forEach(
                        column -> row.append(",\"").append(column).append("\":").append(value));
        var answer = Client.send(
                HttpRequest.newBuilder(Client.uri(emulator.httpEndpoint(), emulator.dcrImmutableId(), STREAM))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(row + "}]")));
        assertThat(answer.statusCode()).as(value).isEqualTo(204);
    }

    /** There is no null string in KQL, a time may be written in several ways, and has seven decimals. */
    private static Object same(ColumnType type, JsonNode value) {
        return switch (type) {
            case STRING -> value.isNull() ? "" : value.asText();
            case DATETIME ->
                value.isNull() ? "none" : OffsetDateTime.parse(value.asText()).toInstant();
            case REAL -> value.isNull() ? "none" : (Object) value.doubleValue();
            default -> value.isNull() ? "none" : value.toString();
        };
    }
}
