package io.github.azuremonitor.appender.tools.template;

import io.github.azuremonitor.appender.common.column.AzureTable;
import io.github.azuremonitor.appender.common.column.ColumnType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What appenders send to one stream.
 *
 * @param name {@code Custom-…}, as a rule has to declare it
 * @param columns types by column, in order
 */
record Stream(String name, Map<String, ColumnType> columns) {
    private static final String CUSTOM = "Custom-";
    static final String TABLE_ENDING = "_CL";

    /** Copies the columns. */
    Stream {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /** The name under which a rule can declare a configuration's {@code streamName}. */
    static String declared(String streamName) {
        AzureTable azure = AzureTable.ofStream(streamName);
        return azure == null ? streamName : azure.declaredStream();
    }

    static boolean isCustom(String name) {
        return name.startsWith(CUSTOM) && name.length() > CUSTOM.length();
    }

    /** Custom tables end in {@code _CL}; the name of a stream need not. */
    String table() {
        AzureTable azure = AzureTable.ofStream(name);
        if (azure != null) {
            return azure.name();
        }
        String bare = name.substring(CUSTOM.length());
        return bare.endsWith(TABLE_ENDING) ? bare : bare + TABLE_ENDING;
    }

    String outputStream() {
        AzureTable azure = AzureTable.ofStream(name);
        return azure == null ? CUSTOM + table() : azure.outputStream();
    }
}
