package io.github.azuremonitor.appender.common.spool;

/**
 * How a batch waits that was held elsewhere before. Times are of the pipeline's monotonic clock.
 *
 * @param streamHeld whether the batch's stream is refused at the moment: such a stream gets half of the cap at most
 * @param expiresNanos when it is too old, wherever it has waited until now
 * @param notBeforeNanos not given out before that time
 * @param behind whether it was tried often enough and waits behind all others
 */
public record Stay(boolean streamHeld, long expiresNanos, long notBeforeNanos, boolean behind) {
    long nanosToDue(long nowNanos) {
        return Math.max(0, notBeforeNanos - nowNanos);
    }
}
