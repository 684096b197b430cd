package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.event.LoggedEvent;

/** Writes one column of a row, or nothing where there is no value: a null costs bytes, an absent column none. */
@FunctionalInterface
interface ColumnWriter {
    void write(LoggedEvent event, JsonRow row);
}
