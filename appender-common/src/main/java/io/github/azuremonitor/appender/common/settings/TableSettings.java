package io.github.azuremonitor.appender.common.settings;

import org.jspecify.annotations.Nullable;

/**
 * What one appender writes where. Appenders that share a pipeline differ in this alone.
 *
 * @param streamName stream of the data collection rule, {@code Custom-…} or {@code Microsoft-…}
 * @param columns text of the setting as given: a preset or a list of definitions, not yet parsed
 * @param properties which MDC and key-value pairs go into the Properties column
 * @param appName name of the application, or null to take the platform's
 * @param appVersion version of the application or null
 * @param environment where the application runs, or null
 */
public record TableSettings(
        String streamName,
        String columns,
        PropertySelection properties,
        @Nullable String appName,
        @Nullable String appVersion,
        @Nullable String environment) {
    /** The same rows for another stream. */
    public TableSettings to(String otherStream) {
        return new TableSettings(otherStream, columns, properties, appName, appVersion, environment);
    }

    /** What is wrong with the name of a stream and what would be right, or null. */
    public static @Nullable String streamFault(String name) {
        try {
            Identifiers.streamName(name);
            return null;
        } catch (Form.Refused refused) {
            return refused.getMessage();
        }
    }
}
