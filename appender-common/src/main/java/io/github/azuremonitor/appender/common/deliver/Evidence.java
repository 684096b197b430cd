package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.batch.Batch;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whether a stream accepted others after it refused a batch: only then may rows of that batch be to blame. Courier only.
 */
final class Evidence {
    private static final int REMEMBERED = 1000;

    /** Less than what any stream has accepted. */
    private static final long BEFORE_ALL = -1;

    /** Accepted batches by stream. */
    private final Map<String, Long> accepted = new HashMap<>();

    /** By batch id: how many batches its stream had accepted when it first refused this one. */
    private final Map<Long, Long> firstRefusals = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** The stream accepted a batch, or a part of one. */
    void accepted(String stream) {
        try {
            accepted.merge(stream, 1L, Long::sum);
        } catch (OutOfMemoryError full) {
            // Others will be accepted. A search that is not told about its part would never end.
        }
    }

    /** How many batches the stream has accepted so far. */
    long acceptedBatches(String stream) {
        return accepted.getOrDefault(stream, 0L);
    }

    /** The stream refused the batch; only its first refusal counts. */
    void refused(Batch batch) {
        firstRefusals.putIfAbsent(batch.id(), acceptedBatches(batch.stream()));
    }

    /** The evidence is there already: whenever the stream refuses the batch again, its rows may be to blame. */
    void isGiven(Batch batch) {
        firstRefusals.put(batch.id(), BEFORE_ALL);
    }

    /** Whether the stream accepted others since it first refused the batch. */
    boolean tookOthersSince(Batch batch) {
        Long before = firstRefusals.get(batch.id());
        return before != null && acceptedBatches(batch.stream()) > before;
    }
}
