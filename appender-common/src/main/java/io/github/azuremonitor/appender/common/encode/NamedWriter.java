package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.event.LoggedEvent;

/** The writer of a column with its name, under which the row keeps what was cut. Any thread. */
record NamedWriter(String column, ColumnWriter writer) {
    void write(LoggedEvent event, JsonRow row) {
        writer.write(event, row);
        row.endColumn(column);
    }
}
