package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.settings.TableSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables of a pipeline by number. Equal ones share a number, so that an appender that is configured anew adds
 * nothing. Any thread.
 */
final class Tables {
    private volatile List<Entry> entries = List.of();

    synchronized int number(TableSettings table, List<Column> columns) {
        var wanted = new Entry(table, List.copyOf(columns));
        int known = entries.indexOf(wanted);
        if (known >= 0) {
            return known;
        }
        var longer = new ArrayList<>(entries);
        longer.add(wanted);
        entries = List.copyOf(longer);
        return longer.size() - 1;
    }

    Entry get(int number) {
        return entries.get(number);
    }

    record Entry(TableSettings table, List<Column> columns) {}
}
