package io.github.azuremonitor.appender.common.encode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.azuremonitor.appender.common.batch.Batcher;
import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.PseudonymKey;
import io.github.azuremonitor.appender.common.event.LoggedEvent;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.settings.TableSettings;
import io.github.azuremonitor.appender.common.testing.Settings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rows of events by columns, and what the encoder remarked. */
final class Rows implements Remarks {
    static final Map<String, String> ENVIRONMENT = Map.of(
            "REGION", "westeurope",
            "SPRING_APPLICATION_NAME", "shop",
            "HOSTNAME", "shop-7d9f",
            "KUBERNETES_SERVICE_HOST", "10.0.0.1",
            "NODE_NAME", "node-3",
            "CONTAINER_NAME", "app",
            "PSEUDONYM_KEY", "4f1c0d8e7a6b5c4d3e2f1a0b9c8d7e6f");

    /** Another one in each row. */
    private static final Pattern EVENT_ID = Pattern.compile("\"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\"");

    private static final ObjectMapper JSON = new ObjectMapper();

    final List<String> remarks = new ArrayList<>();
    final List<String> unfitValues = new ArrayList<>();

    /** The row of one event. */
    JsonNode row(String columns, Consumer<LoggedEvent> change) throws IOException {
        return row(Settings.with("columns", columns).table(), change);
    }

    JsonNode row(TableSettings table, Consumer<LoggedEvent> change) throws IOException {
        List<Column> columns = table.columns().columns().stream()
                .map(column -> column.withKeys(Rows::key))
                .toList();
        Platform read = Platform.from(new ProcessEnvironment(
                Map.of("user.timezone", "UTC")::get,
                ENVIRONMENT::get,
                path -> path.endsWith("namespace") ? "prod" : null));
        var platform = new Platform(read.appName(), read.appInstance(), read.host(), 4711, read.around());
        var encoder = new RowEncoder(table, columns, columns, platform, Batcher.MAX_ROW_BYTES, this);
        LoggedEvent event = event(change);
        int before = remarks.size();
        JsonNode whole = read(encoder.encode(event));
        List<String> remarked = List.copyOf(remarks.subList(before, remarks.size()));
        assertRowInTwoParts(new RowEncoder(table, columns, platform, Batcher.MAX_ROW_BYTES), event, whole);

        // Once more, for what it remarks.
        var inParts = new Rows();
        var again = new RowEncoder(table, columns, columns, platform, Batcher.MAX_ROW_BYTES, inParts);
        inParts.remarks.clear();
        assertRowInTwoParts(again, event, whole);
        assertThat(inParts.remarks)
                .as("what was remarked about the row in two parts")
                .containsExactlyInAnyOrderElementsOf(remarked);
        return whole;
    }

    private static PseudonymKey key(PseudonymKey key) {
        String text = ENVIRONMENT.get(key.name());
        return text == null ? key : key.with(text);
    }

    private static void assertRowInTwoParts(RowEncoder encoder, LoggedEvent event, JsonNode whole) throws IOException {
        RowBuffer begun = encoder.begin(event, new JsonRow(), Batcher.MAX_ROW_BYTES);
        assertThat(begun).isNotNull();
        byte[] inTheRing = begun.copy();
        JsonNode row = read(encoder.end(inTheRing, 0, inTheRing.length, encoder.rest(event)));
        if (!EVENT_ID.matcher(whole.toString()).find()) {
            assertThat(row.toString())
                    .as("the row that was begun by the thread that logs and ended by the flusher")
                    .isEqualTo(whole.toString());
        }
    }

    private static LoggedEvent event(Consumer<LoggedEvent> change) {
        var event = new LoggedEvent();
        event.time(1_795_161_801L, 123_456_789);
        event.origin(Severity.INFO, "INFO", "com.example.Orders", "main");
        event.message("order 42 placed");
        change.accept(event);
        return event;
    }

    private static JsonNode read(@Nullable RowBuffer row) throws IOException {
        assertThat(row).isNotNull();
        return JSON.readTree(row.bytes(), 0, row.length());
    }

    @Override
    public void cut(String column, String logger) {
        remarks.add("cut " + column + " of " + logger);
    }

    @Override
    public void unfit(String column, String logger, Supplier<String> value) {
        remarks.add("unfit " + column);
        unfitValues.add(value.get());
    }

    @Override
    public void timeReplaced(String logger) {
        remarks.add("time replaced");
    }

    @Override
    public void redactionGaveUp(String column) {
        remarks.add("gave up " + column);
    }

    @Override
    public void collision(String column) {
        remarks.add("collision " + column);
    }
}
