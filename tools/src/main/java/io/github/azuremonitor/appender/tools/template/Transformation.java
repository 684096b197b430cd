package io.github.azuremonitor.appender.tools.template;

import io.github.azuremonitor.appender.common.column.AzureTable;
import io.github.azuremonitor.appender.common.column.ColumnType;
import java.util.Map;

/**
 * What a rule does with each row. Azure replaces a {@code TimeGenerated} that is more than two days old by the time of
 * arrival (Azure Monitor docs, "Log data ingestion time"), so a second column keeps the true one of rows that waited.
 */
final class Transformation {
    static final String TIME_GENERATED = "TimeGenerated";
    static final String EVENT_TIME = "EventTime";

    private Transformation() {}

    /** Azure's own tables have fixed columns: to keep the true time there, send it in another column. */
    static String of(Stream stream) {
        return AzureTable.ofStream(stream.name()) == null ? of(stream.columns()) : "source";
    }

    private static String of(Map<String, ColumnType> columns) {
        boolean generated = columns.containsKey(TIME_GENERATED);
        String time = generated ? TIME_GENERATED : time(columns);
        String extended = generated ? "" : TIME_GENERATED + " = " + time;
        if (!columns.containsKey(EVENT_TIME)) {
            extended += (extended.isEmpty() ? "" : ", ") + EVENT_TIME + " = " + time;
        }
        return extended.isEmpty() ? "source" : "source | extend " + extended;
    }

    private static String time(Map<String, ColumnType> columns) {
        return columns.entrySet().stream()
                .filter(column -> column.getValue() == ColumnType.DATETIME)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("now()");
    }
}
