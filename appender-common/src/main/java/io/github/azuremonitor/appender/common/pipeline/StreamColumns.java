package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.ColumnList;
import java.util.List;
import java.util.Map;

/**
 * The columns of one appender, and what its streams take of them.
 *
 * @param all what capture has to look for
 * @param kept by stream, where a stream takes fewer
 */
record StreamColumns(List<Column> all, Map<String, List<Column>> kept) {
    StreamColumns {
        all = List.copyOf(all);
        kept = Map.copyOf(kept);
    }

    /** The same for every stream. */
    static StreamColumns same(List<Column> columns) {
        return new StreamColumns(columns, Map.of());
    }

    List<Column> of(String stream) {
        return kept.getOrDefault(stream, all);
    }

    /** In the order in which a slot has their texts, whatever stream it goes to. */
    List<String> patterns() {
        return ColumnList.patterns(all);
    }
}
