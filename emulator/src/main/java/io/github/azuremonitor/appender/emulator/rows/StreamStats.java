package io.github.azuremonitor.appender.emulator.rows;

/**
 * What was seen of one stream, of one rule or of all that have it.
 *
 * @param rows accepted
 * @param requests accepted, those with no row included
 * @param ignoredProperties properties the stream does not declare; the real service shows them as the metric "Log
 *     Columns Dropped per Min"
 * @param wrongTypes values that are null because they did not fit the column
 * @param truncatedValues values longer than 64 KB
 * @param replacedTimes {@code TimeGenerated} missing, unreadable, older than two days or over a day ahead
 * @param droppedRows array elements that are not objects (lenient mode only)
 * @param distinctKeys how many different values the counted column had; 0 if none is counted
 * @param duplicateKeys rows whose key had come before
 * @param rowsWithoutKey rows in which the counted column is null
 * @param forgottenRows of the accepted rows, those that made room for newer ones
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
        long rowsWithoutKey,
        long forgottenRows) {
    static final StreamStats NONE = new StreamStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    StreamStats plus(StreamStats other) {
        return new StreamStats(
                rows + other.rows,
                requests + other.requests,
                ignoredProperties + other.ignoredProperties,
                wrongTypes + other.wrongTypes,
                truncatedValues + other.truncatedValues,
                replacedTimes + other.replacedTimes,
                droppedRows + other.droppedRows,
                distinctKeys + other.distinctKeys,
                duplicateKeys + other.duplicateKeys,
                rowsWithoutKey + other.rowsWithoutKey,
                forgottenRows + other.forgottenRows);
    }
}
