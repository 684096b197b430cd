package io.github.azuremonitor.appender.common.batch;

/**
 * What is known of a batch's rows without reading them.
 *
 * @param stream DCR stream, {@code Custom-…}
 * @param rows number of rows, at least 1
 * @param rawBytes size of the JSON array before gzip, with brackets and separators
 * @param oldestMillis earliest TimeGenerated, milliseconds since 1970
 * @param newestMillis latest TimeGenerated, milliseconds since 1970
 */
public record BatchInfo(String stream, int rows, int rawBytes, long oldestMillis, long newestMillis) {}
