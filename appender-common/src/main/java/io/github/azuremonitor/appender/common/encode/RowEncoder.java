package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.event.EventSlot;
import io.github.azuremonitor.appender.common.settings.TableSettings;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes events of one table as rows of JSON. Flusher only. */
public final class RowEncoder {
    /** Tried in turn until the row fits: escaping can blow a text up to six times its bytes. */
    private static final int[] FIELD_BYTES = {FieldText.MAX_BYTES, 16 * 1024, 1024};

    /** What is kept of a row that is too large ends with the column that goes beyond this many bytes. */
    private static final int KEPT_BYTES = 64 * 1024;

    private final ColumnWriter[] writers;
    private final JsonRow row;
    private final int maxRowBytes;
    private final Remarks remarks;

    /** Of the row that is being written; a row that needs several tries has one number. */
    private long number;

    /** Whether the event has been written once, so that all has been remarked. */
    private boolean isRemarked;

    /**
     * @param columns what a row is made of
     * @param all columns that are configured, be they not sent: slots have the texts of their patterns, and what they
     *     name or keep out no wildcard takes
     * @param maxRowBytes bytes that a row alone may have
     * @param remarks told what rows do not show
     */
    public RowEncoder(
            TableSettings table,
            List<Column> columns,
            List<Column> all,
            Platform platform,
            int maxRowBytes,
            Remarks remarks) {
        this.maxRowBytes = maxRowBytes;
        this.remarks = new OncePerRow(remarks);
        this.writers = new ColumnCompiler(table, columns, all, platform, () -> number, this.remarks).compile();
        this.row = new JsonRow();
    }

    /** An encoder that tells nobody what rows do not show. */
    public RowEncoder(TableSettings table, List<Column> columns, Platform platform, int maxRowBytes) {
        this(table, columns, columns, platform, maxRowBytes, Remarks.IGNORED);
    }

    /**
     * The row of that event, in a buffer that the next call uses again.
     *
     * @return null if the row is above its limit even with its texts cut to 1 KB
     * @throws IOException if a value could not be written; the encoder goes on with the next event
     */
    public @Nullable RowBuffer encode(EventSlot event) throws IOException {
        isRemarked = false;
        if (event.isTimeReplaced()) {
            remarks.timeReplaced();
        }
        for (int fieldBytes : FIELD_BYTES) {
            RowBuffer encoded = written(event, fieldBytes, Integer.MAX_VALUE);
            if (encoded.length() <= maxRowBytes) {
                number++;
                return encoded;
            }
            isRemarked = true;
        }
        return null;
    }

    /**
     * What can be kept of an event whose row is too large: as many of its first columns as go into some 64 KB, their texts
     * cut to 1 KB. In a buffer that the next call uses again.
     *
     * @throws IOException if a value could not be written
     */
    public RowBuffer beginning(EventSlot event) throws IOException {
        isRemarked = true;
        RowBuffer kept = written(event, FIELD_BYTES[FIELD_BYTES.length - 1], KEPT_BYTES);
        number++;
        return kept;
    }

    private RowBuffer written(EventSlot event, int fieldBytes, int enough) throws IOException {
        try {
            row.start(fieldBytes);
            for (int i = 0; i < writers.length && row.length() < enough; i++) {
                writers[i].write(event, row);
            }
            return row.end();
        } catch (RuntimeException | Error e) {
            throw new IOException(e.toString(), e);
        }
    }

    /** A row that is written again would have all its remarks again. */
    private final class OncePerRow implements Remarks {
        private final Remarks remarks;

        OncePerRow(Remarks remarks) {
            this.remarks = remarks;
        }

        @Override
        public void unfit(String column, Supplier<String> value) {
            if (!isRemarked) {
                remarks.unfit(column, value);
            }
        }

        @Override
        public void timeReplaced() {
            if (!isRemarked) {
                remarks.timeReplaced();
            }
        }

        @Override
        public void redactionGaveUp(String column) {
            if (!isRemarked) {
                remarks.redactionGaveUp(column);
            }
        }

        @Override
        public void collision(String column) {
            if (!isRemarked) {
                remarks.collision(column);
            }
        }
    }
}
