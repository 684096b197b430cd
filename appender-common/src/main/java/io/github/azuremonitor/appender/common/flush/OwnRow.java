package io.github.azuremonitor.appender.common.flush;

import io.github.azuremonitor.appender.common.column.AzureTable;
import io.github.azuremonitor.appender.common.column.Source.Kind;
import io.github.azuremonitor.appender.common.event.LoggedEvent;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.ring.RingEntry;

/** Rows of the library's own, which look like events of a logger of its own. */
final class OwnRow {
    private OwnRow() {}

    /** Only custom tables: such a row does not fit the meaning of the columns in Microsoft's own. */
    static boolean fits(Tables.Entry entry) {
        return AzureTable.ofStream(entry.table().streamName()) == null
                && has(entry, Kind.LEVEL)
                && has(entry, Kind.MESSAGE);
    }

    /** Whether an event of that logger is such a row. */
    static boolean isLogger(String logger) {
        return logger.startsWith(DropReport.LOGGER);
    }

    private static boolean has(Tables.Entry entry, Kind kind) {
        return entry.columns().stream().anyMatch(column -> column.shows(kind));
    }

    /** An event to which key-value pairs may be added. */
    static LoggedEvent event(Severity severity, String logger, long epochMillis, String message) {
        var event = new LoggedEvent();
        event.time(Math.floorDiv(epochMillis, 1000L), (int) Math.floorMod(epochMillis, 1000L) * 1_000_000);
        event.origin(severity, severity.name(), logger, Thread.currentThread().getName());
        event.message(message);
        return event;
    }

    /** The event for that table. It counts as severe, so that no budget leaves it out. */
    static RingEntry entry(LoggedEvent event, int table, long epochMillis) {
        var entry = new RingEntry();
        entry.begin(table, Severity.WARN, epochMillis);
        entry.event(event);
        return entry;
    }
}
