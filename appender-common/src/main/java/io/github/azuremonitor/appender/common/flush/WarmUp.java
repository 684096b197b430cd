package io.github.azuremonitor.appender.common.flush;

import io.github.azuremonitor.appender.common.batch.Batcher;
import io.github.azuremonitor.appender.common.batch.OpenBatch;
import io.github.azuremonitor.appender.common.encode.JsonRow;
import io.github.azuremonitor.appender.common.encode.Platform;
import io.github.azuremonitor.appender.common.encode.RowBuffer;
import io.github.azuremonitor.appender.common.encode.RowEncoder;
import io.github.azuremonitor.appender.common.event.LoggedEvent;
import io.github.azuremonitor.appender.common.event.Severity;
import java.io.IOException;
import java.util.UUID;

/**
 * Encodes a row of a table before there is an event, and discards it. This makes the JVM load what a row needs, which
 * takes a busy machine a tenth of a second or more, during which the ring would fill up behind the first event. Flusher
 * only.
 */
final class WarmUp {
    private WarmUp() {}

    static void of(Tables.Entry table, Platform platform) throws IOException {
        // An encoder of its own, so that the real one's counts and state are not affected.
        var encoder = new RowEncoder(table.table(), table.columns(), platform, Batcher.MAX_ROW_BYTES);
        LoggedEvent event = event();
        RowBuffer begun = encoder.begin(event, new JsonRow(), Batcher.MAX_ROW_BYTES);
        RowBuffer row = begun == null
                ? encoder.encode(event)
                : encoder.end(begun.bytes(), 0, begun.length(), encoder.rest(event));
        if (row != null) {
            try (var batch = new OpenBatch(table.table().streamName(), 1)) {
                batch.add(row.bytes(), row.length(), 0, 0);
                batch.finish(0, new UUID(0, 0));
            }
        }
    }

    private static LoggedEvent event() {
        var event = new LoggedEvent();
        event.origin(
                Severity.INFO,
                "INFO",
                WarmUp.class.getName(),
                Thread.currentThread().getName());
        event.message("warm-up");
        event.context().accept("warm-up", "warm-up");
        event.keyValues().accept("warm-up", 1);
        return event;
    }
}
