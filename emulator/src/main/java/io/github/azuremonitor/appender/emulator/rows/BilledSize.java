package io.github.azuremonitor.appender.emulator.rows;

import io.github.azuremonitor.appender.emulator.kql.KqlColumn;
import io.github.azuremonitor.appender.emulator.kql.KqlType;
import io.github.azuremonitor.appender.emulator.kql.KqlValues;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Azure fills in by itself about a row's bill. The size is that of the columns' values as text (Azure Monitor docs, "Azure
 * Monitor Logs cost calculations"), without columns of Azure's own; which texts those are is not documented, and here they are
 * those of {@code tostring()} in UTF-8.
 */
final class BilledSize {
    static final KqlColumn SIZE = new KqlColumn("_BilledSize", KqlType.REAL);

    static final KqlColumn IS_BILLABLE = new KqlColumn("_IsBillable", KqlType.STRING);

    private BilledSize() {}

    /** Of a row whose columns of Azure's own come last and are not counted. */
    static double of(List<KqlColumn> columns, @Nullable Object[] row) {
        long bytes = 0;
        for (int i = 0; i < columns.size() && !columns.get(i).equals(SIZE); i++) {
            Object text = KqlValues.cast(KqlType.STRING, row[i]);
            bytes += text == null ? 0 : text.toString().getBytes(StandardCharsets.UTF_8).length;
        }
        return bytes;
    }
}
