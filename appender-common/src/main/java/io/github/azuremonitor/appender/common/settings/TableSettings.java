package io.github.azuremonitor.appender.common.settings;

import io.github.azuremonitor.appender.common.column.ColumnList;
import org.jspecify.annotations.Nullable;

/**
 * What one appender writes, and where. Appenders that share a pipeline differ only in this.
 *
 * @param streamName stream of the data collection rule, {@code Custom-…} or {@code Microsoft-…}
 * @param columns what each row says
 * @param properties which MDC and key-value pairs go into the Properties column
 * @param appName name of the application, or null to take the platform's
 * @param appVersion version of the application or null
 * @param environment where the application runs, or null
 */
public record TableSettings(
        String streamName,
        ColumnList columns,
        PropertySelection properties,
        @Nullable String appName,
        @Nullable String appVersion,
        @Nullable String environment) {
    /** The same rows for another stream. */
    public TableSettings to(String otherStream) {
        return new TableSettings(otherStream, columns, properties, appName, appVersion, environment);
    }
}
