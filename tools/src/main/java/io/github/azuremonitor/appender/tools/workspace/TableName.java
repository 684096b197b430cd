package io.github.azuremonitor.appender.tools.workspace;

import io.github.azuremonitor.appender.common.column.AzureTable;

/** What queries call the table of a stream. */
public final class TableName {
    private TableName() {}

    /**
     * The name without what only rules call it.
     *
     * @param stream of the rule, the one that comes out of it if it is another one than is sent to
     */
    public static String ofStream(String stream) {
        AzureTable azure = AzureTable.ofStream(stream);
        if (azure != null) {
            return azure.name();
        }
        boolean custom = stream.startsWith("Custom-");
        String bare = stream.substring(stream.indexOf('-') + 1);
        return custom && !bare.endsWith("_CL") ? bare + "_CL" : bare;
    }
}
