package io.github.azuremonitor.appender.emulator.rows;

/**
 * What was seen of one stream, over all rules.
 *
 * @param rows accepted
 * @param requests accepted, those with no row included
 * @param ignoredProperties properties the stream does not declare; the real service shows them as the metric "Log
 *     Columns Dropped per Min"
 * @param wrongTypes values that are null because they did not fit the column
 * @param truncatedValues values longer than 64 KB
 * @param replacedTimes {@code TimeGenerated} missing, unreadable, older than two days or over a day ahead
 * @param droppedRows array elements that are no objects (lenient mode only)
 * @param distinctKeys how many different values the counted column had; 0 if none is counted
 * @param duplicateKeys rows whose key had come before
 * @param rowsWithoutKey rows in which the counted column is null
 */
public record StreamStats(
        long rows,
        long requests,
        long ignoredProperties,
        long wrongTypes,
        long truncatedValues,
        long replacedTimes,
        long droppedRows,
        long distinctKeys,
        long duplicateKeys,
        long rowsWithoutKey) {
    static final StreamStats NONE = new StreamStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
