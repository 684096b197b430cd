package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.batch.Batcher;
import io.github.azuremonitor.appender.common.batch.OpenBatch;
import io.github.azuremonitor.appender.common.encode.Platform;
import io.github.azuremonitor.appender.common.encode.RowBuffer;
import io.github.azuremonitor.appender.common.encode.RowEncoder;
import io.github.azuremonitor.appender.common.event.EventSlot;
import io.github.azuremonitor.appender.common.event.Severity;
import java.io.IOException;
import java.util.UUID;

/**
 * Makes a row of a table that goes nowhere, before there is an event. It has the JVM load what a row needs, for which a
 * busy machine takes a tenth of a second and more; that long the ring would fill behind the first event. Flusher only.
 */
final class Rehearsal {
    private Rehearsal() {}

    static void of(Tables.Entry table, Platform platform) throws IOException {
        // An encoder of its own, so that nothing that the real one counts or remembers is touched.
        var encoder = new RowEncoder(table.table(), table.columns(), platform, Batcher.MAX_ROW_BYTES);
        RowBuffer row = encoder.encode(event());
        if (row != null) {
            try (var batch = new OpenBatch(table.table().streamName(), 1)) {
                batch.add(row.bytes(), row.length(), 0, 0);
                batch.finish(0, new UUID(0, 0));
            }
        }
    }

    private static EventSlot event() {
        var event = new EventSlot();
        event.origin(
                Severity.INFO,
                "INFO",
                Rehearsal.class.getName(),
                Thread.currentThread().getName());
        event.message("rehearsal");
        event.complete();
        return event;
    }
}
