package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.event.EventSlot;
import io.github.azuremonitor.appender.common.settings.TableSettings;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes events of one table as rows of JSON. Flusher only. */
public final class RowEncoder {
    /** Tried in turn until the row fits: escaping can blow a text up to six times its bytes. */
    private static final int[] FIELD_BYTES = {FieldText.MAX_BYTES, 16 * 1024, 1024};

    private final ColumnWriter[] writers;
    private final JsonRow row;
    private final int maxRowBytes;

    /**
     * @param columns what a row is made of
     * @param maxRowBytes bytes that a row alone may have
     * @param remarks told what rows do not show
     */
    public RowEncoder(TableSettings table, List<Column> columns, Platform platform, int maxRowBytes, Remarks remarks) {
        this.maxRowBytes = maxRowBytes;
        try {
            this.writers = new ColumnCompiler(table, columns, platform, remarks).compile();
            this.row = new JsonRow();
        } catch (IOException e) {
            throw new IllegalStateException("a buffer in memory failed", e);
        }
    }

    /** An encoder that tells nobody what rows do not show. */
    public RowEncoder(TableSettings table, List<Column> columns, Platform platform, int maxRowBytes) {
        this(table, columns, platform, maxRowBytes, Remarks.IGNORED);
    }

    /**
     * The row of that event, in a buffer that the next call uses again.
     *
     * @return null if the row is above its limit even with its texts cut to 1 KB
     * @throws IOException if a value could not be written; the encoder goes on with the next event
     */
    public @Nullable RowBuffer encode(EventSlot event) throws IOException {
        try {
            for (int fieldBytes : FIELD_BYTES) {
                row.start(fieldBytes);
                for (ColumnWriter writer : writers) {
                    writer.write(event, row);
                }
                RowBuffer encoded = row.end();
                if (encoded.length() <= maxRowBytes) {
                    return encoded;
                }
            }
            return null;
        } catch (IOException | RuntimeException | Error e) {
            row.abandon();
            throw e instanceof IOException io ? io : new IOException(e.toString(), e);
        }
    }
}
