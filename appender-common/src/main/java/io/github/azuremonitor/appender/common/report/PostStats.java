package io.github.azuremonitor.appender.common.report;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A reading of what POSTs took and brought.
 *
 * @param nanos nanoseconds from the start of a POST to its answer, whatever that says, the wait for a token included;
 *     attempts without an answer are left out
 * @param batchRows rows of each accepted batch
 * @param batchBytes bytes of each accepted batch, as JSON before gzip
 * @param responses attempts by what came of them: the HTTP status, {@code timeout}, {@code unreachable} or {@code
 *     no-token}
 * @param retries attempts of them after which the batch is to be sent again, unchanged
 */
public record PostStats(
        Summary nanos, Summary batchRows, Summary batchBytes, Map<String, Long> responses, Map<String, Long> retries) {
    /** Makes the counts unmodifiable and sorts them. */
    public PostStats {
        responses = Collections.unmodifiableMap(new TreeMap<>(responses));
        retries = Collections.unmodifiableMap(new TreeMap<>(retries));
    }
}
