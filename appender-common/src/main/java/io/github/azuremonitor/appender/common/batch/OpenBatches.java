package io.github.azuremonitor.appender.common.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The open batches, the one that took a row most recently first. A stream has one, or more while its rows come from
 * several clocks: a relay that alternates between times an hour apart must not cut a batch with each row. Flusher only.
 */
final class OpenBatches {
    /** Most batches of streams that have several. Each costs about 450 KB, and a request when it lingers out. */
    private static final int MOST = 16;

    /** Once they take this many bytes no more are added: room for a dozen whose rows compress well. */
    private static final int MOST_BYTES = 6 << 20;

    private final Function<String, OpenBatch> factory;
    private final List<OpenBatch> batches = new ArrayList<>();

    /** @param factory creates the empty batch of a stream */
    OpenBatches(Function<String, OpenBatch> factory) {
        this.factory = factory;
    }

    /** The batch of the stream whose time span the row fits into, which may be empty, or null. */
    @Nullable OpenBatch find(String stream, long epochMillis, long maxSpanMillis) {
        for (int i = 0; i < batches.size(); i++) {
            OpenBatch batch = batches.get(i);
            if (batch.stream().equals(stream) && !batch.spans(epochMillis, maxSpanMillis)) {
                if (i > 0) {
                    batches.remove(i);
                    batches.add(0, batch);
                }
                return batch;
            }
        }
        return null;
    }

    /** One more batch for the stream, empty. */
    OpenBatch add(String stream) {
        OpenBatch batch = factory.apply(stream);
        batches.add(0, batch);
        return batch;
    }

    /**
     * The batch to cut before one more is added for the stream: among streams with several batches, the one that took
     * no row for the longest time; null if there is room.
     */
    @Nullable OpenBatch surplus(String stream) {
        List<OpenBatch> several = batches.stream()
                .filter(batch -> batch.stream().equals(stream) || isBesideAnother(batch))
                .toList();
        boolean full = several.size() >= MOST
                || several.stream().mapToLong(OpenBatch::heapBytes).sum() >= MOST_BYTES;
        return full ? several.get(several.size() - 1) : null;
    }

    private boolean isBesideAnother(OpenBatch batch) {
        return batches.stream()
                .anyMatch(other -> other != batch && other.stream().equals(batch.stream()));
    }

    /** Drops an empty batch if its stream has another one. */
    void dropIfBesideAnother(OpenBatch empty) {
        if (isBesideAnother(empty)) {
            remove(empty);
            empty.close();
        }
    }

    void remove(OpenBatch batch) {
        batches.remove(batch);
    }

    void clear() {
        batches.clear();
    }

    /** A copy of the current list. */
    List<OpenBatch> all() {
        return List.copyOf(batches);
    }
}
