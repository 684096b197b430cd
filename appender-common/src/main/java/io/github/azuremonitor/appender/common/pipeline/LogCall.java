package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.encode.JsonRow;
import io.github.azuremonitor.appender.common.encode.RowBuffer;
import io.github.azuremonitor.appender.common.encode.RowEncoder;
import io.github.azuremonitor.appender.common.event.LoggedEvent;
import io.github.azuremonitor.appender.common.ring.RingEntry;
import org.jspecify.annotations.Nullable;

/**
 * The reusable memory that one log call writes its row into: some 4 KB, and 20 KB after a long row. It belongs to the calling thread from {@link PipelineHandle#begin} to
 * {@link PipelineHandle#log}.
 */
public final class LogCall {
    private LoggedEvent event = new LoggedEvent();
    private final JsonRow row = new JsonRow();
    private final RingEntry entry = new RingEntry();
    private int table;

    LogCall() {}

    /** The event's fields, to be filled. */
    public LoggedEvent event() {
        return event;
    }

    void begin(int toTable) {
        table = toTable;
    }

    int table() {
        return table;
    }

    /**
     * The entry for the ring, with the row begun on this thread where possible.
     *
     * @param encoder of the table; null while the flusher has not made it, which would cost this thread the loading of
     *     classes
     * @param longestRow bytes that the row may have
     */
    RingEntry entry(@Nullable RowEncoder encoder, int longestRow) {
        entry.begin(table, event.severity(), event.epochSecond() * 1000 + event.nanoOfSecond() / 1_000_000);
        RowBuffer begun = encoder == null ? null : begun(encoder, longestRow);
        if (encoder != null && begun != null) {
            entry.row(begun.bytes(), begun.length());
            entry.event(encoder.rest(event));
        } else {
            entry.event(event);
        }
        return entry;
    }

    private @Nullable RowBuffer begun(RowEncoder encoder, int longestRow) {
        try {
            return encoder.begin(event, row, longestRow);
        } catch (RuntimeException | Error fault) {
            // The flusher tries again, and reports the fault.
            return null;
        }
    }

    /** Forgets the log call, once its entry is in the ring or copied. */
    void end() {
        // The ring may hold a reference to it.
        if (entry.event() == event) {
            event = new LoggedEvent();
        } else {
            event.clear();
        }
        entry.clear();
        row.trim();
    }
}
