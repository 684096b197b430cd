package io.github.azuremonitor.appender.common.spool;

/**
 * How to keep a batch that was held elsewhere before. Times are of the pipeline's monotonic clock.
 *
 * @param streamHeld whether the batch's stream is refused at the moment: such a stream gets at most half of the cap
 * @param expiresNanos when it becomes too old, wherever it has waited so far
 * @param notBeforeNanos not leased before this time
 * @param behind whether it was tried often enough and waits behind all others
 */
public record PutOptions(boolean streamHeld, long expiresNanos, long notBeforeNanos, boolean behind) {
    long nanosToDue(long nowNanos) {
        return Math.max(0, notBeforeNanos - nowNanos);
    }
}
