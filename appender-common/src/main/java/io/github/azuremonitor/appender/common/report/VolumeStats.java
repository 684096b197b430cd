package io.github.azuremonitor.appender.common.report;

import java.time.Duration;
import java.util.Map;

/**
 * What rows weigh that were put into batches, as JSON before gzip. Of many rows it is an estimate.
 *
 * @param counted since when
 * @param rowsByLogger rows by stream, level and logger, with a blank between; the logger is empty if the stream has no
 *     column of it, and {@code other} for loggers beyond the first
 * @param bytesByLogger bytes of these rows, by the same names
 * @param bytesByColumn bytes by stream and column, with a blank between
 */
public record VolumeStats(
        Duration counted,
        Map<String, Long> rowsByLogger,
        Map<String, Long> bytesByLogger,
        Map<String, Long> bytesByColumn) {
    /** No row. */
    public static final VolumeStats NONE = new VolumeStats(Duration.ZERO, Map.of(), Map.of(), Map.of());

    /** Copies the maps. */
    public VolumeStats {
        rowsByLogger = Map.copyOf(rowsByLogger);
        bytesByLogger = Map.copyOf(bytesByLogger);
        bytesByColumn = Map.copyOf(bytesByColumn);
    }
}
