package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.event.LoggedEvent;
import io.github.azuremonitor.appender.common.event.Values;
import io.github.azuremonitor.appender.common.settings.TableSettings;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes events of one table as rows of JSON: begun by the thread that logs ({@link #begin}), ended by the flusher
 * ({@link #end}), which adds what is expensive and what is the same in every row; or written whole by the flusher. Flusher
 * only, unless stated otherwise.
 */
public final class RowEncoder {
    /** Tried in turn until the row fits: escaping can blow a text up to six times its bytes. */
    private static final int[] FIELD_BYTES = {Values.FIELD_BYTES, 16 * 1024, 1024};

    /** What is kept of a row that is too large ends with the column that goes beyond this many bytes. */
    private static final int KEPT_BYTES = 64 * 1024;

    /** Of an event of which nothing is needed. */
    private static final LoggedEvent NONE = new LoggedEvent();

    private final CompiledColumns columns;
    private final JsonRow row;
    private final int maxRowBytes;
    private final Remarks remarks;

    /** Of the row that is being written; a row that needs several tries has one number. */
    private long number;

    /**
     * @param columns what a row is made of
     * @param all columns that are configured, be they not sent: events have the texts of their patterns, and what they
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
        this.remarks = remarks;
        this.columns = new ColumnCompiler(table, columns, all, platform, () -> number, remarks).compile();
        this.row = new JsonRow();
    }

    /** An encoder that tells nobody what rows do not show. */
    public RowEncoder(TableSettings table, List<Column> columns, Platform platform, int maxRowBytes) {
        this(table, columns, columns, platform, maxRowBytes, Remarks.IGNORED);
    }

    /**
     * Writes what the thread that logs has at hand; any thread.
     *
     * @param scratch in which the row is written
     * @param maxBytes that it may have
     * @return the row so far, for {@link #end}, or null if it is longer: then the flusher writes all of it
     */
    public @Nullable RowBuffer begin(LoggedEvent event, JsonRow scratch, int maxBytes) {
        event.remarked();
        if (event.isTimeReplaced()) {
            remarks.timeReplaced(event.logger());
        }
        scratch.start(Values.FIELD_BYTES, remarks);
        for (NamedWriter writer : columns.callers()) {
            writer.write(event, scratch);
        }
        RowBuffer begun = scratch.begun();
        if (begun.length() > maxBytes) {
            return null;
        }
        scratch.tellCuts(remarks, event.logger());
        return begun;
    }

    /** What {@link #end} needs of the event beside the row that was begun, or null if nothing; any thread. */
    public @Nullable LoggedEvent rest(LoggedEvent event) {
        return switch (columns.need()) {
            case NOTHING -> null;
            case THROWABLE -> event.hasThrowable() ? event.throwableOnly() : null;
            case EVENT -> event;
        };
    }

    /**
     * A row that was begun, whole, in a buffer that the next call uses again.
     *
     * @param rest what {@link #rest} said
     * @return null if the row is above its limit even with its texts cut to 1 KB
     * @throws IOException if a value could not be written; the encoder goes on with the next event
     */
    public @Nullable RowBuffer end(byte[] begun, int offset, int length, @Nullable LoggedEvent rest)
            throws IOException {
        LoggedEvent event = rest == null ? NONE : rest;
        Remarks listener = remarks;
        for (int fieldBytes : FIELD_BYTES) {
            row.resume(begun, offset, length, fieldBytes, listener);
            columns.fixed().write(event, row);
            write(columns.flushers(), event, Integer.MAX_VALUE);
            RowBuffer encoded = row.end();
            if (encoded.length() <= maxRowBytes) {
                number++;
                row.tellCuts(remarks, event.logger());
                return encoded;
            }
            listener = Remarks.IGNORED;
        }
        return null;
    }

    /**
     * The row of that event, in a buffer that the next call uses again.
     *
     * @return null if the row is above its limit even with its texts cut to 1 KB
     * @throws IOException if a value could not be written; the encoder goes on with the next event
     */
    public @Nullable RowBuffer encode(LoggedEvent event) throws IOException {
        // What is written again would have all its remarks again.
        Remarks again = Remarks.IGNORED;
        Remarks first = event.isRemarked() ? again : remarks;
        if (event.isTimeReplaced()) {
            first.timeReplaced(event.logger());
        }
        for (int fieldBytes : FIELD_BYTES) {
            boolean isFirst = fieldBytes == Values.FIELD_BYTES;
            row.start(fieldBytes, isFirst ? first : again);
            write(columns.callers(), event, Integer.MAX_VALUE);
            columns.fixed().write(event, row);
            row.listener(isFirst ? remarks : again);
            write(columns.flushers(), event, Integer.MAX_VALUE);
            RowBuffer encoded = row.end();
            if (encoded.length() <= maxRowBytes) {
                number++;
                row.tellCuts(remarks, event.logger());
                return encoded;
            }
        }
        return null;
    }

    /**
     * What can be kept of an event whose row is too large: as many of its first columns as go into some 64 KB, their texts
     * cut to 1 KB. In a buffer that the next call uses again.
     *
     * @throws IOException if a value could not be written
     */
    public RowBuffer beginning(LoggedEvent event) throws IOException {
        row.start(FIELD_BYTES[FIELD_BYTES.length - 1], Remarks.IGNORED);
        write(columns.all(), event, KEPT_BYTES);
        number++;
        return row.end();
    }

    /** As {@link #beginning(LoggedEvent)}, of a row that was begun: what was. */
    public RowBuffer beginning(byte[] begun, int offset, int length) {
        row.resume(begun, offset, length, FIELD_BYTES[FIELD_BYTES.length - 1], Remarks.IGNORED);
        number++;
        return row.end();
    }

    private void write(NamedWriter[] writers, LoggedEvent event, int enough) throws IOException {
        try {
            for (int i = 0; i < writers.length && row.length() < enough; i++) {
                writers[i].write(event, row);
            }
        } catch (RuntimeException | Error e) {
            throw new IOException(e.toString(), e);
        }
    }
}
