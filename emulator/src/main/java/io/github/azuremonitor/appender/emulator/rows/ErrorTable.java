package io.github.azuremonitor.appender.emulator.rows;

import io.github.azuremonitor.appender.emulator.kql.KqlColumn;
import io.github.azuremonitor.appender.emulator.kql.KqlTable;
import io.github.azuremonitor.appender.emulator.kql.KqlType;
import io.github.azuremonitor.appender.emulator.kql.KqlValues;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code DCRLogErrors}: bodies and rows that were answered with success and are lost. */
final class ErrorTable implements KqlTable {
    private static final List<KqlColumn> COLUMNS = List.of(
            new KqlColumn("TimeGenerated", KqlType.DATETIME),
            new KqlColumn("OperationName", KqlType.STRING),
            new KqlColumn("InputStreamId", KqlType.STRING),
            new KqlColumn("Message", KqlType.STRING),
            new KqlColumn("ClientRequestId", KqlType.STRING),
            new KqlColumn("CorrelationId", KqlType.STRING),
            new KqlColumn("_ResourceId", KqlType.STRING),
            StoredTable.INGESTED);

    private final RowStore store;

    ErrorTable(RowStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "DCRLogErrors";
    }

    @Override
    public List<KqlColumn> columns() {
        return COLUMNS;
    }

    @Override
    public Iterator<@Nullable Object[]> rows(Set<String> wanted) {
        return store.errors().stream().map(ErrorTable::row).iterator();
    }

    private static @Nullable Object[] row(IngestionError error) {
        Object time = KqlValues.read(error.time());
        String clientRequestId = error.clientRequestId();
        return new Object[] {
            time,
            error.operationName(),
            error.inputStreamId(),
            error.message(),
            clientRequestId == null ? "" : clientRequestId,
            error.correlationId(),
            error.resourceId(),
            time
        };
    }
}
