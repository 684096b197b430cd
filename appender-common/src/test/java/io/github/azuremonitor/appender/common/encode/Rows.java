package io.github.azuremonitor.appender.common.encode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.azuremonitor.appender.common.batch.Batcher;
import io.github.azuremonitor.appender.common.column.ColumnList;
import io.github.azuremonitor.appender.common.event.EventSlot;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.settings.TableSettings;
import io.github.azuremonitor.appender.common.testing.Settings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Rows of events by columns, and what the encoder remarked. */
final class Rows implements Remarks {
    static final Map<String, String> ENVIRONMENT = Map.of(
            "REGION", "westeurope",
            "SPRING_APPLICATION_NAME", "shop",
            "HOSTNAME", "shop-7d9f",
            "KUBERNETES_SERVICE_HOST", "10.0.0.1",
            "NODE_NAME", "node-3",
            "CONTAINER_NAME", "app");

    private static final ObjectMapper JSON = new ObjectMapper();

    final List<String> remarks = new ArrayList<>();
    final List<String> unfitValues = new ArrayList<>();

    /** The row of one event. */
    JsonNode row(String columns, Consumer<EventSlot> change) throws IOException {
        return row(Settings.with("columns", columns).table(), change);
    }

    JsonNode row(TableSettings table, Consumer<EventSlot> change) throws IOException {
        var faults = new ArrayList<String>();
        ColumnList columns = ColumnList.parse(table.columns(), faults);
        assertThat(faults).isEmpty();
        Platform read = Platform.from(new Surroundings(
                Map.of("user.timezone", "UTC")::get,
                ENVIRONMENT::get,
                path -> path.endsWith("namespace") ? "prod" : null));
        var platform = new Platform(read.appName(), read.appInstance(), read.host(), 4711, read.around());
        var encoder =
                new RowEncoder(table, columns.columns(), columns.columns(), platform, Batcher.MAX_ROW_BYTES, this);
        var slot = new EventSlot();
        slot.time(1_795_161_801L, 123_456_789);
        slot.origin(Severity.INFO, "INFO", "com.example.Orders", "main");
        slot.message("order 42 placed");
        change.accept(slot);
        RowBuffer row = encoder.encode(slot);
        assertThat(row).isNotNull();
        return JSON.readTree(row.bytes(), 0, row.length());
    }

    @Override
    public void unfit(String column, Supplier<String> value) {
        remarks.add("unfit " + column);
        unfitValues.add(value.get());
    }

    @Override
    public void timeReplaced() {
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
