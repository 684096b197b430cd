package io.github.azuremonitor.appender.common.report;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Durations and results of POSTs.
 *
 * @param nanos nanoseconds from the start of a POST to its answer, whatever that is, including the wait for a token;
 *     attempts without an answer are left out
 * @param batchRows rows of each accepted batch
 * @param batchBytes bytes of each accepted batch, as JSON before gzip
 * @param responses attempts by result: the HTTP status, {@code timeout}, {@code unreachable} or {@code no-token}
 * @param retries attempts after which the batch is sent again, unchanged
 */
public record PostStats(
        Summary nanos, Summary batchRows, Summary batchBytes, Map<String, Long> responses, Map<String, Long> retries) {
    /** Makes the counts unmodifiable and sorts them. */
    public PostStats {
        responses = Collections.unmodifiableMap(new TreeMap<>(responses));
        retries = Collections.unmodifiableMap(new TreeMap<>(retries));
    }
}
