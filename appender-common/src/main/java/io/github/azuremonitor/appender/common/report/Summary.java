package io.github.azuremonitor.appender.common.report;

/**
 * Many values in three numbers.
 *
 * @param count number of values since the start
 * @param total their sum
 * @param max the largest of the last one to two minutes, 0 if there was none
 */
public record Summary(long count, long total, long max) {
    /** The mean since the start, 0 before the first value. */
    public double mean() {
        return count == 0 ? 0 : (double) total / count;
    }
}
