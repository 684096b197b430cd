package io.github.azuremonitor.appender.emulator.ingest;

/**
 * What was received for one rule. Minutes are those of the emulator's clock.
 *
 * @param requests that named the rule, whatever was answered
 * @param wireBytes body bytes as received
 * @param rawBytes body bytes after inflating, of the requests that got so far
 * @param rows accepted
 * @param throttled requests answered with 429 by the quota
 * @param busiestMinuteRequests the most requests in one minute
 * @param busiestMinuteBytes the most body bytes in one minute, as they came
 */
public record DcrUsage(
        long requests,
        long wireBytes,
        long rawBytes,
        long rows,
        long throttled,
        long busiestMinuteRequests,
        long busiestMinuteBytes) {}
