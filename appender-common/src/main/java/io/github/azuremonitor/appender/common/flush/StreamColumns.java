package io.github.azuremonitor.appender.common.flush;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.ColumnList;
import java.util.List;
import java.util.Map;

/**
 * The columns of one appender, and those that each of its streams takes.
 *
 * @param all columns that the log call has to capture values for
 * @param kept by stream, for streams that take fewer
 */
public record StreamColumns(List<Column> all, Map<String, List<Column>> kept) {
    /** Copies both. */
    public StreamColumns {
        all = List.copyOf(all);
        kept = Map.copyOf(kept);
    }

    List<Column> of(String stream) {
        return kept.getOrDefault(stream, all);
    }

    /** In the order of their texts in a slot, whatever stream it goes to. */
    public List<String> patterns() {
        return ColumnList.patterns(all);
    }
}
